"""The months side by side: what came in, the credit it made, and the care it became.

Of the clinics it knows what the book knows: which of them, and how much. What was done there for
whom is no question that can be asked here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat, TruncMonth

from ledger import clock
from ledger.models import Account, Posting
from wastebank.book.accounts import CLINIC, INVENTORY, WALLET
from wastebank.models import Deposit, DepositLine, Material, Member, Place, User
from wastebank.permissions import SEE_OFFICE, require, visible_places
from wastebank.values.calendar import local_day, month_begin, month_bounds, next_month
from wastebank.values.units import GRAM, MILLILITRE, UNITS


@dataclass(frozen=True, slots=True)
class FamilySum:
    """What came in of one family: an amount for each unit, and the credit it made."""

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
    """What a clinic was paid in credit in a period, and what it is owed now."""

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

    @property
    def left_idr(self) -> int:
        return self.made_idr - self.used_idr


@dataclass(frozen=True, slots=True)
class Active:
    """Members of a month: who brought waste, who paid for care, and who did either."""

    first_day: date
    brought: int
    cared: int
    either: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is promised now, and what lies in the stores at cost; sales are not in the book yet."""

    goods_idr: int
    members_idr: int
    clinics: Sequence[ClinicSum]

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
    families = families_of(places_of(by, place), days)
    paid = care_paid(members_of(by, place), days)
    clinics = list(visible_clinics(by))
    owed = owed_to_clinics() if is_whole(by, place) else {}
    return [
        Month(
            day,
            [families[day, name] for name in Material.Family.values if (day, name) in families],
            [
                ClinicSum(clinic, paid.get((day, code), 0), owed.get(code, 0))
                for clinic in clinics
                for code in [f"{CLINIC}{clinic.code}"]
            ],
        )
        for day in days
    ]


def month_of(*, by: User, first_day: date, place: str = "") -> Month:
    return months_of(by=by, days=[first_day], place=place)[0]


def families_of(
    places: QuerySet[Place], days: Sequence[date]
) -> Mapping[tuple[date, str], FamilySum]:
    """What came in and was not taken back, by the first day of the month and by family."""
    lines = DepositLine.objects.filter(
        deposit__place__in=places,
        deposit__book_day__gte=days[0],
        deposit__book_day__lt=next_month(days[-1]),
        deposit__void__isnull=True,
    ).annotate(month=TruncMonth("deposit__book_day"))
    rows: QuerySet[Any, Any] = lines.values("month", "family").annotate(
        rupiah_idr=Sum("rupiah_idr"),
        **{f"amount_{unit}": Sum("amount", filter=Q(unit=unit)) for unit in UNITS},
    )
    return {
        (row["month"], row["family"]): FamilySum(
            row["family"],
            {unit: row[f"amount_{unit}"] or 0 for unit in UNITS},
            row["rupiah_idr"],
        )
        for row in rows.order_by()
    }


def visible_clinics(by: User) -> QuerySet[Place]:
    """The clinics of the programme this person belongs to."""
    clinics = Place.objects.filter(kind=Place.Kind.CLINIC).order_by("name")
    return clinics if by.place is None else clinics.filter(parent=by.place.main_id)


def members_of(by: User, place: str = "") -> QuerySet[Member]:
    return Member.objects.filter(place__in=places_of(by, place))


def wallet_codes(members: QuerySet[Member]) -> QuerySet[Member, str]:
    return members.values_list(Concat(Value(WALLET), "number"), flat=True)


def care_paid(members: QuerySet[Member], days: Sequence[date]) -> Mapping[tuple[date, str], int]:
    """What these members' wallets paid into each clinic's account in each month, less what came
    back; by the first day of the month and the account."""
    start, end = month_bounds(days[0])[0], month_bounds(days[-1])[1]
    moved = Posting.objects.filter(
        entry__recorded_at__gte=start, entry__recorded_at__lt=end
    ).annotate(month=TruncMonth("entry__recorded_at"))
    wallets = wallet_codes(members)
    paid = moved.filter(debit__code__in=wallets, credit__code__startswith=CLINIC)
    back = moved.filter(credit__code__in=wallets, debit__code__startswith=CLINIC)
    sums: dict[tuple[date, str], int] = {}
    for side, rows, sign in (("credit__code", paid, 1), ("debit__code", back, -1)):
        found = rows.values_list("month", side).annotate(sum_idr=Sum("amount")).order_by()
        for month, code, sum_idr in found:
            key = (local_day(month), code)
            sums[key] = sums.get(key, 0) + sign * sum_idr
    return sums


def owed_to_clinics() -> Mapping[str, int]:
    accounts = Account.objects.filter(code__startswith=CLINIC)
    return {account.code: account.balance for account in accounts}


def active_members(*, by: User, months: Sequence[date], place: str = "") -> list[Active]:
    """How many members came in each month, with waste, for care, or for either."""
    require(by, SEE_OFFICE)
    start, end = months[0], next_month(months[-1])
    members = members_of(by, place)
    deposits = Deposit.objects.filter(
        member__in=members, book_day__gte=start, book_day__lt=end, void__isnull=True
    )
    came = deposits.annotate(month=TruncMonth("book_day")).values_list("month", "member__number")
    visits = Posting.objects.filter(
        entry__recorded_at__gte=month_bounds(start)[0],
        entry__recorded_at__lt=month_bounds(months[-1])[1],
        debit__code__in=wallet_codes(members),
        credit__code__startswith=CLINIC,
    ).annotate(month=TruncMonth("entry__recorded_at"))
    brought = by_month(came.distinct().order_by())
    cared = by_month(visits.values_list("month", "debit__code").distinct().order_by())
    return [
        Active(day, len(b := brought.get(day, set())), len(c := cared.get(day, set())), len(b | c))
        for day in months
    ]


def by_month(rows: Iterable[Any]) -> dict[date, set[str]]:
    """Pairs of a month and a member, who goes by the number or by the code of the wallet."""
    found: dict[date, set[str]] = {}
    for month, name in rows:
        day = local_day(month) if isinstance(month, datetime) else month
        found.setdefault(day, set()).add(name.removeprefix(WALLET))
    return found


def standing(*, by: User, place: str = "") -> Standing:
    """What is owed now, and what has been paid for and lies in the stores."""
    require(by, SEE_OFFICE)
    wallets = Account.objects.filter(code__in=wallet_codes(members_of(by, place)))
    stores = Q(pk__in=[])
    for code in places_of(by, place).values_list("code", flat=True):
        stores |= Q(code__startswith=f"{INVENTORY}{code}:")
    goods = Account.objects.filter(stores).aggregate(sum_idr=Sum(F("debits") - F("credits")))
    owed = wallets.aggregate(sum_idr=Sum(F("credits") - F("debits")))
    debts = owed_to_clinics() if is_whole(by, place) else {}
    clinics = [
        ClinicSum(clinic, 0, debts.get(f"{CLINIC}{clinic.code}", 0))
        for clinic in (visible_clinics(by) if debts else ())
    ]
    return Standing(goods["sum_idr"] or 0, owed["sum_idr"] or 0, clinics)


def first_month(by: User) -> date:
    """The month of the first deposit this person may see; this one if there is none yet."""
    first = Deposit.objects.filter(place__in=visible_places(by)).order_by("book_day").first()
    return month_begin(first.book_day if first else local_day(clock.now()))
