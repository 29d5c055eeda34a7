"""What a clinic offers, and at which tariff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic.models import Clinic, Service, Tariff
from clinic.permissions import SET_TARIFFS, clinic_of
from clinic.register.tariffs import tariffs_on
from ledger import clock
from wastebank.models import Place, Role, User
from wastebank.permissions import require
from wastebank.values.calendar import local_day


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with what it costs today; `price_idr` None: written down at the desk."""

    service: Service
    price_idr: int | None


@dataclass(frozen=True, slots=True)
class TariffListLine:
    """A service with the tariff in force, and the next one if it is set already."""

    service: Service
    now: Tariff | None
    following: Tariff | None


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


def tariff_list(*, by: User, clinic: Clinic) -> Sequence[TariffListLine]:
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
        rows.append(TariffListLine(service, now, coming[0] if coming else None))
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
