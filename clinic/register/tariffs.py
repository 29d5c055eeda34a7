"""Tariffs: what a service costs from a day on. A tariff never changes the past."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from clinic import actions
from clinic.models import Clinic, Service, Tariff
from clinic.permissions import SET_TARIFFS, clinic_of
from clinic.register.refusals import ClinicUnknown, ServiceUnknown, TariffInPast
from ledger import clock
from wastebank.commands import log, record
from wastebank.models import Role, User
from wastebank.permissions import require
from wastebank.refusals import PriceOutOfRange
from wastebank.values.calendar import local_day

MAX_TARIFF_IDR = 100_000_000


def tariffs_on(services: Iterable[Service], day: date) -> Mapping[int, int]:
    """Rupiah per unit of each service on a day, by service id; absent without a tariff."""
    rows = Tariff.objects.filter(service__in=list(services), valid_from__lte=day)
    return {tariff.service_id: tariff.price_idr for tariff in rows.order_by("valid_from")}


def find_clinic(*, by: User, code: str) -> Clinic:
    """A clinic this person may set tariffs for: a lead's own, a manager's by its code."""
    require(by, SET_TARIFFS)
    if by.role == Role.LEAD:
        own = clinic_of(by)
        if own.place.code != code:
            raise ClinicUnknown(clinic=code)
        return own
    clinic = Clinic.objects.select_related("place").filter(place__code=code).first()
    if clinic is None or by.place is None or not by.place.covers(clinic.place):
        raise ClinicUnknown(clinic=code)
    return clinic


def set_tariff(
    *, key: UUID, by: User, clinic: str, service: str, valid_from: date, price_idr: int
) -> Tariff:
    """Set what a service costs, in rupiah per its unit, from today or a later day on."""
    where = find_clinic(by=by, code=clinic)
    if not 0 <= price_idr <= MAX_TARIFF_IDR:
        raise PriceOutOfRange(max_idr=MAX_TARIFF_IDR)
    request = {
        "by": by.username,
        "clinic": clinic,
        "service": service,
        "valid_from": valid_from.isoformat(),
        "price_idr": price_idr,
    }

    def make() -> Tariff:
        offered = Service.objects.select_for_update().filter(clinic=where, code=service).first()
        if offered is None:
            raise ServiceUnknown(service=service)
        return put_tariff(by, offered, valid_from, price_idr, key)

    return record(Tariff, key=key, verb="set_tariff", request=request, make=make)


def refuse_past(service: Service, valid_from: date) -> None:
    """The first tariff of a service may begin in the past: nothing can rest on it yet."""
    if valid_from < local_day(clock.now()) and service.tariffs.exists():
        raise TariffInPast


def put_tariff(by: User, service: Service, valid_from: date, price_idr: int, key: UUID) -> Tariff:
    """Write a tariff inside a command's transaction, which holds the service's row."""
    refuse_past(service, valid_from)
    tariff, _ = Tariff.objects.update_or_create(
        service=service,
        valid_from=valid_from,
        defaults={"price_idr": price_idr, "set_by": by.username, "set_at": clock.now()},
    )
    place = service.clinic.place
    log(by=by, action=actions.SET_TARIFF, subject=f"clinic:{place.code}", key=key, place=place)
    return tariff
