"""What an address asks of a page: a day, a page of a list. What cannot be read is refused: a page
that answers another question than the one it was asked looks like an answer, and is none.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from wastebank.refusals import DayAhead, FieldMalformed
from wastebank.values.calendar import day_or_none, month_begin, month_or_none

NUMBER = re.compile(r"0*[1-9][0-9]*", re.ASCII)
STEP = re.compile(r"[0-9]{1,18}", re.ASCII)
LONGEST_NUMBER = 9  # beyond it lies no page of any list


def asked_page(rows: Any, per_page: int, text: str) -> Page[Any]:
    """The page of this number, the first if none was asked. Behind the last one lies the last: a
    list may have become shorter while somebody leafed in it."""
    if text and not NUMBER.fullmatch(text):
        raise FieldMalformed(field=_("Page"))
    paginator = Paginator(rows, per_page)
    return paginator.get_page(int(text.lstrip("0")[:LONGEST_NUMBER]) if text else 1)


def asked_day(text: str, *, today: date) -> date:
    """The day of this date, today if none was asked. A day to come has no records."""
    day = day_or_none(text) if text else today
    if day is None:
        raise FieldMalformed(field=_("Day"))
    if day > today:
        raise DayAhead(day=day.isoformat())
    return day


def asked_month(text: str, *, today: date) -> date | None:
    """The first day of this month; None if none was asked."""
    if not text:
        return None
    month = month_or_none(text)
    if month is None:
        raise FieldMalformed(field=_("Month"))
    if month > month_begin(today):
        raise DayAhead(day=f"{month:%Y-%m}")
    return month


def asked_step(text: str) -> int | None:
    """A step of an account before which to read; None if none was asked."""
    if not text:
        return None
    if not STEP.fullmatch(text):
        raise FieldMalformed(field=_("Step"))
    return int(text)
