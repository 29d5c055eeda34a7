"""A month of the passbook, as a paper one would show it: what stood there, what came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger import clock
from ledger.models import Account
from ledger.queries import find_account, statement, version_at
from wastebank.book.accounts import wallet
from wastebank.models import Member
from wastebank.passbook.lines import PassbookLine, grouped
from wastebank.values.calendar import local_day, month_begin, month_bounds

JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PassbookMonth:
    """Oldest line first. `older` and `newer` are the nearest months in which something moved."""

    first_day: date
    opening_idr: int
    lines: Sequence[PassbookLine]
    older: date | None
    newer: date | None

    @property
    def in_idr(self) -> int:
        return sum(line.in_idr for line in self.lines)

    @property
    def out_idr(self) -> int:
        return sum(line.out_idr for line in self.lines)

    @property
    def closing_idr(self) -> int:
        return self.lines[-1].balance_idr if self.lines else self.opening_idr


def month_of(member: Member, day: date) -> PassbookMonth:
    """The month of this day, by the time at which things were recorded."""
    first_day = month_begin(day)
    account = find_account(wallet(member).code)
    if account is None:
        return PassbookMonth(first_day, 0, (), None, None)
    start, end = month_bounds(first_day)
    before = version_at(account, start - JUST_BEFORE)
    last = version_at(account, end - JUST_BEFORE)
    moves = (
        statement(account, before_version=last + 1, limit=last - before) if last > before else ()
    )
    return PassbookMonth(
        first_day=first_day,
        opening_idr=balance_after(account, before),
        lines=grouped(moves)[::-1],
        older=month_of_step(account, before) if before else None,
        newer=month_of_step(account, last + 1) if last < account.version else None,
    )


def newest_month(member: Member) -> date:
    """The month in which something moved last; the running one in an empty book."""
    account = find_account(wallet(member).code)
    if account is None or not account.version:
        return month_begin(local_day(clock.now()))
    return month_of_step(account, account.version)


def balance_after(account: Account, version: int) -> int:
    return statement(account, before_version=version + 1, limit=1)[0].balance if version else 0


def month_of_step(account: Account, version: int) -> date:
    recorded_at: datetime = statement(account, before_version=version + 1, limit=1)[0].recorded_at
    return month_begin(local_day(min(recorded_at, clock.now())))
