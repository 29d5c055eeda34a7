"""Redemptions of a day and of a member. No answer here knows a deposit."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, QuerySet, Sum

from clinic.charges.payers import Payer, shares
from clinic.models import Clinic, Redemption, RedemptionLine, RedemptionPayment
from clinic.permissions import SEE_VISITS, clinic_of
from ledger import clock
from wastebank.models import Member, User
from wastebank.permissions import require
from wastebank.values.calendar import day_bounds

RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class VisitSums:
    """The visits of a day that were not cancelled on it, and what each payer paid on the day, less
    what came back on it. `earlier` are visits of other days that were cancelled on this one."""

    count: int
    paid: Sequence[tuple[Payer, int]]
    earlier: Sequence[Redemption]


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
    visits = visits.select_related("member", "card__member", "cancel")
    return visits.prefetch_related("payments").order_by("-redeemed_at", "-pk")


def day_sums(*, by: User, day: date) -> VisitSums:
    """What each payer paid on a day at this clinic; a cancel counts on the day it was made."""
    start, end = day_bounds(day)
    visits = visits_on(by=by, day=day)
    stands = Q(cancel__isnull=True) | Q(cancel__cancelled_at__gte=end)
    # Added to nothing, so that SQLite begins with the few that were cancelled on that day.
    own = ExpressionWrapper(F("clinic_id") + 0, BigIntegerField())
    cancelled = Redemption.objects.annotate(of_clinic=own).filter(
        of_clinic=clinic_of(by).pk, cancel__cancelled_at__gte=start, cancel__cancelled_at__lt=end
    )
    earlier = cancelled.filter(redeemed_at__lt=start).prefetch_related("payments")
    paid, back = payments_idr(visits), payments_idr(cancelled)
    net = {payer: paid.get(payer, 0) - back.get(payer, 0) for payer in paid | back}
    return VisitSums(visits.filter(stands).count(), shares(net), list(earlier.order_by("pk")))


def payments_idr(visits: QuerySet[Redemption]) -> dict[str, int]:
    """What each payer paid of these visits."""
    payments = RedemptionPayment.objects.filter(redemption__in=visits.order_by().values("pk"))
    return dict(payments.values_list("payer").annotate(sum_idr=Sum("amount_idr")).order_by())


def visits_of(member: Member, clinics: Collection[str]) -> QuerySet[Redemption]:
    """A member's own visits at these clinics with their services, newest first: for the member's
    eyes only."""
    visits = Redemption.objects.filter(member=member, clinic__place__code__in=clinics)
    visits = visits.select_related("clinic__place", "card", "cancel").prefetch_related(
        "lines", "payments"
    )
    return visits.order_by("-redeemed_at", "-pk")


def visit_of_entry(member: Member, entry_id: int, clinics: Collection[str]) -> Redemption | None:
    """The member's visit behind an entry of the book, be it the payment or its reversal."""
    return (
        visits_of(member, clinics)
        .filter(Q(entry_id=entry_id) | Q(cancel__entry_id=entry_id))
        .first()
    )
