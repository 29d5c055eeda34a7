"""What a clinic offers, and at which tariff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from clinic.models import Clinic, Service, Tariff
from clinic.permissions import SET_TARIFFS, clinic_of
from clinic.register.refusals import ClinicUnknown
from clinic.register.tariffs import shown_prices, tariffs_of_care
from ledger import clock
from wastebank.models import Place, Role, User
from wastebank.permissions import require
from wastebank.values.dated import coming, in_force


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with what it costs today; `price_idr` None: written down at the desk."""

    service: Service
    price_idr: int | None
    tariff: Tariff | None = None  # where the desk sets the price between its two figures

    @property
    def between(self) -> str:
        return shown_prices(self.tariff) if self.tariff else ""


@dataclass(frozen=True, slots=True)
class TariffListLine:
    """A service with the tariff in force, and those that are set already and may be withdrawn."""

    service: Service
    now: Tariff | None
    following: Sequence[Tariff]

    @property
    def prices(self) -> str:
        """What it costs now, or from what to what."""
        return shown_prices(self.now) if self.now else ""


def offered_services(clinic: Clinic, moment: datetime) -> list[Offered]:
    """What a visit that begins at a moment can be paid for; a fixed price without a tariff is left
    out."""
    services = list(clinic.services.filter(active=True).order_by("category", "ordered_by", "pk"))
    tariffs = tariffs_of_care(services, moment)
    offered = []
    for service in services:
        if service.pricing == Service.Pricing.FREE:
            offered.append(Offered(service, 0))
        elif service.pricing == Service.Pricing.VARIABLE:
            offered.append(Offered(service, None, range_at(tariffs.get(service.pk), moment)))
        elif service.pk in tariffs:
            offered.append(Offered(service, tariffs[service.pk].price_idr))
    return offered


def range_at(tariff: Tariff | None, moment: datetime) -> Tariff | None:
    """The two figures that hold already; one that comes later judges nothing now."""
    return (
        tariff if tariff and tariff.most_idr is not None and tariff.holds_from <= moment else None
    )


def tariff_list(*, by: User, clinic: Clinic) -> Sequence[TariffListLine]:
    """Every active service of a clinic with its tariffs of now and next."""
    require(by, SET_TARIFFS)
    now = clock.now()
    services = clinic.services.filter(active=True).order_by("category", "ordered_by", "pk")
    rows = []
    standing = Prefetch("tariffs", queryset=Tariff.objects.standing())
    for service in services.prefetch_related(standing):
        tariffs = list(service.tariffs.all())
        rows.append(TariffListLine(service, in_force(tariffs, now), coming(tariffs, now)))
    return rows


def services_stopped(*, by: User, clinic: Clinic) -> Sequence[Service]:
    """Those that were offered once, and may be again."""
    require(by, SET_TARIFFS)
    return list(clinic.services.filter(active=False).order_by("ordered_by", "pk"))


def clinics_for(*, by: User) -> list[Clinic]:
    """The clinics whose tariffs this person may set."""
    require(by, SET_TARIFFS)
    if by.role == Role.LEAD:
        return [clinic_of(by)]
    clinics = Clinic.objects.select_related("place").order_by("place__ordered_by")
    return [clinic for clinic in clinics if covers(by.place, clinic.place)]


def chosen_clinic(*, by: User, code: str) -> Clinic:
    """The one that was asked for among those whose tariffs this person may set; else the first."""
    found = [clinic for clinic in clinics_for(by=by) if code in ("", clinic.place.code)]
    if not found:
        raise ClinicUnknown(clinic=code[:20])
    return found[0]


def covers(own: Place | None, other: Place) -> bool:
    return own is not None and own.covers(other)
