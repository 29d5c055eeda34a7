"""The months side by side: what came in, the credit it made, and the care it became.

Each month holds what was posted in it, and what was taken back counts in the month in which that
was posted: so a month that is over never changes, and all months add up to the book.

Of the clinics it knows what the book knows: which of them, and how much. What was done there for
whom is no question that can be asked here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat, TruncMonth

from ledger import clock
from ledger.models import Account, Posting
from ledger.queries import codes_that_begin
from wastebank.book.accounts import CLINIC, CLINIC_OWES, INVENTORY, WALLET
from wastebank.deposits.counted import MONTH, bringers, corrections_counted, sums_by, voids_counted
from wastebank.funds.cash.accounts import balances_of
from wastebank.models import CashAccount, Deposit, Material, Member, OpeningBalance, Place, User
from wastebank.permissions import SEE_OFFICE, require, visible_places
from wastebank.values.calendar import local_day, month_begin, month_bounds, next_month
from wastebank.values.units import GRAM, MILLILITRE, UNITS


@dataclass(frozen=True, slots=True)
class FamilySum:
    """What came in of one family, less what was taken back: an amount for each unit, and the credit
    it made. Below zero where more of earlier months was taken back than came."""

    family: str
    amounts: Mapping[str, int]
    rupiah_idr: int

    @property
    def grams(self) -> int:
        return self.amounts[GRAM.code]

    @property
    def ml(self) -> int:
        return self.amounts[MILLILITRE.code]


@dataclass(frozen=True, slots=True)
class ClinicSum:
    """What a clinic was paid in credit in a period, less what came back in it."""

    place: Place
    credit_idr: int


@dataclass(frozen=True, slots=True)
class ClinicDebt:
    """What a clinic is owed now."""

    place: Place
    owed_idr: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month: what came in, the credit it made, and the credit that became care."""

    first_day: date
    families: Sequence[FamilySum]
    clinics: Sequence[ClinicSum]
    earlier_made_idr: int = 0  # of months before it, taken back in this one; subtracted already
    earlier_used_idr: int = 0
    brought_idr: int = 0  # opening balances of a day in it: nobody brought waste for them here

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

    @property
    def left_idr(self) -> int:
        return self.brought_idr + self.made_idr - self.used_idr


@dataclass(frozen=True, slots=True)
class Active:
    """Members of a month: who brought waste, who paid for care, and who did either."""

    first_day: date
    brought: int
    cared: int
    either: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is promised now, what lies in boxes and at banks, and in the stores at cost; sales are
    not in the book yet."""

    cash_idr: int
    goods_idr: int
    members_idr: int
    clinics: Sequence[ClinicDebt]

    @property
    def clinics_idr(self) -> int:
        return sum(clinic.owed_idr for clinic in self.clinics)


def places_of(by: User, place: str = "") -> QuerySet[Place]:
    """The places this person may see, or the one of them that was asked for."""
    places = visible_places(by)
    return places.filter(code=place) if place else places


def is_whole(by: User, place: str) -> bool:
    """Whether this is the whole programme, whose debts are those of its clinics, too."""
    return not place and (by.place is None or by.place.kind == Place.Kind.MAIN)


def months_of(*, by: User, days: Sequence[date], place: str = "") -> list[Month]:
    """Months of the places this person may see, or of one of them, in a few queries."""
    require(by, SEE_OFFICE)
    places = places_of(by, place)
    families, made_back = families_of(places, days), made_before(places, days)
    care = care_paid(members_of(by, place), days)
    clinics, brought = list(visible_clinics(by)), brought_along(places, days)
    return [
        Month(
            day,
            [families[day, name] for name in Material.Family.values if (day, name) in families],
            [ClinicSum(c, care.paid_idr.get((day, f"{CLINIC}{c.code}"), 0)) for c in clinics],
            earlier_made_idr=made_back.get(day, 0),
            earlier_used_idr=care.earlier_idr.get(day, 0),
            brought_idr=brought.get(day, 0),
        )
        for day in days
    ]


def month_of(*, by: User, first_day: date, place: str = "") -> Month:
    return months_of(by=by, days=[first_day], place=place)[0]


def families_of(
    places: QuerySet[Place], days: Sequence[date]
) -> Mapping[tuple[date, str], FamilySum]:
    """What came in, less what was taken back, by the first day of the month and by family."""
    found = sums_by(places, days[0], next_month(days[-1]), MONTH, "family", "unit")
    amounts: dict[tuple[date, str], dict[str, int]] = {}
    rupiah_idr: dict[tuple[date, str], int] = {}
    for (month, family, unit), sums in found.items():
        key = (month, family)
        amounts.setdefault(key, dict.fromkeys(UNITS, 0))[unit] += sums.net_amount
        rupiah_idr[key] = rupiah_idr.get(key, 0) + sums.net_idr
    return {key: FamilySum(key[1], amounts[key], rupiah_idr[key]) for key in amounts}


def made_before(places: QuerySet[Place], days: Sequence[date]) -> Mapping[date, int]:
    """What of earlier months was taken back in each month, and what was put right of them."""
    voids = voids_counted(places, days[0], next_month(days[-1])).annotate(
        month=TruncMonth("book_day"), origin=TruncMonth("deposit__book_day")
    )
    earlier = voids.filter(origin__lt=F("month")).values("month").order_by()
    sums = dict(earlier.annotate(sum_idr=Sum("deposit__total_idr")).values_list("month", "sum_idr"))
    right = corrections_counted(places, days[0], next_month(days[-1])).annotate(
        month=TruncMonth("book_day"), origin=TruncMonth("deposit__book_day")
    )
    less = Sum(F("total_before_idr") - F("total_after_idr"))
    put_right = right.filter(origin__lt=F("month")).values("month").order_by()
    for month, sum_idr in put_right.annotate(sum_idr=less).values_list("month", "sum_idr"):
        sums[month] = sums.get(month, 0) + sum_idr
    return sums


def brought_along(places: QuerySet[Place], days: Sequence[date]) -> Mapping[date, int]:
    """Opening balances by the month of their one day, whenever they were written down."""
    opened = OpeningBalance.objects.filter(
        place__in=places, day__gte=days[0], day__lt=next_month(days[-1])
    )
    by_day = opened.annotate(month=TruncMonth("day")).values("month").order_by()
    return dict(by_day.annotate(sum_idr=Sum("amount_idr")).values_list("month", "sum_idr"))


def visible_clinics(by: User) -> QuerySet[Place]:
    """The clinics of the programme this person belongs to."""
    clinics = Place.objects.filter(kind=Place.Kind.CLINIC).order_by("ordered_by")
    return clinics if by.place is None else clinics.filter(parent=by.place.main_id)


def members_of(by: User, place: str = "") -> QuerySet[Member]:
    return Member.objects.filter(place__in=places_of(by, place))


def wallet_codes(members: QuerySet[Member]) -> QuerySet[Member, str]:
    return members.values_list(Concat(Value(WALLET), "number"), flat=True)


@dataclass(frozen=True, slots=True)
class CarePaid:
    """What wallets paid to clinics, by the first day of the month and the clinic's account; and
    what of earlier months came back, by month."""

    paid_idr: Mapping[tuple[date, str], int]
    earlier_idr: Mapping[date, int]


def care_paid(members: QuerySet[Member], days: Sequence[date]) -> CarePaid:
    """What these members' wallets paid into each clinic's account in each month, less what came
    back in it."""
    start, end = month_bounds(days[0])[0], month_bounds(days[-1])[1]
    moved = happened(start, end).annotate(
        month=TruncMonth("entry__occurred_at"), origin=TruncMonth("entry__reverses__occurred_at")
    )
    wallets = wallet_codes(members)
    paid = moved.filter(debit__code__in=wallets, credit__code__startswith=CLINIC)
    back = moved.filter(credit__code__in=wallets, debit__code__startswith=CLINIC)
    sums: dict[tuple[date, str], int] = {}
    earlier: dict[date, int] = {}
    for side, rows, sign in (("credit__code", paid, 1), ("debit__code", back, -1)):
        found = rows.values_list("month", side, "origin").annotate(sum_idr=Sum("amount")).order_by()
        for month, code, origin, sum_idr in found:
            day = local_day(month)
            sums[day, code] = sums.get((day, code), 0) + sign * sum_idr
            # What goes back without reversing a visit is a cut: of a month that is over.
            if sign < 0 and (origin is None or origin < month):
                earlier[day] = earlier.get(day, 0) + sum_idr
    return CarePaid(sums, earlier)


def happened(start: datetime, end: datetime) -> QuerySet[Posting]:
    """Postings of care by the instant at which it was paid or given back; a clock that once ran
    ahead moves `recorded_at` alone. That is never earlier, and has an index."""
    return Posting.objects.filter(
        entry__recorded_at__gte=start, entry__occurred_at__gte=start, entry__occurred_at__lt=end
    )


def owed_to_clinics() -> Mapping[str, int]:
    """What each is owed, by the code of its place: less what it owes itself, and so below nothing
    where care was taken back that it had been paid for."""
    owed: dict[str, int] = {}
    for prefix, sign in ((CLINIC, 1), (CLINIC_OWES, -1)):
        for account in Account.objects.filter(codes_that_begin(prefix)):
            code = account.code.removeprefix(prefix)
            owed[code] = owed.get(code, 0) + sign * account.balance
    return owed


def active_members(*, by: User, months: Sequence[date], place: str = "") -> list[Active]:
    """How many members came in each month, with waste, for care, or for either.

    What was taken back within its own month brought and paid nothing. What is taken back later
    leaves the month as it was.
    """
    require(by, SEE_OFFICE)
    members = members_of(by, place)
    brought = by_month(bringers(members, months[0], next_month(months[-1])))
    cared = by_month(payers_of_care(members, months))
    return [
        Active(day, len(b := brought.get(day, set())), len(c := cared.get(day, set())), len(b | c))
        for day in months
    ]


def payers_of_care(members: QuerySet[Member], months: Sequence[date]) -> QuerySet[Any, Any]:
    """Pairs of a month and the wallet that paid for care in it, and not back within it."""
    start, end = month_bounds(months[0])[0], month_bounds(months[-1])[1]
    visits = (
        happened(start, end)
        .filter(debit__code__in=wallet_codes(members), credit__code__startswith=CLINIC)
        .annotate(
            month=TruncMonth("entry__occurred_at"),
            back=TruncMonth("entry__reversed_by__occurred_at"),
        )
    )
    stands = visits.filter(Q(back__isnull=True) | Q(back__gt=F("month")))
    return stands.values_list("month", "debit__code").distinct().order_by()


def by_month(rows: Iterable[Any]) -> dict[date, set[str]]:
    """Pairs of a month and a member, who goes by the number or by the code of the wallet."""
    found: dict[date, set[str]] = {}
    for month, name in rows:
        day = local_day(month) if isinstance(month, datetime) else month
        found.setdefault(day, set()).add(name.removeprefix(WALLET))
    return found


def debts_to_clinics(by: User, place: str = "") -> list[ClinicDebt]:
    """What each clinic is owed now; to a part of the programme it is none's own."""
    if not is_whole(by, place):
        return []
    owed = owed_to_clinics()
    return [ClinicDebt(c, owed.get(c.code, 0)) for c in visible_clinics(by)]


def standing(*, by: User, place: str = "") -> Standing:
    """What is owed now, and what has been paid for and lies in the stores."""
    require(by, SEE_OFFICE)
    wallets = Account.objects.filter(code__in=wallet_codes(members_of(by, place)))
    stores = Q(pk__in=[])
    for code in places_of(by, place).values_list("code", flat=True):
        stores |= codes_that_begin(f"{INVENTORY}{code}:")
    goods = Account.objects.filter(stores).aggregate(sum_idr=Sum(F("debits") - F("credits")))
    owed = wallets.aggregate(sum_idr=Sum(F("credits") - F("debits")))
    cash = CashAccount.objects.filter(place__in=places_of(by, place))
    return Standing(
        sum(row.balance_idr for row in balances_of(cash)),
        goods["sum_idr"] or 0,
        owed["sum_idr"] or 0,
        debts_to_clinics(by, place),
    )


def first_month(by: User) -> date:
    """The month of the first deposit this person may see, or of the opening balances before it;
    this one if there is none yet."""
    of_place = Deposit.objects.filter(place=OuterRef("pk")).order_by("book_day")
    opened = OpeningBalance.objects.filter(place=OuterRef("pk")).order_by("day")
    firsts = visible_places(by).annotate(
        first=Subquery(of_place.values("book_day")[:1]), opened=Subquery(opened.values("day")[:1])
    )
    found = firsts.aggregate(brought_on=Min("first"), opened_on=Min("opened"))
    days = [day for day in found.values() if day is not None]
    return month_begin(min(days, default=local_day(clock.now())))
