"""What a service that is asked for has to be, and what it may cost: the first checks of a line.

All lines pass one check before the next one is made, so the answer rests on no order of lines. The
whole order, with what comes before and after: docs/decisions/0066-one-order-of-checks.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic.models import Clinic, Service, Tariff
from clinic.register.offered import range_at
from clinic.register.refusals import (
    ClinicNotValid,
    ServiceInactive,
    ServiceUnknown,
    TariffMissing,
    TariffNeeded,
)
from wastebank.refusals import PlaceInactive, PriceDiffers, PriceOutOfRange
from wastebank.values.calendar import local_day

Pricing = Service.Pricing


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as it was asked for, the service of that code, and the tariff of the day of care."""

    code: str
    price_idr: int | None  # as the desk set it, or saw it
    service: Service | None
    tariff: Tariff | None
    began: datetime
    was_expected: bool = False  # when the visit began, which ends now

    @property
    def known(self) -> Service:
        assert self.service is not None  # the first check
        return self.service

    @property
    def is_free(self) -> bool:
        return self.known.pricing == Pricing.FREE

    @property
    def at_desk(self) -> bool:
        return self.known.pricing == Pricing.VARIABLE

    @property
    def unit_price_idr(self) -> int:
        """What one costs, after all checks."""
        if self.at_desk:
            assert self.price_idr is not None
            return self.price_idr
        if self.is_free:
            return 0
        assert self.tariff is not None
        return self.tariff.price_idr


def require_taking_credit(clinic: Clinic, began: datetime) -> None:
    """On the local day of care the clinic is in the programme, and its desk is open."""
    day = local_day(began)
    if not clinic.place.active:
        raise PlaceInactive(place=clinic.place.name)
    if not (clinic.valid_from <= day and (clinic.valid_until or day) >= day):
        raise ClinicNotValid(clinic=clinic.place.name, day=day.isoformat())


def is_known(asked: Asked) -> None:
    if asked.service is None:
        raise ServiceUnknown(service=asked.code)


def is_offered(asked: Asked) -> None:
    if not asked.known.active and not asked.was_expected:
        raise ServiceInactive(service=asked.known.name)


def has_a_price(asked: Asked) -> None:
    if asked.at_desk and asked.price_idr is None:
        raise TariffNeeded(service=asked.known.name)
    if asked.known.pricing == Pricing.FIXED and asked.tariff is None:
        raise TariffMissing(service=asked.known.name)


def is_priced_right(asked: Asked) -> None:
    if asked.at_desk:
        require_within(asked)
    elif asked.price_idr not in (None, asked.unit_price_idr):
        raise PriceDiffers(
            name=asked.known.name, price_idr=asked.unit_price_idr, sent_idr=asked.price_idr
        )


def require_within(asked: Asked) -> None:
    """Between the least and the most of the day of care; one that was set later judges nothing."""
    tariff, price_idr = range_at(asked.tariff, asked.began), asked.unit_price_idr
    if tariff is None or tariff.most_idr is None:
        return
    if not tariff.price_idr <= price_idr <= tariff.most_idr:
        raise PriceOutOfRange(min_idr=tariff.price_idr, max_idr=tariff.most_idr)


CHECKS: Sequence[Callable[[Asked], None]] = (is_known, is_offered, has_a_price, is_priced_right)


def check_asked_lines(lines: Sequence[Asked]) -> None:
    for check in CHECKS:
        for line in lines:
            check(line)
