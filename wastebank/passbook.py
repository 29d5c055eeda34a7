"""A member's passbook, a page at a time: only whole lines, and which of them were taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.models import JournalEntry
from wastebank.models import DepositLine, Member
from wastebank.reading import PassbookLine, passbook

# More steps than one entry can have (deposits have at most 40 lines), so each page has a line.
STEPS = 60
MOST_LINES = 2_000
RECENT_LINES = 60


@dataclass(frozen=True, slots=True)
class PassbookPage:
    """Lines newest first; `older` continues from here, None at the end of the book."""

    lines: Sequence[PassbookLine]
    older: int | None
    taken_back: frozenset[int]  # entries that another entry reversed later


def passbook_page(
    member: Member, *, before_version: int | None = None, most: int = 30
) -> PassbookPage:
    """At most `most` lines, each with all its steps; a line the limit cut in two goes over."""
    lines = passbook(member, before_version=before_version, limit=STEPS)
    if lines and lines[-1].version > 1:
        lines.pop()
    shown = lines[:most]
    older = shown[-1].version if shown and shown[-1].version > 1 else None
    return PassbookPage(shown, older, taken_back([line.entry_id for line in shown]))


def taken_back(entry_ids: Sequence[int]) -> frozenset[int]:
    """Those of the entries that were reversed."""
    found = JournalEntry.objects.filter(reverses__in=entry_ids).values_list("reverses", flat=True)
    return frozenset(pk for pk in found if pk is not None)


def lines_since(member: Member, since: datetime) -> list[PassbookLine]:
    """Every line recorded since an instant, oldest first."""
    found: list[PassbookLine] = []
    before: int | None = None
    while len(found) < MOST_LINES:
        page = passbook_page(member, before_version=before, most=STEPS)
        found += [line for line in page.lines if line.recorded_at >= since]
        before = page.older
        if before is None or page.lines[-1].recorded_at < since:
            break
    return found[::-1]


def often_brought(member: Member) -> list[int]:
    """The ids of the materials this member brought of late, the most frequent first."""
    recent = DepositLine.objects.filter(deposit__member=member).order_by("-pk")
    ids = list(recent.values_list("material_id", flat=True)[:RECENT_LINES])
    return sorted(dict.fromkeys(ids), key=lambda pk: -ids.count(pk))
