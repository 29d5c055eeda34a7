"""Local days and months: half open, without a gap, in every time zone and over every year's end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ledger import clock
from wastebank.values import calendar
from wastebank.values.calendar import (
    day_bounds,
    day_or_none,
    last_months,
    local_day,
    month_back,
    month_begin,
    month_bounds,
    month_or_none,
    next_month,
    parse_day,
    week_begin,
)

# The bank's own; one an hour apart in summer; one that puts its clocks forward at midnight, so
# that a day begins at one; and one that puts them back over midnight.
ZONES = ("Asia/Jakarta", "Europe/Berlin", "America/Santiago", "America/Havana")
zones = st.sampled_from(ZONES)
BEGIN, SECONDS = datetime(2000, 1, 3, tzinfo=UTC), 6_300_000_000  # up to 2199
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
TICK, TENTH = timedelta(microseconds=1), timedelta(milliseconds=100)
moments = st.integers(0, SECONDS * 10).map(lambda tenths: BEGIN + tenths * TENTH)


@contextmanager
def bank_in(zone: str) -> Iterator[None]:
    with timezone.override(ZoneInfo(zone)):
        yield


def in_utc(bounds: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """Two moments of one zone would be compared by their clocks, and an hour lost."""
    start, end = bounds
    return start.astimezone(UTC), end.astimezone(UTC)


@given(moment=moments, zone=zones)
def test_every_instant_lies_in_its_own_day_week_and_month(moment: datetime, zone: str) -> None:
    with bank_in(zone):
        day = local_day(moment)
        day_start, day_end = in_utc(day_bounds(day))
        month_start, month_end = in_utc(month_bounds(day))
        monday = week_begin(moment)
        assert local_day(monday).weekday() == 0
        assert timedelta() <= day - local_day(monday) < timedelta(days=7)
    assert day_start <= moment < day_end
    assert month_start <= day_start < day_end <= month_end


@given(day=days, zone=zones)
def test_a_day_ends_where_the_next_begins_and_not_an_instant_later(day: date, zone: str) -> None:
    tomorrow = day + timedelta(days=1)
    with bank_in(zone):
        start, end = in_utc(day_bounds(day))
        assert end == in_utc(day_bounds(tomorrow))[0]
        assert [local_day(start), local_day(end - TICK), local_day(end)] == [day, day, tomorrow]


@given(day=days, zone=zones)
def test_a_month_ends_where_the_next_begins(day: date, zone: str) -> None:
    with bank_in(zone):
        start, end = in_utc(month_bounds(day))
        assert end == in_utc(month_bounds(next_month(day)))[0]
        assert (local_day(start), local_day(end)) == (day.replace(day=1), next_month(day))
        assert local_day(end - TICK).month == day.month


@given(day=days, months=st.integers(-300, 300))
def test_a_way_back_over_months_leads_forward_again(day: date, months: int) -> None:
    first = month_begin(day)
    assert (first.day, first.month, first.year) == (1, day.month, day.year)
    assert month_back(month_back(day, months), -months) == first
    assert month_back(day, months) == month_back(month_back(day, months - 1), 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-12-31T16:59:59.999999+00:00", date(2025, 12, 31)),  # 23:59:59.999999 in Jakarta
        ("2025-12-31T17:00:00+00:00", date(2026, 1, 1)),
        ("2026-02-28T16:59:59.900000+00:00", date(2026, 2, 28)),
        ("2026-02-28T17:00:00+00:00", date(2026, 3, 1)),
        ("2028-02-28T17:00:00+00:00", date(2028, 2, 29)),
    ],
)
def test_the_day_changes_at_midnight_where_the_bank_is(moment: str, day: date) -> None:
    assert local_day(datetime.fromisoformat(moment)) == day


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Jakarta", date(2026, 3, 29), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Santiago", date(2025, 9, 7), 23),  # has no midnight: it begins at one
        ("America/Havana", date(2025, 11, 2), 25),  # has two: it begins at the first
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: date, hours: int) -> None:
    with bank_in(zone):
        start, end = in_utc(day_bounds(day))
    assert end - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 1, 31), date(2025, 12, 1), date(2026, 2, 1)),
        (date(2025, 12, 31), date(2025, 11, 1), date(2026, 1, 1)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 1)),
    ],
)
def test_months_follow_each_other_over_the_years_end(day: date, before: date, after: date) -> None:
    assert (month_back(day, 1), next_month(day)) == (before, after)


def test_the_last_months_end_with_the_one_asked_for_or_the_running_one() -> None:
    assert last_months(3, date(2026, 1, 15)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
    with clock.at(datetime(2026, 1, 31, 17, 0, tzinfo=UTC)):  # the first of February in Jakarta
        assert last_months()[-1] == date(2026, 2, 1)
        assert len(last_months()) == calendar.MONTHS_SHOWN


@given(day=days)
def test_a_day_reads_as_it_is_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day_or_none(day.isoformat()) == day
    assert month_or_none(f"{day:%Y-%m}") == day.replace(day=1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "gestern", "2026-02-30", "2026-11", "２０２６-01-01"),
        # Python would read these: the Monday of a week, and a number of eight figures
        *("2026-W48", "2026-W48-1", "2026W481", "20261128", "2026-1-5", "2026-11-28\n"),
        *("0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"),
    ],
)
def test_what_is_no_day_is_refused_or_left_out(text: str) -> None:
    assert day_or_none(text) is None
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-11-01", "-", "1999-12"])
def test_what_is_no_month_is_left_out(text: str) -> None:
    assert month_or_none(text) is None
