"""What says it was recorded at another time than the seals around it.

A seal takes all that was recorded since the one before. A row under it that claims to be older was
put in later, or was recorded while the clock was wrong. Which of the two, only people can tell: so
these are remarks of `verify` and turn no book red.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ledger.findings import Finding
from ledger.models import Seal, SealedEntry, SealedRun
from ledger.seals.making import MAX_ENTRIES, MAX_ROWS
from ledger.written.documents import Document, all_documents, all_rows, fields_of

LAW = "what is recorded is sealed next"
# What is under way while a seal is made comes under the next; and two machines never quite agree.
SLACK = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of one table under one seal."""

    seal: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Between:
    """Between which instants all was recorded that is under a seal, if it was recorded by us."""

    since: datetime | None
    until: datetime


def rows_out_of_time() -> Iterator[Finding]:
    """Rows and entries that claim to be older than the seal before theirs, or rows younger than
    their own. An entry may lie ahead, after a clock that did: see decision 47."""
    yield from entries_out_of_time()
    for document in all_documents():
        if document.ours:
            yield from table_out_of_time(document)


def entries_out_of_time() -> Iterator[Finding]:
    seals = list(Seal.objects.order_by("number"))
    times = times_of(seals, {s.number for s in seals if s.entry_count >= MAX_ENTRIES})
    sealed = SealedEntry.objects.order_by("pk").values_list(
        "entry_id", "seal__number", "entry__recorded_at"
    )
    for entry, number, at in sealed.iterator():
        since = times[number].since
        if since is not None and at < since - SLACK:
            yield remark(f"ledger_journalentry {entry}", at, number, since)


def table_out_of_time(document: Document) -> Iterator[Finding]:
    spans = spans_of(document.table)
    held: dict[int, int] = {}
    for span in spans:
        held[span.seal] = held.get(span.seal, 0) + span.last - span.first + 1
    seals = Seal.objects.filter(form__gt=Seal.Form.ENTRIES).order_by("number")
    times = times_of(seals, {seal for seal, rows in held.items() if rows >= MAX_ROWS})
    firsts = [span.first for span in spans]
    for number, at in recorded_times(document):
        index = bisect_right(firsts, number) - 1
        if at is None or index < 0 or number > spans[index].last:
            continue  # not sealed yet
        seal = spans[index].seal
        since, until = times[seal].since, times[seal].until
        if since is not None and at < since - SLACK:
            yield remark(f"{document.table} {number}", at, seal, since)
        elif at > until + SLACK:
            yield remark(f"{document.table} {number}", at, seal, until)


def recorded_times(document: Document) -> Iterable[tuple[int, Any]]:
    """When each row says that it was recorded."""
    model, names = fields_of(document.table)
    rows = all_rows(model).order_by("pk")
    return rows.values_list("pk", names[document.ours]).iterator()


def spans_of(table: str) -> list[Span]:
    runs = SealedRun.objects.filter(form__table_name=table).order_by("first_row")
    return [Span(*row) for row in runs.values_list("seal__number", "first_row", "last_row")]


def times_of(seals: Iterable[Seal], full: set[int]) -> dict[int, Between]:
    """For each seal. One that was full left the rest to the next, which may be older then."""
    times: dict[int, Between] = {}
    since: datetime | None = None
    for seal in seals:
        times[seal.number] = Between(since, seal.sealed_at)
        if seal.number not in full:
            since = seal.sealed_at
    return times


def remark(where: str, at: datetime, seal: int, other: datetime) -> Finding:
    seen = f"says {at:%Y-%m-%d %H:%M} UTC, seal {seal} says {other:%Y-%m-%d %H:%M}"
    return Finding(LAW, where, seen)
