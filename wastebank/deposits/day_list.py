"""The deposits of a day, and what they add up to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from wastebank.models import Deposit, User
from wastebank.permissions import SEE_DEPOSITS, require, visible_places


@dataclass(frozen=True, slots=True)
class DayTotal:
    material_name: str
    family: str
    unit: str
    amount: int
    rupiah_idr: int


def day_list(*, by: User, day: date) -> QuerySet[Deposit]:
    """The deposits that count in a day at the places this person may see, newest first."""
    require(by, SEE_DEPOSITS)
    deposits = Deposit.objects.filter(place__in=visible_places(by), book_day=day)
    return deposits.select_related("member", "place", "void").order_by("-recorded_at", "-pk")


def day_totals(deposits: QuerySet[Deposit]) -> list[DayTotal]:
    """Amount and worth per material over deposits that were not voided."""
    rows = (
        deposits.filter(void__isnull=True)
        .order_by()
        .values("lines__material__name_id", "lines__family", "lines__unit")
        .annotate(amount=Sum("lines__amount"), rupiah_idr=Sum("lines__rupiah_idr"))
        .order_by("lines__family", "lines__material__name_id")
    )
    return [
        DayTotal(
            row["lines__material__name_id"],
            row["lines__family"],
            row["lines__unit"],
            row["amount"],
            row["rupiah_idr"],
        )
        for row in rows
        if row["amount"]
    ]
