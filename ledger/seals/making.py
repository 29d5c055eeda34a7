"""Making a seal: what is not sealed yet is read first, then written down in a short transaction.

Nothing that is read here ever changes, so no lock is held while it is hashed. Whoever sealed in
between was first: what was read then is left, and read again.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max, Min, Q, Sum

from ledger import clock
from ledger.db.patience import unhurried, unhurry_transaction
from ledger.models import DocumentForm, JournalEntry, Posting, RedFlag, Seal, SealedEntry, SealedRun
from ledger.seals.leaves import entries_of, seal_bytes
from ledger.seals.tree import leaf_hash, merkle_root
from ledger.written.changing import Changing
from ledger.written.documents import Document, all_documents, read_rows

NO_SEAL = "0" * 64
MAX_ENTRIES = 10_000
MAX_ROWS = 20_000  # of each table
GAPS_AT_ONCE = 200
SEALS_TO_LOOK_AT = 200
SEAL_EVERY = timedelta(hours=1)

logger = logging.getLogger(__name__)


@dataclass
class Run:
    """Rows of one form whose numbers follow one another."""

    form: DocumentForm
    first: int
    last: int


@dataclass
class Unsealed:
    """What a seal is to hold: entries and runs in order, and the hash of each leaf."""

    entries: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        return len(self.hashes) - len(self.entries)


def make_seal() -> Seal | None:
    """Seal what is not sealed yet, up to a limit; None if there is nothing."""
    while True:
        last, at = Seal.objects.order_by("-number").first(), clock.now()
        with unhurried():
            found = unsealed()
        if not found.hashes:
            return None
        if seal := write_seal(last, found, at):
            return seal


def seal_all() -> list[Seal]:
    """Seal until nothing is left."""
    seals: list[Seal] = []
    while seal := make_seal():
        seals.append(seal)
    return seals


def seal_after() -> None:
    """Seal what an act has just written. The act is done: whatever goes wrong here is told to
    whoever keeps the program running, and the next seal takes what this one left."""
    try:
        seal_all()
    except Exception:
        logger.exception("nothing was sealed; `seal` does it again")


def seal_when_due() -> None:
    """Seal if the last seal is older than an hour, so that no day waits for somebody to close it.
    While the book is red nothing is written."""
    last = Seal.objects.order_by("-number").first()
    if last is not None and clock.now() - last.sealed_at < SEAL_EVERY:
        return
    if not RedFlag.objects.filter(lifted_at__isnull=True).exists():
        seal_after()


def unsealed() -> Unsealed:
    found = Unsealed()
    postings = Posting.objects.filter(entry__sealed__isnull=True, entry_id__gte=first_entry())
    postings = postings.order_by("entry_id", "line")
    for number, content in islice(entries_of(postings, Seal.Form.ROWS, "entry_id"), MAX_ENTRIES):
        found.entries.append(number)
        found.hashes.append(leaf_hash(content))
    for document in all_documents():
        if not issubclass(document.model_class(), Changing):
            add_rows(found, document)
    return found


def first_entry() -> int:
    """Below it every entry is sealed; within a seal entries stand in the order of their ids."""
    since = first_seal_to_look_at()
    if since == 0:
        return 0
    firsts = SealedEntry.objects.filter(seal__number__gt=since, position=0)
    return int(firsts.aggregate(first=Min("entry_id"))["first"] or 0)


def entry_counts() -> tuple[int, int]:
    """How many entries stand under seals and how many do not yet, without counting all of them."""
    sealed = Seal.objects.aggregate(count=Sum("entry_count"))["count"] or 0
    waiting = JournalEntry.objects.filter(sealed__isnull=True, pk__gte=first_entry())
    return int(sealed), waiting.count()


def add_rows(found: Unsealed, document: Document) -> None:
    """The rows of a table that stand under no seal, as runs."""
    columns = document.columns()
    rows = islice(rows_left(document, columns), MAX_ROWS)
    leaves = [(number, leaf_hash(content)) for number, content in rows]
    if not leaves:
        return
    form, _ = DocumentForm.objects.get_or_create(
        table_name=document.table, column_names=",".join(columns)
    )
    run: Run | None = None
    for number, leaf in leaves:
        if run is not None and number == run.last + 1:
            run.last = number
        else:
            run = Run(form, number, number)
            found.runs.append(run)
        found.hashes.append(leaf)


def rows_left(document: Document, columns: list[str]) -> Iterator[tuple[int, bytes]]:
    """Rows in gaps between sealed runs, then those behind them. Numbers are committed out of
    order on PostgreSQL, so a gap may have been filled since; most of them never are."""
    gaps, top = gaps_between_runs(document.table, first_seal_to_look_at())
    for start in range(0, len(gaps), GAPS_AT_ONCE):
        meant = Q()
        for first, last in gaps[start : start + GAPS_AT_ONCE]:
            meant |= Q(pk__gte=first, pk__lte=last)
        yield from read_rows(document.table, columns, meant)
    yield from read_rows(document.table, columns, Q(pk__gt=top))


def first_seal_to_look_at() -> int:
    """What was under way while one of the last seals was made may lie in their gaps; nothing is
    under way for longer."""
    last = Seal.objects.aggregate(last=Max("number"))["last"] or 0
    return max(int(last) - SEALS_TO_LOOK_AT, 0)


def gaps_between_runs(table: str, since: int) -> tuple[list[tuple[int, int]], int]:
    """The numbers between the runs of the seals since that one, and the highest that is sealed."""
    of_table = SealedRun.objects.filter(form__table_name=table)
    recent = of_table.filter(seal__number__gt=since).order_by("first_row")
    gaps: list[tuple[int, int]] = []
    top = 0 if since == 0 else None
    for first, last in recent.values_list("first_row", "last_row"):
        if top is not None and first > top + 1:
            gaps.append((top + 1, first - 1))
        top = max(top or 0, last)
    highest = of_table.aggregate(last=Max("last_row"))["last"] or 0
    return gaps, int(highest)


def write_seal(last: Seal | None, found: Unsealed, sealed_at: datetime) -> Seal | None:
    """Write the seal down; None if another one was made meanwhile."""
    number = last.number + 1 if last else 1
    previous_root = last.root if last else NO_SEAL
    head = seal_bytes(number, len(found.entries), found.row_count, sealed_at)
    first = [leaf_hash(bytes.fromhex(previous_root)), leaf_hash(head)]
    root = merkle_root([*first, *found.hashes]).hex()
    with transaction.atomic(durable=True):
        unhurry_transaction()  # it writes as many rows as it found, and no request waits for them
        lock_sealing()
        if Seal.objects.order_by("-number").first() != last:
            return None
        seal = Seal.objects.create(
            number=number,
            root=root,
            previous_root=previous_root,
            entry_count=len(found.entries),
            row_count=found.row_count,
            form=Seal.Form.ROWS,
            sealed_at=sealed_at,
        )
        SealedEntry.objects.bulk_create(
            SealedEntry(seal=seal, position=position, entry_id=entry)
            for position, entry in enumerate(found.entries)
        )
        SealedRun.objects.bulk_create(
            SealedRun(seal=seal, position=position, form=r.form, first_row=r.first, last_row=r.last)
            for position, r in enumerate(found.runs)
        )
        return seal


def lock_sealing() -> None:
    """One sealer at a time; on SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_seal IN SHARE ROW EXCLUSIVE MODE")
