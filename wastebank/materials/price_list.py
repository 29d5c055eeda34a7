"""What the office looks at: price lists, members with their sums, where cards lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wastebank.materials.prices import Offer, offers
from wastebank.models import Material, Place, Price


@dataclass(frozen=True, slots=True)
class PriceListLine:
    """A material on a place's list: the price in force, whose it is, and the next one."""

    material: Material
    now: Price | None
    is_own: bool
    following: Price | None


def price_list(place: Place, day: date) -> list[PriceListLine]:
    """Every material with its price of a day at a place, the main bank's list behind it."""
    own: dict[int, list[Price]] = {}
    listed: dict[int, list[Price]] = {}
    prices = Price.objects.filter(place_id__in={place.pk, place.main_id}).order_by("valid_from")
    for price in prices.select_related("place", "material"):
        (own if price.place_id == place.pk else listed).setdefault(price.material_id, []).append(
            price
        )
    materials = Material.objects.order_by("family", "name_id")
    return [price_row(m, own.get(m.pk, []), listed.get(m.pk, []), day) for m in materials]


def price_row(
    material: Material, own: Sequence[Price], listed: Sequence[Price], day: date
) -> PriceListLine:
    mine = in_force(own, day)
    if mine is not None and mine.kind == Price.Kind.LIST:
        mine = None
    now = mine or in_force(listed, day)
    coming = [price for price in (*own, *listed) if price.valid_from > day]
    following = min(coming, key=lambda price: price.valid_from, default=None)
    return PriceListLine(material, now, mine is not None, following)


def prices_of(material: Material, place: Place) -> list[Price]:
    """The prices of a material that a place has set itself, the oldest first."""
    return list(Price.objects.filter(material=material, place=place).order_by("valid_from"))


def in_force(prices: Iterable[Price], day: date) -> Price | None:
    """The last of the prices that began on the day or before; they come in order."""
    found = None
    for price in prices:
        if price.valid_from <= day:
            found = price
    return found


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A material on the price board; `offer.price_idr` None says: ask."""

    material: Material
    offer: Offer


def price_board(place: Place, day: date) -> list[BoardLine]:
    """What a place buys on a day, with its prices, by family and name."""
    materials = list(Material.objects.filter(active=True).order_by("family", "name_id"))
    day_offers = offers(materials, place, day)
    return [BoardLine(m, day_offers[m.pk]) for m in materials if m.pk in day_offers]
