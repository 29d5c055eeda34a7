"""What the office looks at: price lists, members with their sums, where cards lie."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from ledger.models import Account
from wastebank.chart import wallet
from wastebank.models import (
    Card,
    Material,
    Member,
    Place,
    Price,
    User,
)
from wastebank.pins import MAX_TRIES
from wastebank.reading import visible_members, visible_places
from wastebank.roles import SEE_MEMBERS, require


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A material on a place's list: the price in force, whose it is, and the next one."""

    material: Material
    now: Price | None
    is_own: bool
    following: Price | None


def price_list(place: Place, day: date) -> list[PriceRow]:
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
) -> PriceRow:
    mine = in_force(own, day)
    if mine is not None and mine.kind == Price.Kind.LIST:
        mine = None
    now = mine or in_force(listed, day)
    coming = [price for price in (*own, *listed) if price.valid_from > day]
    following = min(coming, key=lambda price: price.valid_from, default=None)
    return PriceRow(material, now, mine is not None, following)


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


def members_list(
    *, by: User, text: str = "", place: str = "", kind: str = "", state: str = ""
) -> QuerySet[Member]:
    """Members of the places this person may see, by number or part of the name, and so on.

    `state` is closed, locked (the PIN) or waiting (a card not fetched); open memberships else.
    """
    require(by, SEE_MEMBERS)
    members = visible_members(by).filter(closed_at__isnull=state != "closed")
    if state == "locked":
        members = members.filter(pin_tries__failed__gte=MAX_TRIES)
    if state == "waiting":
        waiting = Card.objects.filter(state=Card.State.PRINTED, member__isnull=False)
        members = members.filter(pk__in=waiting.values("member"))
    if text:
        members = members.filter(Q(name__icontains=text) | Q(number__istartswith=text))
    if place:
        members = members.filter(place__code=place)
    if kind:
        members = members.filter(kind=kind)
    cards = Count("cards", filter=Q(cards__state=Card.State.ACTIVE))
    return members.annotate(active_cards=cards).order_by("name", "pk")


def balances_of(members: Iterable[Member]) -> Mapping[int, int]:
    """The wallets of several members in rupiah, by member id, in one question."""
    codes = {wallet(member).code: member.pk for member in members}
    accounts = Account.objects.filter(code__in=codes)
    return {codes[account.code]: account.balance for account in accounts}


@dataclass(frozen=True, slots=True)
class CardCount:
    """How the cards of a place stand: blank, printed for somebody, in force, ended."""

    place: Place
    blank: int
    waiting: int
    active: int
    ended: int


def card_counts(*, by: User) -> list[CardCount]:
    """How many cards of each place are where."""
    require(by, SEE_MEMBERS)
    printed = Q(card__state=Card.State.PRINTED)
    ended = Q(card__state__in=[Card.State.BLOCKED, Card.State.REPLACED])
    places = visible_places(by).annotate(
        blanks=Count("card", filter=printed & Q(card__member__isnull=True)),
        waiting=Count("card", filter=printed & Q(card__member__isnull=False)),
        in_force=Count("card", filter=Q(card__state=Card.State.ACTIVE)),
        ended=Count("card", filter=ended),
    )
    return [
        CardCount(place, place.blanks, place.waiting, place.in_force, place.ended)
        for place in places.order_by("-kind", "name")
    ]
