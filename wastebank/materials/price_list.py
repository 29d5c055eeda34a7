"""The prices of a place as people look at them: its list, one material's past, and the board."""

from dataclasses import dataclass
from datetime import datetime

from wastebank.materials.offers import Offer, PriceHistory, histories, history_of, offers
from wastebank.models import Material, Place, Price
from wastebank.values.dated import coming, in_force


@dataclass(frozen=True, slots=True)
class PriceListLine:
    """A material on a place's list: the price in force, whose it is, and the next one."""

    material: Material
    now: Price | None
    is_own: bool
    following: Price | None
    sale_idr: int | None = None  # what buyers pay, by this price or by the programme's list

    @property
    def buys_above_sale(self) -> bool:
        """The bank would pay the member more than it gets itself."""
        paid_idr = self.now.price_idr if self.now else None
        return paid_idr is not None and self.sale_idr is not None and paid_idr > self.sale_idr


def price_list(place: Place, moment: datetime) -> list[PriceListLine]:
    """Every material with its price of a moment at a place, the main bank's list behind it."""
    materials = Material.objects.order_by("family", "ordered_by")
    known = histories(materials, place)
    return [price_row(m, known.get(m.pk, PriceHistory()), moment) for m in materials]


def price_row(material: Material, history: PriceHistory, moment: datetime) -> PriceListLine:
    now = history.at(moment)
    is_own = now is not None and now is history.own_at(moment)
    following = history.following(moment)
    return PriceListLine(material, now, is_own, following, history.sale_at(moment))


@dataclass(frozen=True, slots=True)
class PastPrice:
    """A price that a place has set itself, and how it stands: one of these words or none.

    `now` holds, `coming` will hold and may be withdrawn, `withdrawn` was, and `replaced` never
    held or will, since another was set for its instant later.
    """

    price: Price
    state: str


def prices_of(material: Material, place: Place, moment: datetime) -> list[PastPrice]:
    """The prices of a material that a place has set itself, the newest first."""
    rows = Price.objects.filter(material=material, place=place).select_related("withdrawal")
    standing = history_of(material, place).own
    last = {price.holds_from: price.pk for price in standing}
    now = in_force(standing, moment)
    ahead = {price.pk for price in coming(standing, moment)}
    states = {now.pk: "now"} if now else {}
    states |= dict.fromkeys(ahead, "coming")
    found = []
    for price in rows.order_by("-holds_from", "-pk"):
        state = states.get(price.pk, "")
        if hasattr(price, "withdrawal"):
            state = "withdrawn"
        elif last[price.holds_from] != price.pk:
            state = "replaced"
        found.append(PastPrice(price, state))
    return found


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A material on the price board; `offer.price_idr` None says: ask."""

    material: Material
    offer: Offer


def price_board(place: Place, moment: datetime) -> list[BoardLine]:
    """What a place buys at a moment, with its prices, by family and name."""
    materials = list(Material.objects.filter(active=True).order_by("family", "ordered_by"))
    offered = offers(materials, place, moment)
    return [BoardLine(m, offered[m.pk]) for m in materials if m.pk in offered]
