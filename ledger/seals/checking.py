"""Every seal is made again from what stands in the book now, a few of them at a time."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from ledger.findings import UNREADABLE, Finding, found
from ledger.models import Posting, Seal, SealedEntry, SealedRun
from ledger.seals.leaves import entries_of, seal_bytes
from ledger.seals.making import NO_SEAL
from ledger.seals.tree import leaf_hash, merkle_root
from ledger.written.documents import read_rows

LEAVES_AT_ONCE = 20_000
HELD_BY_NONE = """
    SELECT held.seal_id, COUNT(*) FROM (SELECT seal_id FROM ledger_sealedentry
        UNION ALL SELECT seal_id FROM ledger_sealedrun) held
    LEFT JOIN ledger_seal s ON s.id = held.seal_id WHERE s.id IS NULL
    GROUP BY held.seal_id ORDER BY held.seal_id
"""

# Stands where something is missing or out of place: no leaf has this hash.
NOT_WHOLE = b"\0" * 32

Hashes = dict[int, list[bytes]]  # of the leaves of each seal, by its id


@dataclass(frozen=True, slots=True)
class Checked:
    """A seal, the root that today's book gives it, and what is wrong with it."""

    seal: Seal
    root: str
    findings: tuple[Finding, ...]


def checked_seals() -> Iterator[Checked]:
    """Each seal in its order, with what disagrees."""
    previous_root, number = NO_SEAL, 0
    for seals in some_at_a_time():
        hashes, counts = readable_leaves(seals)
        for seal in seals:
            number += 1
            root = made_again(seal, hashes[seal.pk])
            problems = []
            if seal.number != number:
                problems.append(("seals are numbered without gap", f"not {number}"))
            if seal.previous_root != previous_root:
                problems.append(("seals are chained", "does not follow the one before"))
            if counts[seal.pk] != (seal.entry_count, seal.row_count) or root != seal.root:
                problems.append(("seals recompute", "what it holds was altered"))
            found = tuple(Finding(law, str(seal.number), seen) for law, seen in problems)
            yield Checked(seal, root, found)
            previous_root = seal.root


def seals_recompute() -> Iterator[Finding]:
    """Each seal's root follows from what it holds and the seal before; numbers have no gap, and
    nothing is held by a seal that is not there."""
    for checked in checked_seals():
        yield from checked.findings
    yield from found("seals recompute", HELD_BY_NONE, "the seal of {1} entries and runs is gone")


def some_at_a_time() -> Iterator[list[Seal]]:
    """Seals in their order, as many as have about LEAVES_AT_ONCE leaves."""
    some: list[Seal] = []
    leaves = 0
    for seal in Seal.objects.order_by("number").iterator():
        some.append(seal)
        leaves += seal.entry_count + seal.row_count + 1
        if leaves >= LEAVES_AT_ONCE:
            yield some
            some, leaves = [], 0
    if some:
        yield some


def made_again(seal: Seal, hashes: Sequence[bytes]) -> str:
    """The root of today; empty if the seal does not even say when it was made, or after which."""
    try:
        return root_of(seal, hashes)
    except UNREADABLE:
        return ""


def root_of(seal: Seal, hashes: Sequence[bytes]) -> str:
    first = [leaf_hash(bytes.fromhex(seal.previous_root))]
    if seal.form != Seal.Form.ENTRIES:
        head = seal_bytes(seal.number, seal.entry_count, seal.row_count, seal.sealed_at)
        first.append(leaf_hash(head))
    return merkle_root([*first, *hashes]).hex()


def readable_leaves(seals: Sequence[Seal]) -> tuple[Hashes, dict[int, tuple[int, int]]]:
    """The leaves of these seals; where one cannot be read, that seal has none."""
    try:
        return leaves_of(seals)
    except UNREADABLE:
        if len(seals) == 1:
            return {seals[0].pk: []}, {seals[0].pk: (0, 0)}
    hashes: Hashes = {}
    counts: dict[int, tuple[int, int]] = {}
    for seal in seals:
        some, count = readable_leaves([seal])
        hashes.update(some)
        counts.update(count)
    return hashes, counts


def leaves_of(seals: Sequence[Seal]) -> tuple[Hashes, dict[int, tuple[int, int]]]:
    """The leaves of these seals, entries first, and how many there are of each sort."""
    hashes: Hashes = defaultdict(list)
    for form in {seal.form for seal in seals}:
        in_form = [seal.pk for seal in seals if seal.form == form]
        postings = Posting.objects.filter(entry__sealed__seal__in=in_form).order_by(
            "entry__sealed__seal", "entry__sealed__position", "line"
        )
        for seal, content in entries_of(postings, form, "entry__sealed__seal_id"):
            hashes[seal].append(leaf_hash(content))
    entries = {seal.pk: len(hashes[seal.pk]) for seal in seals}
    for seal in positions_with_gaps(seals):
        hashes[seal].append(NOT_WHOLE)
    add_runs(seals, hashes)
    return hashes, {pk: (count, len(hashes[pk]) - count) for pk, count in entries.items()}


def positions_with_gaps(seals: Sequence[Seal]) -> list[int]:
    """Seals whose entries do not stand at 0, 1, 2 and so on."""
    held = SealedEntry.objects.filter(seal__in=[seal.pk for seal in seals]).values("seal")
    counted = held.annotate(count=Count("pk"), first=Min("position"), last=Max("position"))
    return [row["seal"] for row in counted if (row["first"], row["last"]) != (0, row["count"] - 1)]


def add_runs(seals: Sequence[Seal], hashes: Hashes) -> None:
    """The rows under these seals. Those of one form lie close together: one question for all."""
    found = SealedRun.objects.filter(seal__in=[seal.pk for seal in seals]).select_related("form")
    runs = list(found.order_by("seal", "position"))
    rows: dict[int, dict[int, bytes]] = {}
    for form in {run.form for run in runs}:
        spans = spans_of([run for run in runs if run.form == form])
        rows[form.pk] = {}
        for start in range(0, len(spans), 200):
            meant = Q()
            for first, last in spans[start : start + 200]:
                meant |= Q(pk__gte=first, pk__lte=last)
            for number, content in read_rows(form.table_name, form.columns(), meant):
                rows[form.pk][number] = leaf_hash(content)
    numbers = {form: sorted(kept) for form, kept in rows.items()}
    position: dict[int, int] = defaultdict(int)
    for run in runs:
        some = numbers[run.form_id]
        some = some[bisect_left(some, run.first_row) : bisect_right(some, run.last_row)]
        hashes[run.seal_id] += [rows[run.form_id][number] for number in some]
        whole = len(some) == run.last_row - run.first_row + 1
        if not whole or run.position != position[run.seal_id]:
            hashes[run.seal_id].append(NOT_WHOLE)
        position[run.seal_id] += 1


def spans_of(runs: Sequence[SealedRun]) -> list[tuple[int, int]]:
    """The numbers that runs hold, joined where they touch."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted((run.first_row, run.last_row) for run in runs):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans
