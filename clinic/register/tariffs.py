"""Tariffs: what a service costs from an instant on, until the next one. Nothing is changed.

Whoever sets or withdraws a tariff of a service holds the service's row until the end of the
transaction, so that tariffs of one service get their ids in the order in which they were set.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from clinic import actions
from clinic.models import (
    Authorisation,
    AuthorisationLine,
    Clinic,
    Redemption,
    RedemptionLine,
    Service,
    Tariff,
    TariffWithdrawal,
)
from clinic.permissions import SET_TARIFFS, clinic_of
from clinic.register.refusals import (
    ClinicUnknown,
    ServicePriced,
    ServiceUnknown,
    TariffHolds,
    TariffInPast,
    TariffUnknown,
    TariffWithdrawn,
)
from ledger import clock
from ledger.db.values import on_postgres
from wastebank.actions import Action, Change
from wastebank.commands import last_number, log, record
from wastebank.models import Role, User
from wastebank.permissions import require
from wastebank.refusals import FieldMissing, PriceOutOfRange
from wastebank.text import checked_reason
from wastebank.values.calendar import local_day
from wastebank.values.dated import in_force, instant_of
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

MAX_TARIFF_IDR = 100_000_000


def tariffs_at(services: Iterable[Service], moment: datetime) -> Mapping[int, int]:
    """Rupiah per unit of each service at a moment, by service id; absent without a tariff."""
    rows = Tariff.objects.standing().filter(service__in=list(services), holds_from__lte=moment)
    return {tariff.service_id: tariff.price_idr for tariff in rows}  # the last of each stays


def tariffs_of_care(services: Sequence[Service], began: datetime) -> Mapping[int, Tariff]:
    """Those of the moment when the visit began (R3), whatever was set since; of a service that had
    none then, the first that came, so that nobody who is here already is sent away."""
    rows = Tariff.objects.standing().filter(service__in=services, holds_from__lte=clock.now())
    found: dict[int, Tariff] = {}
    for tariff in rows:
        if tariff.holds_from <= began:
            found[tariff.service_id] = tariff
        else:
            found.setdefault(tariff.service_id, tariff)
    return found


HELD = (
    "SELECT * FROM clinic_service WHERE clinic_id = %s AND code = ANY(%s) ORDER BY id FOR KEY SHARE"
)


def held_services(clinic: Clinic, codes: Iterable[str]) -> list[Service]:
    """Services of which nobody sets a tariff until the transaction ends, in one order for all."""
    if on_postgres():
        return list(Service.objects.raw(HELD, [clinic.pk, list(codes)]))
    return list(Service.objects.filter(clinic=clinic, code__in=codes))


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
    *,
    key: UUID,
    by: User,
    clinic: str,
    service: str,
    valid_from: date,
    price_idr: int,
    most_idr: int | None = None,
) -> Tariff:
    """Set what a service costs, in rupiah per its unit: from now, or from a later day on. Of one
    whose price the desk sets, `price_idr` is the least and `most_idr` the most it may cost."""
    where = find_clinic(by=by, code=clinic)
    check_prices(price_idr, most_idr)
    request = {
        "by": by.username,
        "clinic": clinic,
        "service": service,
        "valid_from": valid_from.isoformat(),
        "price_idr": price_idr,
        **({} if most_idr is None else {"most_idr": most_idr}),
    }

    def make() -> Tariff:
        offered = Service.objects.select_for_update().filter(clinic=where, code=service).first()
        if offered is None:
            raise ServiceUnknown(service=service)
        require_priced_so(offered, most_idr)
        return put_tariff(by, offered, valid_from, price_idr, key, most_idr)

    return record(Tariff, key=key, verb="set_tariff", request=request, make=make)


def check_prices(price_idr: int, most_idr: int | None) -> None:
    """The least a service may cost, and the most where the desk sets its price."""
    for asked_idr in (price_idr, most_idr or 0):
        if not 0 <= asked_idr <= MAX_TARIFF_IDR:
            raise PriceOutOfRange(max_idr=MAX_TARIFF_IDR)
    if most_idr is not None and most_idr < price_idr:
        raise PriceOutOfRange(min_idr=price_idr, max_idr=MAX_TARIFF_IDR)


def require_priced_so(service: Service, most_idr: int | None) -> None:
    """A fixed price is one figure, one of the desk's has two, and what is free has none."""
    if service.pricing == Service.Pricing.VARIABLE:
        if most_idr is None:
            raise FieldMissing(field="most_idr")
    elif service.pricing == Service.Pricing.FREE or most_idr is not None:
        raise ServicePriced(service=service.name, pricing=str(service.get_pricing_display()))


def withdraw_tariff(*, key: UUID, by: User, tariff: int, reason: str) -> TariffWithdrawal:
    """Take back a tariff that does not hold yet; what held before goes on."""
    require(by, SET_TARIFFS)
    why = checked_reason(reason)

    def make() -> TariffWithdrawal:
        found = held_tariff(by, tariff)
        now = clock.now()
        if TariffWithdrawal.objects.filter(tariff=found).exists():
            raise TariffWithdrawn
        if found.holds_from <= now:
            raise TariffHolds
        standing = list(found.service.tariffs.standing())
        gone = TariffWithdrawal.objects.create(
            tariff=found, withdrawn_at=now, actor=by.username, reason=why
        )
        left = [row for row in standing if row.pk != found.pk]
        log_tariff(by, actions.WITHDRAW_TARIFF, found, (standing, left), key, why)
        return gone

    request = {"by": by.username, "tariff": tariff, "reason": why}
    return record(TariffWithdrawal, key=key, verb="withdraw_tariff", request=request, make=make)


def held_tariff(by: User, pk: int) -> Tariff:
    """A tariff whose service nobody else sets a tariff of until the end of the transaction."""
    found = Tariff.objects.select_related("service__clinic__place").filter(pk=pk).first()
    if found is None:
        raise TariffUnknown(tariff=pk)
    find_clinic(by=by, code=found.service.clinic.place.code)
    Service.objects.select_for_update().get(pk=found.service_id)
    return found


def refuse_past(service: Service, valid_from: date, *, is_priced: bool | None = None) -> None:
    """The first tariff of a service may begin in the past: nothing can rest on it yet. `is_priced`:
    whether it has one, where that is known already."""
    if valid_from >= local_day(clock.now()):
        return
    if not nothing_rests_on(service, is_priced=is_priced):
        raise TariffInPast


def nothing_rests_on(service: Service, *, is_priced: bool | None = None) -> bool:
    """What the desk prices is given without a tariff, too: any price was right then."""
    if service.tariffs.standing().exists() if is_priced is None else is_priced:
        return False
    if service.pricing == Service.Pricing.FIXED:
        return True
    lines = (RedemptionLine, AuthorisationLine)
    return not any(kind.objects.filter(service=service).exists() for kind in lines)


def put_tariff(
    by: User,
    service: Service,
    valid_from: date,
    price_idr: int,
    key: UUID,
    most_idr: int | None = None,
) -> Tariff:
    """Write a tariff inside a command's transaction, which holds the service's row."""
    refuse_past(service, valid_from)
    now = clock.now()
    standing = list(service.tariffs.standing())
    is_first = in_force(standing, now) is None and (
        service.pricing == Service.Pricing.FIXED or nothing_rests_on(service)
    )
    tariff = Tariff.objects.create(
        service=service,
        holds_from=instant_of(valid_from, now, is_first=is_first),
        price_idr=price_idr,
        most_idr=most_idr,
        set_by=by.username,
        set_at=now,
        after_redemption=last_number(Redemption),
        after_authorisation=last_number(Authorisation),
    )
    log_tariff(by, actions.SET_TARIFF, tariff, (standing, [*standing, tariff]), key)
    return tariff


def log_tariff(
    by: User,
    action: Action,
    tariff: Tariff,
    rows: tuple[Sequence[Tariff], Sequence[Tariff]],  # those that stood before it, and after
    key: UUID,
    reason: str = "",
) -> None:
    service, place, (before, after) = tariff.service, tariff.service.clinic.place, rows
    moment = tariff.holds_from
    log(
        by=by,
        action=action,
        subject=f"clinic:{place.code}",
        key=key,
        reason=reason,
        place=place,
        change=Change(
            thing=lambda: service.name,
            before=lambda: tariff_words(service, in_force(before, moment)),
            after=lambda: tariff_words(service, in_force(after, moment)),
            holds_from=moment,
        ),
    )


def tariff_words(service: Service, tariff: Tariff | None) -> str:
    """`Rp15.000 per kunjungan`, or that there is no tariff."""
    if tariff is None:
        return _("No tariff")
    return f"{shown_prices(tariff)} {service.get_per_display()}"


def shown_prices(tariff: Tariff) -> str:
    """`Rp15.000`, or `Rp5.000–Rp40.000` where the desk sets the price."""
    return shown_figures(*prices_of(tariff))


def prices_of(tariff: Tariff) -> tuple[int, int | None]:
    return tariff.price_idr, tariff.most_idr


def shown_figures(price_idr: int, most_idr: int | None) -> str:
    figures = [price_idr] if most_idr is None else [price_idr, most_idr]
    return "–".join(show_rupiah(figure, language()) for figure in figures)
