"""What the office looks at: the month, what wants doing, members with their sums, price lists.

Of the clinics it knows what the book knows: which of them, and how much. What was done there for
whom is no question that can be asked here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from ledger import clock
from ledger.models import Account, RedFlag
from ledger.periods import turnovers
from wastebank.chart import wallet
from wastebank.days import day_bounds
from wastebank.models import (
    Card,
    Deposit,
    DepositLine,
    Material,
    Member,
    PinTries,
    Place,
    Price,
    User,
)
from wastebank.pins import MAX_TRIES
from wastebank.prices import local_day
from wastebank.reading import visible_members, visible_places
from wastebank.roles import SEE_DEPOSITS, SEE_MEMBERS, SEE_OFFICE, require

MONTHS_SHOWN = 6
CLINIC = "clinic:"


@dataclass(frozen=True, slots=True)
class FamilySum:
    """What came in of one family: amounts per unit, and the credit it made."""

    family: str
    grams: int
    ml: int
    pcs: int
    rupiah_idr: int


@dataclass(frozen=True, slots=True)
class ClinicSum:
    """What a clinic was owed for care in a period, and what it is owed now."""

    place: Place
    credit_idr: int
    owed_idr: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month: what came in, the credit it made, and the credit that became care."""

    first_day: date
    families: Sequence[FamilySum]
    clinics: Sequence[ClinicSum]

    @property
    def grams(self) -> int:
        return sum(family.grams for family in self.families)

    @property
    def ml(self) -> int:
        return sum(family.ml for family in self.families)

    @property
    def made_idr(self) -> int:
        return sum(family.rupiah_idr for family in self.families)

    @property
    def used_idr(self) -> int:
        return sum(clinic.credit_idr for clinic in self.clinics)


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for a person: what it is, and how many."""

    what: str
    count: int


def month_bounds(first_day: date) -> tuple[datetime, datetime]:
    return day_bounds(first_day)[0], day_bounds(next_month(first_day))[0]


def next_month(first_day: date) -> date:
    return (first_day + timedelta(days=32)).replace(day=1)


def last_months(count: int = MONTHS_SHOWN) -> list[date]:
    """The first days of this month and those before it, the oldest first."""
    days = [local_day(clock.now()).replace(day=1)]
    while len(days) < count:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return days[::-1]


def month_of(*, by: User, first_day: date) -> Month:
    """A month of the places this person may see."""
    require(by, SEE_OFFICE)
    start, end = month_bounds(first_day)
    return Month(first_day, families_of(by, start, end), clinic_sums(by=by, start=start, end=end))


def families_of(by: User, start: datetime, end: datetime) -> list[FamilySum]:
    """What came in between two instants and was not taken back, by family."""
    lines = DepositLine.objects.filter(
        deposit__place__in=visible_places(by),
        deposit__recorded_at__gte=start,
        deposit__recorded_at__lt=end,
        deposit__void__isnull=True,
    )
    rows = lines.values("family").annotate(
        grams=Sum("amount", filter=Q(unit="g")),
        ml=Sum("amount", filter=Q(unit="ml")),
        pcs=Sum("amount", filter=Q(unit="pcs")),
        rupiah_idr=Sum("rupiah_idr"),
    )
    sums = {
        row["family"]: FamilySum(
            row["family"], row["grams"] or 0, row["ml"] or 0, row["pcs"] or 0, row["rupiah_idr"]
        )
        for row in rows
    }
    return [sums[family] for family in Material.Family.values if family in sums]


def visible_clinics(by: User) -> QuerySet[Place]:
    """The clinics of this person's programme; a unit has none of its own."""
    clinics = Place.objects.filter(kind=Place.Kind.CLINIC).order_by("name")
    return clinics if by.place is None else clinics.filter(parent=by.place)


def clinic_sums(*, by: User, start: datetime, end: datetime) -> list[ClinicSum]:
    """What clinics earned in a period, less what was cancelled, and what they are owed now."""
    require(by, SEE_OFFICE)
    moved = turnovers(CLINIC, start, end)
    accounts = Account.objects.filter(code__startswith=CLINIC)
    owed = {account.code: account.balance for account in accounts}
    sums = []
    for place in visible_clinics(by):
        code = f"{CLINIC}{place.code}"
        side = moved.get(code)
        credit_idr = side.credit - side.debit if side else 0
        sums.append(ClinicSum(place, credit_idr, owed.get(code, 0)))
    return sums


def to_do(*, by: User) -> list[ToDo]:
    """What waits for somebody in the office, most pressing first; nothing that stands at nought."""
    require(by, SEE_OFFICE)
    members = visible_members(by)
    unfetched = Card.objects.filter(member__in=members, state=Card.State.PRINTED)
    counts = [
        ToDo("book_red", RedFlag.objects.filter(lifted_at__isnull=True).count()),
        ToDo(
            "pins_locked",
            PinTries.objects.filter(member__in=members, failed__gte=MAX_TRIES).count(),
        ),
        ToDo("late_deposits", late_deposits(by=by).count()),
        ToDo("dear_prices", len(dear_prices(by))),
        ToDo("without_price", len(unpriced(by))),
        ToDo("cards_waiting", unfetched.count()),
    ]
    return [item for item in counts if item.count]


def dear_prices(by: User) -> list[Price]:
    """Prices in force at which a place pays more than it gets."""
    today = local_day(clock.now())
    return [
        row.now
        for place in visible_places(by)
        for row in price_list(place, today)
        if row.now is not None and row.is_own and row.now.buys_above_sale
    ]


def unpriced(by: User) -> list[Material]:
    """Materials that are taken, but that have no price at any place a counter here looks at."""
    listed = Q(prices__place__in=visible_places(by)) | Q(prices__place__kind=Place.Kind.MAIN)
    return list(Material.objects.filter(active=True).exclude(listed))


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


def late_deposits(*, by: User) -> QuerySet[Deposit]:
    """Deposits of the last seven days with something odd about them, the newest first."""
    require(by, SEE_DEPOSITS)
    week_ago = clock.now() - timedelta(days=7)
    deposits = Deposit.objects.filter(place__in=visible_places(by), recorded_at__gte=week_ago)
    marked = deposits.exclude(marks="").select_related("member", "place", "void")
    return marked.order_by("-recorded_at", "-pk")


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
