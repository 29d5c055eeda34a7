"""What several lists can be asked: a place, days, a state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledger import clock
from wastebank.models import Place, User
from wastebank.permissions import visible_places
from wastebank.reports.listing import Field, Filters, Word
from wastebank.values.calendar import day_or_none, local_day, month_begin

ALL: tuple[str, Word] = ("", _("All"))


def place_field(by: User, places: QuerySet[Place] | None = None) -> list[Field]:
    """One of the places this person may see; nobody is asked to choose out of one."""
    found = (visible_places(by) if places is None else places).order_by("kind", "ordered_by")
    options = [(place.code, place.name) for place in found]
    return [Field("place", _("Place"), [ALL, *options])] if len(options) > 1 else []


def day_fields(*, this_month: bool = False) -> list[Field]:
    """From one day to another, both counted in."""
    first = month_begin(local_day(clock.now())).isoformat() if this_month else ""
    return [
        Field("from", _("From"), is_day=True, default=first),
        Field("until", _("Until"), is_day=True),
    ]


def choice(name: str, label: Word, options: Sequence[tuple[str, Word]], default: str = "") -> Field:
    return Field(name, label, options, default)


def between(rows: QuerySet[Any], asked: Filters, name: str) -> QuerySet[Any]:
    """Rows whose day lies in what was asked; `name` is a field that holds days."""
    first, last = days_of(asked)
    if first:
        rows = rows.filter(**{f"{name}__gte": first})
    return rows.filter(**{f"{name}__lte": last}) if last else rows


def days_of(asked: Filters) -> tuple[date | None, date | None]:
    return day_or_none(asked.get("from", "")), day_or_none(asked.get("until", ""))
