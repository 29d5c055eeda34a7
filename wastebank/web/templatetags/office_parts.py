"""Words of the office: units, months, and what a cell of a list says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ledger.models import EntryKind
from ledger.queries import entry_kind
from wastebank.models import Price
from wastebank.reports.listing import FIGURES, Kind, shown_cell
from wastebank.reports.listing import in_unit as amount_in_unit
from wastebank.reports.lists.account_names import UNIT_WORDS
from wastebank.values.language import language
from wastebank.values.quantities import show_price

register = template.Library()


@register.filter
def unit_name(unit: str) -> str:
    return str(UNIT_WORDS.get(unit, unit))


@register.simple_tag
def entry_word(kind: str) -> EntryKind:
    """The kind of an entry, with its words and its sign."""
    return entry_kind(kind)


@register.filter
def month_name(day: date) -> str:
    """`November 2026`."""
    return date_format(day, "F Y")


@register.simple_tag
def in_unit(value: int, unit: str) -> str:
    """A balance of any account: rupiah, kilograms, litres or pieces; zero is a dash."""
    if not value:
        return "–"
    return amount_in_unit(value, unit, language())


UNBROKEN = frozenset({Kind.RUPIAH, Kind.AMOUNT, Kind.DAY, Kind.MOMENT})


@register.simple_tag
def cell_classes(kind: Kind, on: object) -> str:
    """Words stand left, figures right; codes and figures are never broken over two lines."""
    words = "" if kind in FIGURES else "is-word"
    lines = "rp" if kind in UNBROKEN else "id" if kind is Kind.CODE else ""
    wide = "wide" if getattr(on, "name", "") in ("WIDE", "UNDER") else ""
    return " ".join(filter(None, (words, lines, wide)))


@register.simple_tag
def cell_text(kind: Kind, value: Any, unit: str) -> str:
    """What a cell of a list says; nothing is a dash."""
    return shown_cell(kind, value, unit, language())


@register.simple_tag
def price_terms(offered: Price | None, unit: str) -> str:
    """What is paid: `Rp4.000/kg`, or that the price is asked for, or that it is not bought."""
    if offered is None:
        return str(_("No price"))
    if offered.price_idr is None:
        return str(offered.get_kind_display())
    return show_price(offered.price_idr, unit, language())
