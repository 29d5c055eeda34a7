"""Which price holds at an instant: a place's own before the programme's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings

from ledger.db.values import on_postgres
from wastebank.models import Material, Place, Price
from wastebank.values.calendar import local_day
from wastebank.values.dated import coming, in_force, order


@dataclass(frozen=True, slots=True)
class Offer:
    """What is paid for a material at a place since an instant; `price_idr` None means: ask.

    What buyers pay is the place's own figure, or else the one of the programme's list.
    """

    price_idr: int | None
    collector_price_idr: int | None
    holds_from: datetime

    @property
    def valid_from(self) -> date:
        return local_day(self.holds_from)

    @property
    def most_asked_idr(self) -> int:
        """An asked price ends at what buyers pay; the bank gets no more for it itself."""
        if self.collector_price_idr is None:
            return int(settings.WASTEBANK_ASK_LIMIT_IDR)
        return self.collector_price_idr


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """All standing prices of a material at a place, and of the list behind it."""

    own: Sequence[Price] = field(default_factory=list)
    listed: Sequence[Price] = field(default_factory=list)  # empty at the main bank itself

    def at(self, moment: datetime) -> Price | None:
        """The price that holds at a moment, or that it is not bought; None without any."""
        own = self.own_at(moment)
        return own if own is not None else in_force(self.listed, moment)

    def own_at(self, moment: datetime) -> Price | None:
        """The place's own price, unless it goes by the list."""
        own = in_force(self.own, moment)
        return None if own is None or own.kind == Price.Kind.LIST else own

    def sale_at(self, moment: datetime) -> int | None:
        """What buyers pay at a moment: as the price itself says, else as the list does."""
        price = self.at(moment)
        if price is None or price.collector_price_idr is not None:
            return price.collector_price_idr if price is not None else None
        return last_sale(row for row in self.listed if row.holds_from <= moment)

    def listed_sale_before(self, end: datetime) -> int | None:
        """What buyers pay by the last price of the list that holds before an instant."""
        return last_sale(row for row in self.listed if row.holds_from < end)

    def offer_at(self, moment: datetime) -> Offer | None:
        """What is paid at a moment; None where it is not bought then."""
        price = self.at(moment)
        if price is None or price.kind == Price.Kind.NONE:
            return None
        return Offer(price.price_idr, self.sale_at(moment), price.holds_from)

    def following(self, moment: datetime) -> Price | None:
        """The next row after which another price holds here."""
        now = self.at(moment)
        for row in coming((*self.listed, *self.own), moment):
            if self.at(row.holds_from) is not now:
                own = in_force(self.own, row.holds_from)
                return own if own and own.holds_from == row.holds_from else row
        return None

    def instants(self) -> set[datetime]:
        """When another price may have begun to hold."""
        return {price.holds_from for price in (*self.own, *self.listed)}

    def without(self, gone: Price) -> "PriceHistory":
        return replace(self, own=[price for price in self.own if price.pk != gone.pk])


def last_sale(begun: Iterable[Price]) -> int | None:
    """What buyers pay by the last of some prices. That something is not bought any more says
    nothing about buyers: what was said of them before goes on, for whoever still pays."""
    held = {price.holds_from: price for price in sorted(begun, key=order)}
    for price in reversed(held.values()):
        if price.kind != Price.Kind.NONE or price.collector_price_idr is not None:
            return price.collector_price_idr
    return None


HELD = "SELECT * FROM wastebank_material WHERE code = ANY(%s) ORDER BY id FOR KEY SHARE"


def held_materials(codes: Iterable[str]) -> list[Material]:
    """Materials of which nobody sets a price until the transaction ends, in one order for all.

    So what is charged is what the list says of its instant afterwards, too. Deposits do not wait
    for each other: it is the lock that their lines take anyway, only earlier. SQLite has one
    writer at a time.
    """
    if on_postgres():
        return list(Material.objects.raw(HELD, [list(codes)]))
    return list(Material.objects.filter(code__in=codes))


def histories(materials: Iterable[Material], place: Place) -> Mapping[int, PriceHistory]:
    """The history of each material at a place, by its id."""
    rows = Price.objects.standing().filter(
        material__in=list(materials), place_id__in={place.pk, place.main_id}
    )
    own: dict[int, list[Price]] = {}
    listed: dict[int, list[Price]] = {}
    for price in rows:
        side = own if price.place_id == place.pk else listed
        side.setdefault(price.material_id, []).append(price)
    return {
        pk: PriceHistory(own.get(pk, []), listed.get(pk, [])) for pk in own.keys() | listed.keys()
    }


def history_of(material: Material, place: Place) -> PriceHistory:
    return histories([material], place).get(material.pk, PriceHistory())


def offered(known: Mapping[int, PriceHistory], moment: datetime) -> Mapping[int, Offer]:
    """What was bought at a moment, by material id."""
    found = {pk: history.offer_at(moment) for pk, history in known.items()}
    return {pk: offer for pk, offer in found.items() if offer is not None}


def offers(materials: Iterable[Material], place: Place, moment: datetime) -> Mapping[int, Offer]:
    """The offers of a moment by material id; a material without one is not bought then."""
    return offered(histories(materials, place), moment)
