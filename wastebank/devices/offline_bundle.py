"""What a counter takes along to work without a network: the least that serves, and nothing else.

Of a member the number, a short name, the group, RT and RW, and the hashes of the active cards. No
phone, no address, no identity number, no balance. A device may be lost on the way home.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger import clock
from wastebank.deposits.outliers import FAR, usual_amounts
from wastebank.deposits.record import MAX_AGE_DAYS
from wastebank.materials.offers import Offer, PriceHistory, histories
from wastebank.models import Card, Material, Member, Place, User
from wastebank.permissions import USE_DEVICE, place_of, require


@dataclass(frozen=True, slots=True)
class MemberTaken:
    """A member on a device; `own` says that this operator must not record for them."""

    number: str
    name: str
    kind: str
    group: str
    rt: str
    rw: str
    cards: Sequence[str]
    own: bool


@dataclass(frozen=True, slots=True)
class PriceTaken:
    """From an instant on: bought or not, and for how much; `price_idr` None says ask, up to
    `most_idr`."""

    since: datetime
    bought: bool
    price_idr: int | None
    most_idr: int | None


@dataclass(frozen=True, slots=True)
class MaterialTaken:
    """What is usual of it here, and above what the counter asks again; None where nothing is
    usual yet."""

    material: Material
    usual_amount: int | None
    far_amount: int | None
    prices: Sequence[PriceTaken]


@dataclass(frozen=True, slots=True)
class OfflineBundle:
    members: Sequence[MemberTaken]
    materials: Sequence[MaterialTaken]


def offline_bundle(*, by: User) -> OfflineBundle:
    """What the place of `by` needs for some days without us."""
    place = place_of(require(by, USE_DEVICE))
    return OfflineBundle(members_taken(by, place), materials_taken(place))


def members_taken(by: User, place: Place) -> list[MemberTaken]:
    members = Member.objects.filter(place=place, closed_at__isnull=True)
    cards: dict[int, list[str]] = {}
    active = Card.objects.filter(member__in=members, state=Card.State.ACTIVE)
    for member_id, digest in active.values_list("member_id", "code_hash"):
        cards.setdefault(member_id or 0, []).append(digest)
    return [
        MemberTaken(
            member.number,
            member.short_name,
            member.kind,
            member.group.number if member.group else "",
            member.rt,
            member.rw,
            cards.get(member.pk, []),
            by.member_id == member.pk,
        )
        for member in members.select_related("group").order_by("number")
    ]


def materials_taken(place: Place) -> list[MaterialTaken]:
    goods = list(Material.objects.filter(active=True).order_by("family", "ordered_by"))
    usual = usual_amounts(place)
    prices = prices_taken(goods, place)
    return [
        MaterialTaken(
            m, usual.get(m.pk), FAR * usual[m.pk] if m.pk in usual else None, prices[m.pk]
        )
        for m in goods
        if any(price.bought for price in prices[m.pk])
    ]


def prices_taken(goods: Iterable[Material], place: Place) -> Mapping[int, list[PriceTaken]]:
    """Every price from the oldest instant a deposit may claim, and those that are announced."""
    goods = list(goods)
    first = clock.now() - timedelta(days=MAX_AGE_DAYS)
    known = histories(goods, place)
    return {m.pk: taken_since(known.get(m.pk, PriceHistory()), first) for m in goods}


def taken_since(history: PriceHistory, first: datetime) -> list[PriceTaken]:
    """What holds first, and each time when something else begins to."""
    taken: list[PriceTaken] = []
    for moment in sorted({first, *(one for one in history.instants() if one > first)}):
        offer = history.offer_at(moment)
        price = price_taken(moment, offer)
        if not taken or said(taken[-1]) != said(price):
            taken.append(price)
    return taken


def price_taken(moment: datetime, offer: Offer | None) -> PriceTaken:
    if offer is None:
        return PriceTaken(moment, bought=False, price_idr=None, most_idr=None)
    most_idr = offer.most_asked_idr if offer.price_idr is None else None
    return PriceTaken(moment, bought=True, price_idr=offer.price_idr, most_idr=most_idr)


def said(price: PriceTaken) -> tuple[bool, int | None, int | None]:
    return price.bought, price.price_idr, price.most_idr
