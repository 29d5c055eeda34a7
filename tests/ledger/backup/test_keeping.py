"""Which backups stay: of 7 days, 5 weeks and 12 months the last, whatever the clock does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.management.backups.keeping import CLOCK_SLACK, DAYS, MONTHS, RULE, WEEKS, to_keep

pytestmark = pytest.mark.once
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 4 * 365 * 24).map(lambda hours: FIRST + timedelta(hours=hours))


def last_of_each(
    moments: set[datetime], period: Callable[[datetime], tuple[int, ...]], count: int
) -> set[datetime]:
    """The rule, said once more and slower."""
    periods = sorted({period(moment) for moment in moments}, reverse=True)[:count]
    return {max(m for m in moments if period(m) == one) for one in periods}


@given(moments=st.sets(MOMENTS, max_size=60), made=MOMENTS, now=MOMENTS)
def test_what_the_rule_says_is_kept_and_the_newest_always(
    moments: set[datetime], made: datetime, now: datetime
) -> None:
    there = moments | {made}
    kept = to_keep(there, made=made, now=now)
    ahead = {moment for moment in there if moment > now + CLOCK_SLACK}
    wanted = {made, *ahead}
    for period, count in RULE:
        wanted |= last_of_each(there - ahead, period, count)
    assert kept == wanted
    assert len(kept - ahead - {made}) <= DAYS + WEEKS + MONTHS
    if past := there - ahead:
        assert max(past) in kept
    assert to_keep(kept, made=made, now=now) == kept, "once more takes nothing away"


JUMPS = st.dictionaries(st.integers(0, 500), st.integers(-800, 800), max_size=4)


@given(jumps=JUMPS, off=st.sets(st.integers(0, 500), max_size=60))
def test_day_after_day_with_a_clock_that_jumps_nothing_recent_is_lost(
    jumps: dict[int, int], off: set[int]
) -> None:
    there: set[datetime] = set()
    truly: dict[datetime, int] = {}
    made, ahead_days = datetime(2026, 1, 1, 11, tzinfo=UTC), 0
    for day in range(0, 501, 3):
        ahead_days += sum(by for at, by in jumps.items() if day - 3 < at <= day)
        if day in off:
            continue
        made = datetime(2026, 1, 1, 11, tzinfo=UTC) + timedelta(days=day + ahead_days)
        there = to_keep({*there, made}, made=made, now=made)
        truly[made] = day
        assert made in there
    if not jumps:
        assert len(there) <= DAYS + WEEKS + MONTHS
        assert max(truly[one] for one in there) - min(truly[one] for one in there) >= 300


def test_a_year_of_days_is_told_by_twenty_four_at_most() -> None:
    there: set[datetime] = set()
    for day in range(800):
        made = datetime(2026, 1, 1, 11, tzinfo=UTC) + timedelta(days=day)
        there = to_keep({*there, made}, made=made, now=made)
    ages = sorted((made - one).days for one in there)
    assert ages[:DAYS] == list(range(DAYS))
    assert len(there) <= DAYS + WEEKS + MONTHS
    assert ages[-1] > 300
