"""What somebody had of care in a period, by the local day on which it was given (R5).

A visit that was held first was given when it was opened, whenever it was paid. One that was
cancelled, was released or ran out of time counts nowhere; one that is open counts as expected.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from clinic.models import Authorisation, AuthorisationLine, CareLimit, RedemptionLine
from ledger import clock
from wastebank.models import Card
from wastebank.values.calendar import day_bounds, local_day, month_bounds, year_bounds

Period = CareLimit.Period


@dataclass(frozen=True, slots=True)
class Had:
    """A line of care of one wallet: when it was given, by whose card, where, what, how much."""

    began: datetime
    holder: str
    clinic_place: int
    programme: int | None
    service: str
    count: int
    rupiah_idr: int


BOUNDS = {Period.DAY: day_bounds, Period.MONTH: month_bounds, Period.YEAR: year_bounds}


def bounds_of(period: str, day: date) -> tuple[datetime, datetime]:
    return BOUNDS[Period(period)](day)


def care_had(card: Card, begin: datetime, but: Authorisation | None = None) -> list[Had]:
    """The care of a card's wallet since an instant, without that of the visit that is judged."""
    paid = paid_lines(card.member_id, begin)
    held = held_lines(card.member_id, begin)
    if but is not None:
        held = held.exclude(authorisation=but.pk)
    return [*read(paid, "redemption"), *read(held, "authorisation")]


def paid_lines(member: int | None, begin: datetime) -> QuerySet[RedemptionLine, Any]:
    # Whoever paid after this instant may have been there before; nobody pays before they are.
    opened = Coalesce(
        "redemption__authorisation_end__authorisation__opened_at", "redemption__redeemed_at"
    )
    lines = RedemptionLine.objects.filter(
        redemption__member=member, redemption__redeemed_at__gte=begin, redemption__cancel=None
    )
    return lines.annotate(began=opened)


def held_lines(member: int | None, begin: datetime) -> QuerySet[AuthorisationLine, Any]:
    lines = AuthorisationLine.objects.filter(
        authorisation__member=member,
        authorisation__opened_at__gte=begin,
        authorisation__hold__end=None,
        authorisation__expires_at__gt=clock.now(),
    )
    return lines.annotate(began=F("authorisation__opened_at"))


def read(lines: QuerySet[Any, Any], of: str) -> Iterator[Had]:
    rows = lines.values_list(
        "began",
        f"{of}__card__holder_form",
        f"{of}__clinic__place_id",
        f"{of}__clinic__place__parent_id",
        "service__code",
        "count",
        "rupiah_idr",
    )
    for began, holder, *rest in rows:
        yield Had(began, holder or "", *rest)


def counted(limit: CareLimit, had: Iterable[Had], holder: str, began: datetime) -> int:
    """What of it counts for a limit in the period of a day of care."""
    begin, end = bounds_of(limit.period, local_day(began))
    return sum(
        amount_of(limit, one.count, one.rupiah_idr)
        for one in had
        if begin <= one.began < end
        and limit.place_id in (one.clinic_place, one.programme)
        and limit.service in ("", one.service)
        and (limit.whose == CareLimit.Whose.HOUSEHOLD or one.holder == holder)
    )


def amount_of(limit: CareLimit, count: int, rupiah_idr: int) -> int:
    return count if limit.measure == CareLimit.Measure.COUNT else rupiah_idr
