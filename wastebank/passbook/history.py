"""Beside the lines of a passbook: what was taken back, and what was brought of late."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, Sum

from ledger.models import JournalEntry
from wastebank.deposits.correcting.standing import standing
from wastebank.models import Deposit, DepositCorrection, DepositLine, Member
from wastebank.passbook.lines import PassbookLine, passbook_page

MOST_LINES = 2_000
PER_PAGE = 100
RECENT_LINES = 60


def taken_back(lines: Sequence[PassbookLine]) -> frozenset[int]:
    """The entries among these lines that another entry reversed later."""
    entry_ids = [line.entry_id for line in lines]
    found = JournalEntry.objects.filter(reverses__in=entry_ids).values_list("reverses", flat=True)
    return frozenset(pk for pk in found if pk is not None)


def lines_since(member: Member, since: datetime) -> list[PassbookLine]:
    """Every line recorded since an instant, oldest first; a very long book is cut at its end."""
    found: list[PassbookLine] = []
    before: int | None = None
    while len(found) < MOST_LINES:
        page, before = passbook_page(member, before_version=before, limit=PER_PAGE)
        fresh = [line for line in page if line.recorded_at >= since]
        found += fresh
        if before is None or len(fresh) < len(page):
            break
    return found[::-1]


def often_brought(member: Member) -> list[int]:
    """The ids of the materials this member brought of late, the most frequent first."""
    recent = DepositLine.objects.filter(deposit__member=member).order_by("-pk")
    ids = list(recent.values_list("material_id", flat=True)[:RECENT_LINES])
    return sorted(dict.fromkeys(ids), key=lambda pk: -ids.count(pk))


def brought_in_all(member: Member) -> list[tuple[str, int]]:
    """What a member ever brought, in rupiah by family, the greatest first; voided ones left out,
    and of what was put right what stands now."""
    lines = DepositLine.objects.filter(
        deposit__member=member, deposit__void__isnull=True, deposit__corrections__isnull=True
    )
    plain = lines.order_by().values_list("family").annotate(total_idr=Sum("rupiah_idr"))
    sums = {family: int(idr) for family, idr in plain}
    # Asked of the corrections alone: whoever asks both tables reads every deposit there is.
    own = DepositCorrection.objects.filter(Q(member_before=member) | Q(member_after=member))
    for deposit in Deposit.objects.filter(pk__in=own.values("deposit")):
        stands = standing(deposit)
        for line in stands.lines if stands.member == member else ():
            sums[line.family] = sums.get(line.family, 0) + line.rupiah_idr
    return sorted(sums.items(), key=lambda share: -share[1])
