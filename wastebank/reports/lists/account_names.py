"""What accounts of the book are called by people: whose they are, or what lies where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from wastebank.book.accounts import CASH, CASH_DIFFERENCE, CLINIC, INVENTORY, OPENING, WALLET
from wastebank.models import CashAccount, Material, Member, Place
from wastebank.reports.listing import Word
from wastebank.values import units

GROUPS: dict[str, Word] = {
    "member": _("Members' wallets"),
    "clinic": _("Owed to clinics"),
    "cash": _("Cash and bank"),
    "cash_difference": _("Differences of cash counts"),
    "opening": _("Owed by the old book"),
    "inventory": _("Materials in store, at cost"),
    "stock": _("Materials in store"),
    "received": _("Materials received"),
}
UNIT_WORDS: dict[str, Word] = {
    "IDR": _("Rupiah"),
    **{unit.code: unit.measure for unit in units.UNITS.values()},
}
KIND_WORDS: dict[str, Word] = {
    "asset": _("Asset"),
    "liability": _("Owed"),
    "equity": _("Origin"),
    "income": _("Income"),
    "expense": _("Expense"),
}
GOODS = (INVENTORY, "stock:", "received:")


def group_of(code: str) -> str:
    return code.split(":", 1)[0]


def names_of(codes: Iterable[str]) -> Mapping[str, str]:
    """The name of each account, in four questions for all of them; its code where it has none."""
    wanted = list(codes)
    numbers = [code.removeprefix(WALLET) for code in wanted if code.startswith(WALLET)]
    members = dict(Member.objects.filter(number__in=numbers).values_list("number", "name"))
    places = dict(Place.objects.values_list("code", "name"))
    materials = {material.code: material.name for material in Material.objects.all()}
    boxes = dict(CashAccount.objects.values_list("code", "name"))
    return {code: name_of(code, members, places, materials, boxes) for code in wanted}


def name_of(
    code: str,
    members: Mapping[str, str],
    places: Mapping[str, str],
    materials: Mapping[str, str],
    boxes: Mapping[str, str],
) -> str:
    group, _colon, rest = code.partition(":")
    prefix = f"{group}:"
    if prefix == WALLET:
        return members.get(rest, code)
    if prefix in (CLINIC, OPENING):
        return places.get(rest, code)
    if prefix in (CASH, CASH_DIFFERENCE):
        return boxes.get(rest, code)
    if prefix in GOODS:
        place, _colon, material = rest.partition(":")
        return f"{materials.get(material, material)} · {places.get(place, place)}"
    return code
