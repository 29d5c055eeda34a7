"""The one calendar: local days and months, and where they begin and end.

A day lasts from local midnight to local midnight; every interval is half open.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ledger import clock


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """From local midnight to local midnight."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return start, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


MONTHS_SHOWN = 6


def month_bounds(first_day: date) -> tuple[datetime, datetime]:
    return day_bounds(first_day)[0], day_bounds(next_month(first_day))[0]


def next_month(first_day: date) -> date:
    return (first_day + timedelta(days=32)).replace(day=1)


def last_months(count: int = MONTHS_SHOWN, until: date | None = None) -> list[date]:
    """The first days of a month and of those before it, the oldest first; of this one if none."""
    days = [(until or local_day(clock.now())).replace(day=1)]
    while len(days) < count:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return days[::-1]


def local_day(moment: datetime) -> date:
    """The calendar day of an instant where the bank is."""
    return timezone.localtime(moment).date()


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
