"""Questions to the clinic. No answer here knows a deposit; a member's own visits tell services."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from clinic.acts import REDEEM, SEE_VISITS, SET_TARIFFS, clinic_of
from clinic.models import Clinic, Redemption, RedemptionLine, Service, Tariff, Visit
from clinic.tariffs import tariffs_on
from ledger import clock
from wastebank.cards import active_card
from wastebank.days import day_bounds
from wastebank.models import Member, Place, Role, User
from wastebank.prices import local_day
from wastebank.reading import balance_of
from wastebank.roles import require

RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Patient:
    """All that the desk is told of a person: a name to compare, and what can be spent."""

    name: str
    wallet_name: str  # of the household, where the card is one person's
    number: str
    available_idr: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with what it costs today; `price_idr` None: written down at the desk."""

    service: Service
    price_idr: int | None


@dataclass(frozen=True, slots=True)
class DaySums:
    """The visits of a day that stand, and who paid them."""

    count: int
    credit_idr: int
    cash_idr: int


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A service with the tariff in force, and the next one if it is set already."""

    service: Service
    now: Tariff | None
    following: Tariff | None


def patient_of(*, by: User, card: str) -> Patient:
    """Who holds this card, as far as a clinic desk may know."""
    require(by, REDEEM)
    clinic_of(by)
    shown, member = active_card(card)
    return Patient(
        name=shown.holder,
        wallet_name=member.name if shown.holder != member.name else "",
        number=member.number,
        available_idr=balance_of(member).available_idr,
    )


def offered_services(clinic: Clinic, day: date) -> list[Offered]:
    """What a clinic can be paid for on a day; a fixed price without a tariff is left out."""
    services = list(clinic.services.filter(active=True).order_by("category", "name_id", "pk"))
    tariffs = tariffs_on(services, day)
    offered = []
    for service in services:
        if service.pricing == Service.Pricing.FREE:
            offered.append(Offered(service, 0))
        elif service.pricing == Service.Pricing.VARIABLE:
            offered.append(Offered(service, None))
        elif service.pk in tariffs:
            offered.append(Offered(service, tariffs[service.pk]))
    return offered


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


def open_visits(*, by: User) -> QuerySet[Visit]:
    """The visits of this clinic whose credit is set aside now, the oldest first."""
    require(by, SEE_VISITS)
    return still_open().filter(clinic=clinic_of(by))


def open_visits_of(member: Member) -> QuerySet[Visit]:
    """Where a member's credit is set aside, how much and until when, the oldest first."""
    return still_open().filter(member=member)


def still_open() -> QuerySet[Visit]:
    visits = Visit.objects.filter(hold__end__isnull=True, expires_at__gt=clock.now())
    return visits.select_related("clinic__place", "member", "card__member").order_by(
        "opened_at", "pk"
    )


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


def tariff_list(*, by: User, clinic: Clinic) -> Sequence[TariffRow]:
    """Every active service of a clinic with its tariffs of now and next."""
    require(by, SET_TARIFFS)
    today = local_day(clock.now())
    services = clinic.services.filter(active=True).order_by("category", "name_id", "pk")
    rows = []
    for service in services.prefetch_related("tariffs"):
        dated = sorted(service.tariffs.all(), key=lambda tariff: tariff.valid_from)
        begun = [tariff for tariff in dated if tariff.valid_from <= today]
        coming = [tariff for tariff in dated if tariff.valid_from > today]
        now = begun[-1] if begun else None
        rows.append(TariffRow(service, now, coming[0] if coming else None))
    return rows


def clinics_for(*, by: User) -> list[Clinic]:
    """The clinics whose tariffs this person may set."""
    require(by, SET_TARIFFS)
    if by.role == Role.LEAD:
        return [clinic_of(by)]
    clinics = Clinic.objects.select_related("place").order_by("place__name")
    return [clinic for clinic in clinics if covers(by.place, clinic.place)]


def covers(own: Place | None, other: Place) -> bool:
    return own is not None and own.covers(other)
