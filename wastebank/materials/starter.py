"""The starter list: what banks usually buy, so that a new one need not begin with an empty page.

It holds names and no prices: what is bought, and for how much, a person types. A figure that was
published somewhere stands beside its material as a note, with place and month.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from ledger import clock
from ledger.idempotency import once
from wastebank import actions
from wastebank.bank.drafts import drop_draft
from wastebank.commands import log
from wastebank.files.tables_in import RowProblem
from wastebank.materials.catalogue import (
    find_or_make,
    material_code,
    material_identity,
    materials_by_identity,
)
from wastebank.materials.offers import history_of
from wastebank.materials.prices import check_price, priced_place, put_price
from wastebank.materials.refusals import MaterialTwice, NothingTaken
from wastebank.models import Material, Place, Price, User
from wastebank.permissions import SET_PRICES, require
from wastebank.refusals import FieldMalformed
from wastebank.text import checked_choice, checked_name
from wastebank.values.calendar import local_day
from wastebank.values.names import same_name, search_form
from wastebank.values.units import UNITS

LIST = Path("wastebank") / "fixtures" / "starter" / "materials.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """What was once paid somewhere, by a bank to its members or by a buyer to a bank."""

    amount_idr: int
    by_buyer: bool
    place: str
    month: date


# The published price lists in fixtures/prices: where each was true, and when.
PUBLISHED_IN = {
    "bandung_2015": ("Bandung", date(2015, 12, 1)),
    "jakarta_barat_2018": ("Jakarta Barat", date(2018, 3, 1)),
    "maluku_tengah_2021": ("Maluku Tengah", date(2021, 7, 1)),
    "surabaya_2023": ("Surabaya", date(2023, 9, 1)),
    "usk_2024": ("Aceh", date(2024, 6, 1)),
}


@dataclass(frozen=True, slots=True)
class StarterMaterial:
    """A material that a bank may take from the list."""

    name_id: str
    name_en: str
    aliases: str
    family: str
    unit: str
    published: Published | None

    @property
    def code(self) -> str:
        return material_code(self.name_id, self.unit)

    @property
    def identity(self) -> str:
        return material_identity(self.name_id, self.unit)


@cache
def starter_list() -> Sequence[StarterMaterial]:
    with (Path(settings.BASE_DIR) / LIST).open(encoding="utf-8", newline="") as file:
        return [starter_of(row) for row in csv.DictReader(file)]


@cache
def starters_by_word() -> Mapping[str, Sequence[StarterMaterial]]:
    """Who of the list goes by a name, in either language or as people call it."""
    found: dict[str, list[StarterMaterial]] = {}
    for starter in starter_list():
        names = (starter.name_id, starter.name_en, *starter.aliases.split(","))
        for form in {search_form(name) for name in names}:
            found.setdefault(form, []).append(starter)
    return found


def starters_called(name: str) -> Sequence[StarterMaterial]:
    """By the own name, else by another one; several where the word says several."""
    found = starters_by_word().get(search_form(name), ())
    own = [one for one in found if search_form(one.name_id) == search_form(name)]
    return own or found


def starter_family(name: str) -> str:
    """The family of what is called so, if all who are called so are of one; else empty."""
    families = {starter.family for starter in starters_called(name)}
    return families.pop() if len(families) == 1 else ""


def starter_english(name: str) -> str:
    """What the list calls it in English, if the name is the list's own one."""
    found = (one for one in starters_called(name) if same_name(one.name_id, name))
    return next((one.name_en for one in found), "")


def starter_of(row: Mapping[str, str]) -> StarterMaterial:
    published = None
    if row["published_idr"]:
        place, month = PUBLISHED_IN[row["published_list"]]
        by_buyer = row["published_by"] == "buyer"
        published = Published(int(row["published_idr"]), by_buyer, place, month)
    names = {name: row[name] for name in ("name_id", "name_en", "aliases", "family", "unit")}
    return StarterMaterial(**names, published=published)


# --- taking from it


@dataclass(frozen=True, slots=True)
class MaterialAsked:
    """A material somebody wants to buy, and its price; `price_idr` None: asked each time."""

    name_id: str
    name_en: str
    family: str
    unit: str
    aliases: str = ""
    price_idr: int | None = None
    collector_price_idr: int | None = None

    @property
    def identity(self) -> str:
        return material_identity(self.name_id, self.unit)

    @property
    def terms(self) -> dict[str, Any]:
        kind = Price.Kind.ASK if self.price_idr is None else Price.Kind.FIXED
        return {
            "kind": kind,
            "price_idr": self.price_idr,
            "collector_price_idr": self.collector_price_idr,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: materials bought from now on, new ones among them, and those that were
    bought at the same price before."""

    bought: int
    added: int
    unchanged: int
    replayed: bool


def take_starters(
    *, key: UUID, by: User, place: str, materials: Sequence[MaterialAsked], draft: str = ""
) -> Taken:
    """Buy these from today on: those that are missing are added, all are priced, or nothing is.

    `draft` names what was kept of the form until now, which goes with it.
    """
    staff = require(by, SET_PRICES)
    checked = [checked_material(asked) for asked in materials]
    refuse_twice(checked)
    if not checked:
        raise NothingTaken
    where = priced_place(by=staff, code=place)

    def carry_out() -> dict[str, int]:
        hold_all(checked)
        counts = {"bought": len(checked), "added": 0, "unchanged": 0}
        for asked in checked:
            take_one(by, where, asked, key, counts)
        drop_draft(by, draft)
        return counts

    request = {
        "by": by.username,
        "place": where.code,
        "materials": [[asked.identity, asked.family, asked.terms] for asked in checked],
    }
    outcome = once(key=key, verb="take_starters", request=request, carry_out=carry_out)
    return Taken(**outcome.result, replayed=outcome.replayed)


def take_one(
    by: User, place: Place, asked: MaterialAsked, key: UUID, counts: dict[str, int]
) -> None:
    names = {"name_en": asked.name_en, "family": asked.family, "aliases": asked.aliases}
    material, is_new = find_or_make(asked.name_id, asked.unit, **names)
    subject = f"material:{material.code}"[:60]
    if is_new:
        counts["added"] += 1
        log(by=by, action=actions.ADD_MATERIAL, subject=subject, key=key)
    elif not material.active:
        material.active = True
        material.save(update_fields=["active"])
        log(by=by, action=actions.TAKE_MATERIAL, subject=subject, key=key)
    own = history_of(material, place).own_at(clock.now())
    terms = terms_after(asked, own)
    if own is not None and terms == {name: getattr(own, name) for name in terms}:
        counts["unchanged"] += 1
    else:
        put_price(by, material, place, local_day(clock.now()), terms, key)


def terms_after(asked: MaterialAsked, own: Price | None) -> Mapping[str, Any]:
    """What buyers pay stays, where nobody says otherwise."""
    if asked.collector_price_idr is None and own is not None:
        return asked.terms | {"collector_price_idr": own.collector_price_idr}
    return asked.terms


def hold_all(materials: Iterable[MaterialAsked]) -> None:
    """Those that are known, held in one order for all, so that nobody else prices them now."""
    known = materials_by_identity()
    found = {known[asked.identity].pk for asked in materials if asked.identity in known}
    list(Material.objects.select_for_update().filter(pk__in=found).order_by("pk"))


def checked_material(asked: MaterialAsked) -> MaterialAsked:
    """As it would be written, or a refusal. A name in English may be left out: then it is the
    Indonesian one."""
    name_id = checked_name("name_id", asked.name_id, 100, needed=True)
    checked = MaterialAsked(
        name_id=name_id,
        name_en=checked_name("name_en", asked.name_en, 100) or name_id,
        family=checked_choice("family", asked.family, Material.Family.values),
        unit=checked_choice("unit", asked.unit, list(UNITS)),
        aliases=checked_name("aliases", asked.aliases, 300),
        price_idr=asked.price_idr,
        collector_price_idr=asked.collector_price_idr,
    )
    check_price(**checked.terms)
    try:
        material_code(name_id, checked.unit)
    except RowProblem:
        raise FieldMalformed(field="name_id") from None
    return checked


def refuse_twice(materials: Sequence[MaterialAsked]) -> None:
    seen: set[str] = set()
    for asked in materials:
        if asked.identity in seen:
            raise MaterialTwice(material=asked.name_id)
        seen.add(asked.identity)
