"""Words of the office: months, movements, and what an act of the log is called."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wastebank.models import Price
from wastebank.quantities import show_amount, show_price, show_rupiah

register = template.Library()

MOVEMENTS = {
    "deposit": _("Deposit"),
    "deposit_reversed": _("Deposit voided"),
    "redemption": _("Care"),
    "redemption_reversed": _("Care cancelled"),
}


UNITS = {"IDR": _("Rupiah"), "g": _("Weight"), "ml": _("Volume"), "pcs": _("Pieces")}


@register.filter
def unit_name(unit: str) -> str:
    return str(UNITS.get(unit, unit))


@register.filter
def month_name(day: date) -> str:
    """`November 2026`."""
    return date_format(day, "F Y")


@register.filter
def movement_name(kind: str) -> str:
    return str(MOVEMENTS.get(kind, kind))


@register.simple_tag
def in_unit(value: int, unit: str) -> str:
    """A balance of any account: rupiah, kilograms, litres or pieces; nought is a dash."""
    if not value:
        return "–"
    language = get_language() or "id"
    return show_rupiah(value, language) if unit == "IDR" else show_amount(value, unit, language)


@register.simple_tag
def price_terms(offered: Price | None, unit: str) -> str:
    """What is paid: `Rp4.000/kg`, or that the price is asked for, or that it is not bought."""
    if offered is None:
        return str(_("No price"))
    if offered.price_idr is None:
        return str(offered.get_kind_display())
    return show_price(offered.price_idr, unit, get_language() or "id")
