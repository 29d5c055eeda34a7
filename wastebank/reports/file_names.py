"""What the file of a list is called."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from ledger import clock
from wastebank.models import User
from wastebank.reports.listing import Filters, Listing
from wastebank.values.calendar import local_day


def file_name(listing: Listing[Any], by: User, asked: Filters, ending: str) -> str:
    """`setoran-mlt-2026-11-01-2026-11-30.csv`: what, of whom, where and of when, in plain letters.

    What names a person stays out of it, save the number of whose book it is.
    """
    shown = [f for f in listing.fields(by) if not (f.is_private or f.is_day) and asked.get(f.name)]
    chosen = [asked[f.name] for f in shown if f.name not in ("place", "month", "span")]
    place = asked.get("place") or (by.place.code if by.place else "")
    about = [asked["number"]] if asked.get("number") else [place, *chosen]
    parts = [str(listing.title), *about, period_of(asked)]
    return "-".join(filter(None, map(in_plain_letters, parts))) + f".{ending}"


def period_of(asked: Filters) -> str:
    """From a day to a day; where no last one was asked up to today, where no first one just it."""
    today = local_day(clock.now()).isoformat()
    days = [asked.get("from", ""), asked.get("until", "") or today]
    return "-".join(dict.fromkeys(filter(None, days)))


def in_plain_letters(text: str) -> str:
    """What every system takes in the name of a file; a code keeps its parts apart."""
    return slugify(text.replace(":", "-"))
