"""Redemptions of a day and of a member. No answer here knows a deposit."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from clinic.models import Clinic, Redemption, RedemptionLine
from clinic.permissions import SEE_VISITS, clinic_of
from ledger import clock
from wastebank.models import Member, User
from wastebank.permissions import require
from wastebank.values.calendar import day_bounds

RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DaySums:
    """The visits of a day that stand, and who paid them."""

    count: int
    credit_idr: int
    cash_idr: int


def often_given(clinic: Clinic) -> Counter[int]:
    """How often each service was given of late, by its id."""
    since = clock.now() - RECENT
    lines = RedemptionLine.objects.filter(
        redemption__clinic=clinic, redemption__redeemed_at__gte=since
    )
    return Counter(dict(lines.values_list("service_id").annotate(times=Count("pk")).order_by()))


def visits_on(*, by: User, day: date) -> QuerySet[Redemption]:
    """The visits of a day at the clinic where this person stands, newest first."""
    require(by, SEE_VISITS)
    start, end = day_bounds(day)
    visits = Redemption.objects.filter(
        clinic=clinic_of(by), redeemed_at__gte=start, redeemed_at__lt=end
    )
    return visits.select_related("member", "card__member", "cancel").order_by("-redeemed_at", "-pk")


def day_sums(visits: QuerySet[Redemption]) -> DaySums:
    """What was paid by credit and by cash, cancelled visits left out."""
    sums = visits.filter(cancel__isnull=True).aggregate(
        count=Count("pk"), credit=Sum("credit_idr"), cash=Sum("cash_idr")
    )
    return DaySums(sums["count"], sums["credit"] or 0, sums["cash"] or 0)


def visits_of(member: Member) -> QuerySet[Redemption]:
    """A member's own visits with their services, newest first: for the member's eyes only."""
    visits = Redemption.objects.filter(member=member)
    visits = visits.select_related("clinic__place", "card", "cancel").prefetch_related("lines")
    return visits.order_by("-redeemed_at", "-pk")


def visit_of_entry(member: Member, entry_id: int) -> Redemption | None:
    """The member's visit behind an entry of the book, be it the payment or its reversal."""
    return visits_of(member).filter(Q(entry_id=entry_id) | Q(cancel__entry_id=entry_id)).first()
