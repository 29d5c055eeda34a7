"""What a credit buys at a clinic: the price of a plain visit, and each service by its tariff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from clinic.charges.authorisation_list import open_authorisations_of
from clinic.models import Clinic, Redemption, Service
from clinic.register.offered import Offered, offered_services
from wastebank.models import Card, Member
from wastebank.passbook.care import ClinicNear, HeldCredit
from wastebank.values.calendar import local_day

PLAIN = "umum"


@dataclass(frozen=True, slots=True)
class Affordable:
    """A service with its price today; how often a credit pays it, or what is missing for once.

    `times` None: it is free, or its price is set at the desk.
    """

    service: Service
    price_idr: int | None
    times: int | None
    missing_idr: int


def clinics_near(member: Member, moment: datetime) -> list[ClinicNear]:
    """The clinics of the member's programme that take credit now or will, not those that did."""
    day = local_day(moment)
    return [
        ClinicNear(
            place=clinic.place,
            visit_idr=visit_price(clinic, moment),
            valid_from=clinic.valid_from,
            valid_until=clinic.valid_until,
            open_today=clinic.valid_from <= day,
        )
        for clinic in programme_clinics(member, day)
    ]


def held_credit(member: Member) -> list[HeldCredit]:
    """Where a visit of this member is open now, with what waits there to pay it."""
    visits = open_authorisations_of(member).select_related("clinic__place")
    return [HeldCredit(visit.clinic.place, visit.held_idr, visit.expires_at) for visit in visits]


def clinic_of_receipt(cards: QuerySet[Card], code: str, since: datetime | None) -> str | None:
    """The code of the clinic whose receipt has this check code, if one of these cards paid for it
    since that instant."""
    visits = Redemption.objects.filter(verify_code=code, card__in=cards)
    if since is not None:
        visits = visits.filter(redeemed_at__gte=since)
    return visits.values_list("clinic__place__code", flat=True).first()


def programme_clinics(member: Member, day: date) -> list[Clinic]:
    clinics = Clinic.objects.select_related("place").filter(
        place__active=True, place__parent_id=member.place.main_id
    )
    valid = [c for c in clinics if c.valid_until is None or c.valid_until >= day]
    return sorted(valid, key=lambda clinic: clinic.place.name)


def visit_price(clinic: Clinic, moment: datetime) -> int | None:
    """What a plain visit costs: the cheapest general service that is paid by the visit."""
    visits = [
        row
        for row in offered_services(clinic, moment)
        if row.price_idr and row.service.per == Service.Per.VISIT
    ]
    general = [row for row in visits if row.service.category == PLAIN]
    return min((row.price_idr for row in general or visits if row.price_idr), default=None)


def affordable(clinic: Clinic, moment: datetime, credit_idr: int) -> Sequence[Affordable]:
    """Every service of a clinic at a moment, with what a credit makes of it."""
    return [within(row, max(credit_idr, 0)) for row in offered_services(clinic, moment)]


def within(row: Offered, credit_idr: int) -> Affordable:
    if not row.price_idr:
        return Affordable(row.service, row.price_idr, None, 0)
    times = credit_idr // row.price_idr
    missing_idr = 0 if times else row.price_idr - credit_idr
    return Affordable(row.service, row.price_idr, times, missing_idr)
