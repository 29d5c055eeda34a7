"""Prices: dated, per place, with the programme's list behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ledger import clock
from wastebank import actions
from wastebank.commands import log, record
from wastebank.materials.refusals import MaterialUnknown, PriceInUse
from wastebank.models import DepositLine, Material, Place, Price, User
from wastebank.permissions import SET_PRICES, place_of, require
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown, PriceOutOfRange
from wastebank.values.calendar import day_bounds, local_day

MAX_PRICE_IDR = 10_000_000  # per kg, litre or piece


@dataclass(frozen=True, slots=True)
class Offer:
    """What is paid for a material at a place since a day; `price_idr` None means: ask."""

    price_idr: int | None
    collector_price_idr: int | None
    valid_from: date


def offers(materials: Iterable[Material], place: Place, day: date) -> Mapping[int, Offer]:
    """The offers of a day by material id; a material without one is not bought that day."""
    found: dict[int, Price] = {}
    listed: dict[int, Price] = {}
    rows = Price.objects.filter(
        material__in=list(materials),
        place_id__in={place.pk, place.main_id},
        valid_from__lte=day,
    ).order_by("valid_from")
    for price in rows:  # later rows replace earlier ones
        (found if price.place_id == place.pk else listed)[price.material_id] = price
    chosen = listed | {pk: price for pk, price in found.items() if price.kind != Price.Kind.LIST}
    return {
        pk: Offer(price.price_idr, price.collector_price_idr, price.valid_from)
        for pk, price in chosen.items()
        if price.kind in (Price.Kind.FIXED, Price.Kind.ASK)
    }


def set_price(
    *,
    key: UUID,
    by: User,
    material: str,
    place: str,
    valid_from: date,
    kind: str = Price.Kind.FIXED,
    price_idr: int | None = None,
    collector_price_idr: int | None = None,
) -> Price:
    """Set what a place pays from a day on, in rupiah per kg, litre or piece.

    A past day is refused once deposits rest on it; the same day's price may be mended before.
    """
    staff = require(by, SET_PRICES)
    check_price(kind, price_idr, collector_price_idr)
    request = {
        "by": by.username,
        "material": material,
        "place": place,
        "valid_from": valid_from.isoformat(),
        "kind": kind,
        "price_idr": price_idr,
        "collector_price_idr": collector_price_idr,
    }

    def make() -> Price:
        goods = Material.objects.select_for_update().filter(code=material).first()
        if goods is None:
            raise MaterialUnknown(material=material)
        where = priced_place(by=staff, code=place)
        return put_price(
            by,
            goods,
            where,
            valid_from,
            {
                "kind": kind,
                "price_idr": price_idr,
                "collector_price_idr": collector_price_idr,
            },
            key,
        )

    return record(Price, key=key, verb="set_price", request=request, make=make)


def priced_place(*, by: User, code: str) -> Place:
    """A waste bank place whose prices this person may set."""
    where = Place.objects.filter(code=code).first()
    if where is None or where.kind == Place.Kind.CLINIC:
        raise PlaceUnknown(place=code)
    if not place_of(by).covers(where):
        raise MayNot
    return where


def put_price(
    by: User,
    material: Material,
    place: Place,
    valid_from: date,
    terms: Mapping[str, Any],
    key: UUID,
) -> Price:
    """Write a price inside a command's transaction, which holds the material's row."""
    refuse_used_day(material, place, valid_from)
    price, _ = Price.objects.update_or_create(
        material=material,
        place=place,
        valid_from=valid_from,
        defaults={**terms, "set_by": by.username, "set_at": clock.now()},
    )
    log(
        by=by,
        action=actions.SET_PRICE,
        subject=f"material:{material.code}"[:60],
        key=key,
        place=place,
    )
    return price


def check_price(kind: str, price_idr: int | None, collector_price_idr: int | None) -> None:
    if kind not in Price.Kind.values or (kind == Price.Kind.FIXED) != (price_idr is not None):
        raise FieldMalformed(field="price")
    for amount_idr in (price_idr, collector_price_idr):
        if amount_idr is not None and not 0 <= amount_idr <= MAX_PRICE_IDR:
            raise PriceOutOfRange(max_idr=MAX_PRICE_IDR)


def refuse_used_day(material: Material, place: Place, valid_from: date) -> None:
    """Deposits keep the price of their day, so a past day that has some keeps its price."""
    if valid_from >= local_day(clock.now()):
        return
    start, _ = day_bounds(valid_from)
    used = DepositLine.objects.filter(material=material, deposit__weighed_at__gte=start)
    if place.kind == Place.Kind.UNIT:
        used = used.filter(deposit__place=place)
    if used.exists():
        raise PriceInUse
