"""Closing a day: its sheet is counted, the day takes nothing more, and the book is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet, Sum

from ledger import clock
from ledger.models import Seal
from ledger.queries import seal_of_row
from ledger.seals.making import seal_after
from wastebank import actions
from wastebank.commands import log, record
from wastebank.days.refusals import DayClosed, DayNotOver, EarlierDayOpen
from wastebank.deposits.counted import (
    MaterialTotal,
    at_places,
    corrections_counted,
    deposits_counted,
    material_totals,
    voids_counted,
)
from wastebank.deposits.review_flags import LATE
from wastebank.models import (
    DayClosing,
    Deposit,
    DepositCorrection,
    DepositVoid,
    Place,
    ReceiptSeries,
    User,
)
from wastebank.numbering import lock_open_day, open_day, receipt_number
from wastebank.permissions import CLOSE_DAY, SEE_DEPOSITS, place_of, require
from wastebank.refusals import PlaceUnknown
from wastebank.values.calendar import local_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OperatorTotal:
    name: str
    deposit_count: int
    total_idr: int


@dataclass(frozen=True, slots=True)
class DaySums:
    """What a closing writes down. `total_idr` counts voided deposits too; `voided_idr` is what was
    taken back on that day, of whichever day the deposit was."""

    deposit_count: int
    first_series_number: int | None
    last_series_number: int | None
    total_idr: int
    void_count: int
    voided_idr: int
    correction_count: int
    corrected_idr: int  # what corrections of the day added, with its sign


@dataclass(frozen=True, slots=True)
class DaySheet:
    """All of a place's day. `closing` is None while it is open; `seal` is the one over its last
    entry, None while that is unsealed."""

    place: Place
    day: date
    closing: DayClosing | None
    sums: DaySums
    first_number: str
    last_number: str
    materials: Sequence[MaterialTotal]
    operators: Sequence[OperatorTotal]
    late: Sequence[Deposit]  # weighed on another day than the one they count in
    voids: Sequence[DepositVoid]
    corrections: Sequence[DepositCorrection]
    seal: Seal | None

    @property
    def net_idr(self) -> int:
        return self.sums.total_idr - self.sums.voided_idr + self.sums.corrected_idr


def close_day(
    *, key: UUID, by: User, day: date, place: str | None = None, with_earlier: bool = False
) -> DayClosing:
    """Close a day of the own place, or of one it looks after: it takes no more records.

    Days are closed in their order; `with_earlier` closes those that were forgotten, too, each
    with a closing of its own. What is recorded afterwards counts in the next open day, with the
    time it happened kept. The book is sealed after it.
    """
    chosen = place_to_close(require(by, CLOSE_DAY), place)
    if day > local_day(clock.now()):
        raise DayNotOver(day=day.isoformat())
    request = {
        "by": by.username,
        "place": chosen.code,
        "day": day.isoformat(),
        "earlier": with_earlier,
    }
    closing = record(
        DayClosing,
        key=key,
        verb="close_day",
        request=request,
        make=lambda: _close(key, by, chosen, day, with_earlier=with_earlier),
    )
    seal_after()  # in a transaction of its own: sealing inside the posting one costs too much
    return closing


def place_to_close(by: User, code: str | None) -> Place:
    own = place_of(by)
    if code is None or code == own.code:
        return own
    found = Place.objects.exclude(kind=Place.Kind.CLINIC).filter(code=code).first()
    if found is None or not own.covers(found):
        raise PlaceUnknown(place=code)
    return found


def _close(key: UUID, by: User, place: Place, day: date, *, with_earlier: bool) -> DayClosing:
    lock_open_day(place, clock.now())  # from here on nothing can be recorded into the day
    series = ReceiptSeries.objects.get(place=place)
    if series.closed_through is not None and day <= series.closed_through:
        raise DayClosed(day=day.isoformat())
    forgotten = days_left_open(place, series.closed_through, day)
    if forgotten and not with_earlier:
        raise EarlierDayOpen(day=forgotten[0].isoformat())
    for earlier in forgotten:
        write_closing(key, by, place, earlier)
    closing = write_closing(key, by, place, day)
    ReceiptSeries.objects.filter(place=place).update(closed_through=day)
    return closing


def days_left_open(place: Place, closed_through: date | None, before: date) -> list[date]:
    """Days with records that nobody closed, up to before that day; the oldest first."""
    found: set[date] = set()
    for records in (
        Deposit.objects.filter(place=place),
        at_places(DepositVoid.objects.all(), [place.pk]),
        at_places(DepositCorrection.objects.all(), [place.pk]),
    ):
        since = records.filter(book_day__lt=before)
        if closed_through is not None:
            since = since.filter(book_day__gt=closed_through)
        found |= set(since.values_list("book_day", flat=True).distinct())
    return sorted(found)


def write_closing(key: UUID, by: User, place: Place, day: date) -> DayClosing:
    sums = day_sums(place, day)
    log(by=by, action=actions.CLOSE_DAY, subject=f"day:{place.code}:{day}", key=key, place=place)
    return DayClosing.objects.create(
        place=place,
        day=day,
        closed_at=clock.now(),
        actor=by.username,
        actor_name=str(by),
        deposit_count=sums.deposit_count,
        first_series_number=sums.first_series_number,
        last_series_number=sums.last_series_number,
        total_idr=sums.total_idr,
        void_count=sums.void_count,
        voided_idr=sums.voided_idr,
        correction_count=sums.correction_count,
        corrected_idr=sums.corrected_idr,
    )


def day_sums(place: Place, day: date) -> DaySums:
    period = (only(place), day, day + ONE_DAY)
    deposits = deposits_counted(*period).aggregate(
        count=Count("pk"),
        first=Min("series_number"),
        last=Max("series_number"),
        total_idr=Sum("total_idr"),
    )
    voids = voids_counted(*period).aggregate(count=Count("pk"), total_idr=Sum("deposit__total_idr"))
    right = corrections_counted(*period).aggregate(
        count=Count("pk"), total_idr=Sum(F("total_after_idr") - F("total_before_idr"))
    )
    return DaySums(
        deposits["count"],
        deposits["first"],
        deposits["last"],
        deposits["total_idr"] or 0,
        voids["count"],
        voids["total_idr"] or 0,
        right["count"],
        right["total_idr"] or 0,
    )


def day_sheet(*, by: User, day: date, place: Place | None = None) -> DaySheet:
    """A day of the own place, or of another this person may see, open or closed."""
    chosen = place or place_of(require(by, SEE_DEPOSITS))
    require(by, SEE_DEPOSITS)
    if by.place is not None and not by.place.covers(chosen):
        raise PlaceUnknown(place=chosen.code)
    sums = day_sums(chosen, day)
    period = (only(chosen), day, day + ONE_DAY)
    deposits = deposits_counted(*period)
    closing = DayClosing.objects.filter(place=chosen, day=day).first()
    return DaySheet(
        place=chosen,
        day=day,
        closing=closing,
        sums=sums,
        first_number=number_of(chosen, sums.first_series_number),
        last_number=number_of(chosen, sums.last_series_number),
        materials=material_totals(*period),
        operators=operator_totals(chosen, day),
        late=list(
            deposits.filter(review_flags__contains=LATE.code)
            .select_related("member")
            .order_by("pk")
        ),
        voids=list(voids_counted(*period).select_related("deposit__member").order_by("pk")),
        corrections=list(
            corrections_counted(*period)
            .select_related("deposit", "member_before", "member_after")
            .prefetch_related("lines")
            .order_by("pk")
        ),
        seal=seal_over(closing, deposits),
    )


def seal_over(closing: DayClosing | None, deposits: QuerySet[Deposit]) -> Seal | None:
    """The seal over a closed day as it was closed; over its last deposit while it is open, and of
    days that were closed before seals held closings."""
    whole = seal_of_row("wastebank_dayclosing", closing.pk) if closing else None
    return (
        whole or Seal.objects.filter(entries__entry__deposit__in=deposits).order_by("number").last()
    )


def number_of(place: Place, serial: int | None) -> str:
    return "" if serial is None else receipt_number(place, serial)


def only(place: Place) -> QuerySet[Place]:
    return Place.objects.filter(pk=place.pk)


def operator_totals(place: Place, day: date) -> list[OperatorTotal]:
    rows = (
        deposits_counted(only(place), day, day + ONE_DAY)
        .order_by()
        .values("actor")
        .annotate(name=Max("actor_name"), count=Count("pk"), total_idr=Sum("total_idr"))
        .order_by("name")
    )
    return [OperatorTotal(row["name"], row["count"], row["total_idr"]) for row in rows]


def days_to_close(place: Place) -> list[date]:
    """Days with records that are still open, before the open day of today; the oldest first."""
    series = ReceiptSeries.objects.filter(place=place).first()
    return days_left_open(place, series.closed_through if series else None, open_day(place))
