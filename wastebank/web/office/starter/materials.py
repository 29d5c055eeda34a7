"""The starter list of materials as rows of a form, beside what a place buys already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger import clock
from wastebank.materials.catalogue import material_identity
from wastebank.materials.offers import Offer, offers
from wastebank.materials.starter import MaterialAsked, Published, StarterMaterial, starter_list
from wastebank.models import Material, Place, Price
from wastebank.values.language import language, named
from wastebank.values.quantities import show_price
from wastebank.values.units import GRAM, UNITS
from wastebank.web.common.wares.rows import (
    Fields,
    OwnWare,
    Ware,
    WareSheet,
    WareWords,
    sheet_of,
)
from wastebank.web.common.weaving import FAMILIES


def there_words(count: int, total: int) -> str:
    if count:
        return _("%(n)d of %(total)d bought") % {"n": count, "total": total}
    return ngettext("%(n)d material", "%(n)d materials", total) % {"n": total}


WORDS = WareWords(
    taken=lambda n: ngettext("%(n)d material", "%(n)d materials", n) % {"n": n},
    there=there_words,
    key=lambda n: (
        ngettext("Save %(n)d material", "Save %(n)d materials", n) % {"n": n}
        if n
        else _("Take one material first.")
    ),
)
EMPTY_OWN = OwnWare(0, {"family": Material.Family.PLASTIC.value, "unit": GRAM.code})
# A row of the list, and one of what the bank has beside it: two that never share a code.
LISTED, BESIDE = "s-", "m-"


def material_sheet(place: Place, typed: Fields) -> WareSheet:
    """The form for a place, as it was typed."""
    return sheet_of(material_wares(place), typed, WORDS, EMPTY_OWN, FAMILIES)


def material_wares(place: Place) -> list[Ware]:
    """The starter list first, then what the bank takes beside it."""
    materials = list(Material.objects.filter(active=True).order_by("family", "ordered_by"))
    paid = offers(materials, place, clock.now())
    known = {material_identity(one.name_id, one.unit): one for one in materials}
    listed = starter_list()
    rows = [starter_ware(one, known.get(one.identity), paid) for one in listed]
    on_list = {one.identity for one in listed}
    beside = [one for identity, one in known.items() if identity not in on_list]
    return [*rows, *(known_ware(one, paid) for one in beside)]


def starter_ware(
    listed: StarterMaterial, known: Material | None, paid: Mapping[int, Offer]
) -> Ware:
    ware = Ware(
        code=LISTED + listed.code,
        name=named(known or listed),
        family=known.family if known else listed.family,
        per=per(listed.unit),
        also=listed.aliases,
        called=f"{listed.name_id} {listed.name_en}",
        hint=published_words(listed.published, listed.unit),
    )
    return with_offer(ware, paid.get(known.pk) if known else None, listed.unit)


def known_ware(material: Material, paid: Mapping[int, Offer]) -> Ware:
    ware = Ware(
        code=BESIDE + material.code,
        name=material.name,
        family=material.family,
        per=per(material.unit),
        also=material.aliases,
        called=f"{material.name_id} {material.name_en}",
    )
    return with_offer(ware, paid.get(material.pk), material.unit)


def with_offer(ware: Ware, offer: Offer | None, unit: str) -> Ware:
    if offer is None:
        return ware
    price_idr, asked = offer.price_idr, str(Price.Kind.ASK.label)
    now = asked if price_idr is None else show_price(price_idr, unit, language())
    return replace(ware, now=now, sale_now_idr=offer.collector_price_idr)


def per(unit: str) -> str:
    return f"/{UNITS[unit].nouns[language()].label}"


def published_words(published: Published | None, unit: str) -> str:
    """`Published Rp1,600 (Aceh, Jun 2024).`: a note, which decides nothing."""
    if published is None:
        return ""
    facts = {
        "price": show_price(published.amount_idr, unit, language()),
        "place": published.place,
        "month": date_format(published.month, "M Y"),
    }
    if published.by_buyer:
        return _("Buyers paid %(price)s (%(place)s, %(month)s). Your own price counts.") % facts
    return _("Published %(price)s (%(place)s, %(month)s). Your own price counts.") % facts


def materials_asked(sheet: WareSheet) -> list[MaterialAsked]:
    """What is taken, as the command wants it; a sheet without problems."""
    listed = {LISTED + one.code: one for one in starter_list()}
    beside = {BESIDE + one.code: one for one in Material.objects.all()}
    found = []
    for ware in sheet.taken:
        one = listed.get(ware.code) or beside[ware.code]
        found.append(
            MaterialAsked(
                name_id=one.name_id,
                name_en=one.name_en,
                family=ware.family,
                unit=one.unit,
                aliases=one.aliases,
                price_idr=ware.price_idr,
                collector_price_idr=ware.sale_idr,
            )
        )
    return [*found, *(own_asked(row) for row in sheet.own_taken)]


def own_asked(row: OwnWare) -> MaterialAsked:
    return MaterialAsked(
        name_id=row.texts["name_id"],
        name_en=row.texts["name_en"],
        family=row.texts["family"],
        unit=row.texts["unit"],
        price_idr=row.price_idr,
    )
