"""What is asked for, at which price, and who pays: the same for paying now and for holding."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clinic.charges.refusals import CashOutOfRange, CountOutOfRange, CreditTooSmall
from clinic.models import Clinic, Service
from clinic.permissions import REDEEM, clinic_of
from clinic.register.refusals import (
    ClinicNotValid,
    ServiceInactive,
    ServiceUnknown,
    TariffMissing,
    TariffNeeded,
)
from clinic.register.tariffs import MAX_TARIFF_IDR, tariffs_on
from ledger import clock
from ledger.idempotency import was_carried_out
from wastebank.cards.pins import check_pin
from wastebank.cards.read import active_card, read_card, require_active
from wastebank.deposits.record import code_digest
from wastebank.deposits.refusals import NoLines, TooManyLines
from wastebank.materials.refusals import PriceDiffers, PriceOutOfRange
from wastebank.members.refusals import MemberElsewhere
from wastebank.members.wallets import balance_of
from wastebank.models import Card, Member, User
from wastebank.permissions import require
from wastebank.refusals import Conflict, PlaceInactive
from wastebank.text import checked_text
from wastebank.values.calendar import local_day

MAX_LINES = 20
MAX_COUNT = 100


@dataclass(frozen=True, slots=True)
class ServiceAsked:
    """A service's code, how often, and its price in rupiah where the desk sets it."""

    service: str
    count: int = 1
    price_idr: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuotedService:
    service: Service
    count: int
    price_idr: int
    rupiah_idr: int
    note: str

    def columns(self, line_number: int) -> dict[str, Any]:
        """What a line of a visit and one of its receipt both keep."""
        return {
            "line": line_number,
            "service": self.service,
            "count": self.count,
            "price_idr": self.price_idr,
            "rupiah_idr": self.rupiah_idr,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """Who pays what: credit first, the rest in cash. Shown before the PIN is asked."""

    lines: Sequence[QuotedService]
    total_idr: int
    credit_idr: int
    cash_idr: int
    available_idr: int


def quote_redemption(*, by: User, card: str, lines: Sequence[ServiceAsked]) -> Quote:
    """The split for a card's holder at this clinic now; nothing is recorded."""
    require(by, REDEEM)
    clinic = clinic_of(by)
    _, member = active_card(card)
    check_lines(lines)
    priced = price_lines(lines, clinic)
    total_idr = sum(line.rupiah_idr for line in priced)
    available_idr = balance_of(member).available_idr
    credit_idr = min(total_idr, available_idr)
    return Quote(priced, total_idr, credit_idr, total_idr - credit_idr, available_idr)


def consented(key: UUID, card: str, pin: str) -> tuple[Card, Conflict | None]:
    """The card whose PIN was right, and why nothing can be paid with it, if so."""
    shown = read_card(card)
    why_not = refusal_of(shown)
    # A card that ended since may still ask, with its PIN, what its key answered.
    if shown.member is not None and (why_not is None or was_carried_out(key)):
        check_pin(member=shown.member, cards=[shown], pin=pin)
    return shown, why_not


def request_fingerprint(
    by: User, card: str, lines: Sequence[ServiceAsked], cash_idr: int
) -> dict[str, object]:
    """What the key of an act with a card stands for; the PIN is no part of it."""
    return {
        "by": by.username,
        "card": code_digest(card),
        "lines": lines_fingerprint(lines),
        "cash": cash_idr,
    }


def lines_fingerprint(lines: Sequence[ServiceAsked]) -> list[list[object]]:
    """The lines as a key's fingerprint tells them."""
    return [[line.service, line.count, line.price_idr, line.note] for line in lines]


def refusal_of(card: Card) -> Conflict | None:
    """Why nothing can be paid with this card, if so. It becomes the answer of the key, too."""
    try:
        require_active(card)
    except Conflict as refusal:
        return refusal
    return None


def check_asked(lines: Sequence[ServiceAsked], cash_idr: int) -> None:
    check_lines(lines)
    if cash_idr < 0:
        raise CashOutOfRange


def check_lines(lines: Sequence[ServiceAsked]) -> None:
    if not lines:
        raise NoLines
    if len(lines) > MAX_LINES:
        raise TooManyLines(max_lines=MAX_LINES)
    for line in lines:
        if not 1 <= line.count <= MAX_COUNT:
            raise CountOutOfRange(max_count=MAX_COUNT)
        if line.price_idr is not None and not 0 <= line.price_idr <= MAX_TARIFF_IDR:
            raise PriceOutOfRange(max_idr=MAX_TARIFF_IDR)
        checked_text("note", line.note, 100)


def price_lines(lines: Sequence[ServiceAsked], clinic: Clinic) -> list[QuotedService]:
    """Each line at this clinic's tariff of today."""
    today = local_day(clock.now())
    if not clinic.place.active:
        raise PlaceInactive(place=clinic.place.name)
    if not (clinic.valid_from <= today and (clinic.valid_until or today) >= today):
        raise ClinicNotValid(clinic=clinic.place.name)
    codes = {line.service for line in lines}
    services = {s.code: s for s in Service.objects.filter(clinic=clinic, code__in=codes)}
    tariffs = tariffs_on(services.values(), today)
    quoted = []
    for line in lines:
        service = services.get(line.service)
        if service is None:
            raise ServiceUnknown(service=line.service)
        if not service.active:
            raise ServiceInactive(service=service.name)
        price_idr = unit_price(service, tariffs.get(service.pk), line.price_idr)
        quoted.append(
            QuotedService(service, line.count, price_idr, line.count * price_idr, line.note.strip())
        )
    return quoted


def unit_price(service: Service, tariff_idr: int | None, asked_idr: int | None) -> int:
    if service.pricing == Service.Pricing.FREE:
        tariff_idr = 0
    if service.pricing == Service.Pricing.VARIABLE:
        if asked_idr is None:
            raise TariffNeeded(service=service.name)
        return asked_idr
    if tariff_idr is None:
        raise TariffMissing(service=service.name)
    if asked_idr not in (None, tariff_idr):
        raise PriceDiffers(name=service.name, price_idr=tariff_idr, sent_idr=asked_idr)
    return tariff_idr


def patient_here(card: Card, clinic: Clinic) -> Member:
    """The card's member, whose programme must be this clinic's."""
    owner = require_active(card)
    if owner.place.main_id != clinic.place.main_id:
        raise MemberElsewhere
    return owner


def credit_asked(priced: Sequence[QuotedService], cash_idr: int) -> int:
    """What the wallet pays when `cash_idr` is paid at the desk."""
    total_idr = sum(line.rupiah_idr for line in priced)
    if cash_idr > total_idr:
        raise CashOutOfRange
    return total_idr - cash_idr


def short_of(
    credit_idr: int, available_idr: int, priced: Sequence[QuotedService]
) -> CreditTooSmall:
    return CreditTooSmall(
        missing_idr=credit_idr - available_idr,
        available_idr=available_idr,
        total_idr=sum(line.rupiah_idr for line in priced),
    )
