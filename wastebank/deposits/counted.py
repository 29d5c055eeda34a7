"""What counts in a period of the waste bank, said once for every page, paper and file.

A deposit counts in its own book day and a void in its own. So what was taken back later is
subtracted in the period in which that was written down, and the figures of a period that is over
stay as they were. All periods together add up to the book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from wastebank.models import Deposit, DepositLine, DepositVoid, Place
from wastebank.values.language import named
from wastebank.values.names import order_form

AtDeposit = TypeVar("AtDeposit", DepositVoid, DepositLine)
MONTH = "month"  # beside the fields of a line: the first day of the month it counts in


@dataclass(slots=True)
class Sums:
    """What came and what was taken back, in one unit; neither is ever below zero."""

    amount: int = 0
    rupiah_idr: int = 0
    back_amount: int = 0
    back_idr: int = 0

    @property
    def net_amount(self) -> int:
        return self.amount - self.back_amount

    @property
    def net_idr(self) -> int:
        return self.rupiah_idr - self.back_idr


@dataclass(frozen=True, slots=True)
class MaterialTotal:
    """What came of a material in a period, in g, ml or pcs, and what of it was taken back."""

    name_id: str
    name_en: str
    family: str
    unit: str
    amount: int
    rupiah_idr: int
    voided_amount: int
    voided_idr: int

    @property
    def name(self) -> str:
        return named(self)

    @property
    def net_amount(self) -> int:
        return self.amount - self.voided_amount

    @property
    def net_idr(self) -> int:
        return self.rupiah_idr - self.voided_idr


def within(first: date, end: date, name: str) -> Q:
    """From a first day up to, and without, another."""
    return Q(**{f"{name}__gte": first, f"{name}__lt": end})


def deposits_counted(places: QuerySet[Place], first: date, end: date) -> QuerySet[Deposit]:
    """The deposits of a period, also those that were taken back in it or later."""
    return Deposit.objects.filter(within(first, end, "book_day"), place__in=places)


def voids_counted(places: QuerySet[Place], first: date, end: date) -> QuerySet[DepositVoid]:
    """What was taken back in a period, of whichever period the deposit was."""
    return at_places(DepositVoid.objects.filter(within(first, end, "book_day")), places)


def at_places(found: QuerySet[AtDeposit], places: Iterable[object]) -> QuerySet[AtDeposit]:
    """Those whose deposit was at one of these places; the day they count in is told already.

    Added to nothing, so that SQLite begins with the few of those days and not with all that was
    ever brought to the places.
    """
    place = ExpressionWrapper(F("deposit__place_id") + 0, BigIntegerField())
    return found.annotate(of_place=place).filter(of_place__in=places)


def standing_in(places: QuerySet[Place], first: date, end: date) -> QuerySet[Deposit]:
    """The deposits of a period that were not taken back within it."""
    stands = Q(void__isnull=True) | Q(void__book_day__gte=end)
    return deposits_counted(places, first, end).filter(stands)


def earlier_taken_back(places: QuerySet[Place], first: date, end: date) -> QuerySet[DepositVoid]:
    """What was taken back in a period of deposits that counted before it."""
    return voids_counted(places, first, end).filter(deposit__book_day__lt=first)


def net_idr(places: QuerySet[Place], first: date, end: date) -> int:
    """The credit that was made in a period, less what was taken back in it."""
    came = deposits_counted(places, first, end).aggregate(sum_idr=Sum("total_idr"))
    back = voids_counted(places, first, end).aggregate(sum_idr=Sum("deposit__total_idr"))
    return (came["sum_idr"] or 0) - (back["sum_idr"] or 0)


def sums_by(
    places: QuerySet[Place], first: date, end: date, *names: str
) -> Mapping[tuple[Any, ...], Sums]:
    """What came and what was taken back, by fields of the line, and by MONTH if it is named.

    Every group is of one unit only if `unit` is among the names.
    """
    came = DepositLine.objects.filter(deposit__place__in=places)
    found: dict[tuple[Any, ...], Sums] = {}
    for *key, amount, rupiah_idr in summed(came, first, end, "deposit__book_day", names):
        sums = found.setdefault(tuple(key), Sums())
        sums.amount, sums.rupiah_idr = amount, rupiah_idr
    back = at_places(DepositLine.objects.all(), places)
    for *key, amount, rupiah_idr in summed(back, first, end, "deposit__void__book_day", names):
        sums = found.setdefault(tuple(key), Sums())
        sums.back_amount, sums.back_idr = amount, rupiah_idr
    return found


def summed(
    lines: QuerySet[DepositLine], first: date, end: date, day: str, names: tuple[str, ...]
) -> QuerySet[Any, Any]:
    """Amounts and rupiah of the lines that count in a period by this day, group by group."""
    counted = lines.filter(within(first, end, day)).annotate(**{MONTH: TruncMonth(day)})
    sums = {"sum_amount": Sum("amount"), "sum_idr": Sum("rupiah_idr")}
    grouped: QuerySet[Any, Any] = counted.values(*names).annotate(**sums).order_by()
    return grouped.values_list(*names, "sum_amount", "sum_idr")


def material_totals(places: QuerySet[Place], first: date, end: date) -> list[MaterialTotal]:
    """Every material of a period, by family and by name: as the receipts called it, so that the
    figures of the past read as they did, whatever is corrected later."""
    names = ("name_id", "name_en", "family", "unit")
    found = sums_by(places, first, end, "material_id", *names)
    totals = [
        MaterialTotal(
            name_id, name_en, family, unit, s.amount, s.rupiah_idr, s.back_amount, s.back_idr
        )
        for (_pk, name_id, name_en, family, unit), s in found.items()
    ]
    return sorted(totals, key=lambda total: (total.family, order_form(total.name_id)))


def bringers(members: QuerySet[Any], first: date, end: date) -> QuerySet[Any, Any]:
    """Pairs of a month and the number of a member who brought waste in it; a deposit that was
    taken back within its own month brought nothing."""
    deposits = Deposit.objects.filter(within(first, end, "book_day"), member__in=members)
    months = deposits.annotate(**{MONTH: TruncMonth("book_day")}, back=TruncMonth("void__book_day"))
    stands = months.filter(Q(back__isnull=True) | Q(back__gt=F(MONTH)))
    return stands.values_list(MONTH, "member__number").distinct().order_by()
