"""Sums and days of money that moves, as they may be recorded."""

from datetime import date, datetime, timedelta

from ledger import clock
from wastebank.funds.cash.refusals import CashSumOutOfRange
from wastebank.refusals import AmountNotPositive, DayAhead, TimeTooOld
from wastebank.values.calendar import day_bounds, local_day

MAX_CASH_IDR = 100_000_000_000
MAX_DAYS = 31  # as late as a deposit may be recorded


def checked_sum(amount_idr: int, *, least_idr: int = 1) -> int:
    if amount_idr < least_idr and least_idr:
        raise AmountNotPositive
    if not least_idr <= amount_idr <= MAX_CASH_IDR:
        raise CashSumOutOfRange(min_idr=least_idr, max_idr=MAX_CASH_IDR)
    return amount_idr


def not_ahead(day: date) -> date:
    if day > local_day(clock.now()):
        raise DayAhead(day=day.isoformat())
    return day


def moved_on(day: date | None) -> date:
    """The day on which money moved: today if nobody says otherwise, and not long ago."""
    today = local_day(clock.now())
    if day is None:
        return today
    if not_ahead(day) < today - timedelta(days=MAX_DAYS):
        raise TimeTooOld(max_days=MAX_DAYS)
    return day


def instant_of(day: date) -> datetime:
    """When something of that day happened: now, or as a past day began."""
    now = clock.now()
    return now if day == local_day(now) else day_bounds(day)[0]
