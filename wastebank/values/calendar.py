"""The one calendar: local days, weeks and months, where they begin and end, and how they are read.

A day lasts from local midnight to local midnight; every interval is half open. Everything else
asks here, so that a change of the time zone has one place to be right in: a house rule holds that.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from ledger import clock

# Outside them a time zone or a step by a month may leave the years that Python knows.
EARLIEST_YEAR = 2000
LATEST_YEAR = 2199
MONTHS_SHOWN = 6
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


# --- instants and the days they lie in


def local(moment: datetime) -> datetime:
    """An instant as the wall clock shows it where the bank is."""
    return timezone.localtime(moment)


def local_day(moment: datetime) -> date:
    """The calendar day of an instant where the bank is."""
    return local(moment).date()


def zone_now() -> str:
    """The time zone that this process counts days in."""
    return settings.TIME_ZONE


def zone_label() -> str:
    """What people call the time zone of the bank."""
    return ZONES.get(zone_now(), zone_now())


def use_zone(name: str) -> None:
    """Count days in this zone from now on, in the whole process. Django keeps the zone of the
    settings once it was asked for; so it is asked anew."""
    if name != zone_now():
        settings.TIME_ZONE = name
        kept: Any = timezone.get_default_timezone
        kept.cache_clear()  # it is remembered by an lru_cache


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


# --- where days, weeks and months begin and end


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """From local midnight to local midnight."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    """Where the clock is put forward at midnight, the first instant that the day has."""
    return timezone.make_aware(datetime.combine(day, time.min))


def week_begin(moment: datetime) -> datetime:
    """The local midnight before the Monday of this instant's week."""
    day = local_day(moment)
    return _midnight(day - timedelta(days=day.weekday()))


def month_bounds(day: date) -> tuple[datetime, datetime]:
    """The month of this day, from local midnight to local midnight."""
    return _midnight(month_begin(day)), _midnight(next_month(day))


def year_bounds(day: date) -> tuple[datetime, datetime]:
    """The year of this day, from local midnight to local midnight."""
    return _midnight(date(day.year, 1, 1)), _midnight(date(day.year + 1, 1, 1))


def month_begin(day: date) -> date:
    return month_back(day, 0)


def next_month(day: date) -> date:
    return month_back(day, -1)


def month_back(day: date, months: int) -> date:
    """The first day of the month that lies so many months before this day's."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def last_months(count: int = MONTHS_SHOWN, until: date | None = None) -> list[date]:
    """The first days of a month and of those before it, the oldest first; of this one if none."""
    last = until or local_day(clock.now())
    return [month_back(last, months) for months in reversed(range(count))]


# --- days and months as they are written


def parse_day(text: str) -> date:
    """A day such as `2026-11-28`; ValueError if it is none, or lies too far away.

    Python would read more: of `2026-W48`, which asks for a week, it would make its Monday.
    """
    if not ISO_DAY.fullmatch(text):
        raise ValueError(f"not a day: {text}")
    day = date.fromisoformat(text)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f"too far away: {text}")
    return day


def day_or_none(text: str) -> date | None:
    """A day out of an address or a form; what cannot be one is as good as none."""
    try:
        return parse_day(text)
    except ValueError:
        return None


def show_start(moment: datetime, language: str) -> str:
    """Since when something holds: `22 Nov 2025`, and with `09.42` unless a day begins there."""
    if moment == day_bounds(local_day(moment))[0]:
        return date_format(local(moment), "j M Y")
    return date_format(local(moment), "j M Y, H:i" if language == "en" else "j M Y, H.i")


def month_or_none(text: str) -> date | None:
    """The first day of a month such as `2026-11`; None as for a day."""
    return day_or_none(f"{text}-01")
