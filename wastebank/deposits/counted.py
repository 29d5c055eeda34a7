"""What counts in a period of the waste bank, said once for every page, paper and file.

A deposit counts in its own book day, a void and a correction in theirs. So what was taken back
or put right later counts in the period in which that was written down, and the figures of a period
that is over stay as they were. All periods together add up to the book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import (
    BigIntegerField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncMonth

from wastebank.models import (
    CorrectionLine,
    Deposit,
    DepositCorrection,
    DepositLine,
    DepositVoid,
    Place,
)
from wastebank.values.language import named
from wastebank.values.names import order_form

AtDeposit = TypeVar("AtDeposit", DepositVoid, DepositLine, DepositCorrection)
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


def corrections_counted(
    places: QuerySet[Place], first: date, end: date
) -> QuerySet[DepositCorrection]:
    """What was put right in a period, of whichever period the deposit was."""
    return at_places(DepositCorrection.objects.filter(within(first, end, "book_day")), places)


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
    return deposits_counted(places, first, end).filter(stands).exclude(nothing_left(end))


def nothing_left(end: date) -> Exists:
    """Whether the last correction of a deposit before a day left nothing of what was paid."""
    until = DepositCorrection.objects.filter(book_day__lt=end)
    of_it = until.filter(deposit=OuterRef("pk"), total_before_idr__gt=0, total_after_idr=0)
    later = until.filter(deposit=OuterRef("deposit"), step__gt=OuterRef("step"))
    return Exists(of_it.exclude(Exists(later)))


def earlier_taken_back(places: QuerySet[Place], first: date, end: date) -> QuerySet[DepositVoid]:
    """What was taken back in a period of deposits that counted before it."""
    return voids_counted(places, first, end).filter(deposit__book_day__lt=first)


def net_idr(places: QuerySet[Place], first: date, end: date) -> int:
    """The credit that was made in a period, less what was taken back in it, as it was put right."""
    came = deposits_counted(places, first, end).aggregate(sum_idr=Sum("total_idr"))
    back = voids_counted(places, first, end).aggregate(sum_idr=Sum("deposit__total_idr"))
    right = corrections_counted(places, first, end).aggregate(
        sum_idr=Sum(F("total_after_idr") - F("total_before_idr"))
    )
    return (came["sum_idr"] or 0) - (back["sum_idr"] or 0) + (right["sum_idr"] or 0)


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
    for *key, more, more_idr, less, less_idr in corrected(places, first, end, names):
        sums = found.setdefault(tuple(key), Sums())
        sums.amount, sums.rupiah_idr = sums.amount + more, sums.rupiah_idr + more_idr
        sums.back_amount, sums.back_idr = sums.back_amount + less, sums.back_idr + less_idr
    return found


def corrected(
    places: QuerySet[Place], first: date, end: date, names: tuple[str, ...]
) -> QuerySet[Any, Any]:
    """What corrections of a period added, and what they took back, group by group; each by the
    day on which it was put right, and by whose it is since then."""
    day = "correction__book_day"
    place = ExpressionWrapper(F("correction__deposit__place_id") + 0, BigIntegerField())
    lines = CorrectionLine.objects.filter(within(first, end, day)).annotate(of_place=place)
    lines = lines.filter(of_place__in=places).annotate(**{MONTH: TruncMonth(day)})
    change, change_idr = (
        F("amount_after") - F("amount_before"),
        F("rupiah_after_idr") - F("rupiah_before_idr"),
    )
    grew, shrank = Q(amount_after__gt=F("amount_before")), Q(amount_after__lt=F("amount_before"))
    fields = [name.replace("deposit__", "correction__deposit__") for name in names]
    grouped: QuerySet[Any, Any] = lines.values(*fields).order_by()
    sums: QuerySet[Any, Any] = grouped.annotate(
        more=Coalesce(Sum(change, filter=grew), 0),
        more_idr=Coalesce(Sum(change_idr, filter=grew), 0),
        less=Coalesce(Sum(-change, filter=shrank), 0),
        less_idr=Coalesce(Sum(-change_idr, filter=shrank), 0),
    )
    return sums.values_list(*fields, "more", "more_idr", "less", "less_idr")


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
    # Whose it is by now: the first that was said of it may have been somebody else.
    of_it = DepositCorrection.objects.filter(deposit=OuterRef("pk")).order_by("-step")
    owner = Coalesce(Subquery(of_it.values("member_after__number")[:1]), "member__number")
    return stands.annotate(owner=owner).values_list(MONTH, "owner").distinct().order_by()
