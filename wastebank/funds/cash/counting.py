"""Counting a box: blind, and with what moved meanwhile taken into account.

A count is begun, then recorded. Until it is recorded nothing says what the book expects; and the
book it is compared with is the one of the moment at which the money was counted.
"""

from datetime import timedelta
from uuid import UUID

from ledger import clock
from ledger.queries import balance_after, find_account
from wastebank import actions
from wastebank.commands import log, record
from wastebank.funds.cash.accounts import cash_account
from wastebank.funds.cash.begun import begun_count, hold, last_count, last_difference
from wastebank.funds.cash.differences import put_difference
from wastebank.funds.cash.keep import subject_of
from wastebank.funds.cash.refusals import (
    CashCounted,
    CashCountOvertaken,
    CashCountTooOld,
    CashMovedMeanwhile,
)
from wastebank.funds.cash.sums import checked_sum
from wastebank.models import CashCount, CashCountBegun, User
from wastebank.refusals import FieldMalformed
from wastebank.text import checked_text
from wastebank.values.calendar import local_day

MAX_HOURS = 12


def record_count(
    *,
    key: UUID,
    by: User,
    count: int,
    counted_idr: int,
    after: int | None = None,
    note: str = "",
) -> CashCount:
    """Write down what lay in a box. Where money moved since the count was begun, `after` says after
    which step of the account it was counted."""
    begun = begun_count(by=by, count=count)
    counted = checked_sum(counted_idr, least_idr=0)
    said = checked_text("note", note, 300)
    return record(
        CashCount,
        key=key,
        verb="record_count",
        request={
            "by": by.username,
            "count": count,
            "counted_idr": counted_idr,
            "after": after,
            "note": said,
        },
        make=lambda: _record(key, by, begun, counted, after, said),
    )


def _record(
    key: UUID, by: User, begun: CashCountBegun, counted_idr: int, after: int | None, note: str
) -> CashCount:
    account = begun.account
    version = step_counted(begun, hold(account).version, after)
    in_book = find_account(cash_account(account.code).code)
    assert in_book is not None, "it was locked just now"
    book_idr = balance_after(in_book, version)
    log(by=by, action=actions.COUNT_CASH, subject=subject_of(account), key=key, place=account.place)
    now = clock.now()
    made = CashCount.objects.create(
        account=account,
        begun=begun,
        version=version,
        day=local_day(now),
        counted_idr=counted_idr,
        book_idr=book_idr,
        difference_idr=counted_idr - book_idr,
        note=note,
        actor=by.username,
        counted_at=now,
    )
    put_difference(key=key, by=by, count=made)
    return made


def step_counted(begun: CashCountBegun, version: int, after: int | None) -> int:
    """The step of the account after which the money was counted; refused where that is open."""
    if CashCount.objects.filter(begun=begun).exists():
        raise CashCounted
    if clock.now() - begun.begun_at > timedelta(hours=MAX_HOURS):
        raise CashCountTooOld(max_hours=MAX_HOURS)
    require_last(begun)
    if after is None:
        if version > begun.version:
            raise CashMovedMeanwhile(account=begun.account.code, name=begun.account.name)
        return version
    if not begun.version <= after <= version:
        raise FieldMalformed(field="after")
    return after


def require_last(begun: CashCountBegun) -> None:
    """A count that was begun before another one was recorded, or before the difference of one was
    booked, knows nothing of it: the same difference would be found, and booked, twice."""
    account = begun.account
    now = last_count(account), last_difference(account)
    if now != (begun.last_count, begun.last_difference):
        raise CashCountOvertaken(account=account.code, name=account.name)
