"""Redemptions: credit is spent on care. A promise on a balance: online, checked, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from clinic import chart
from clinic.acts import CANCEL_LATER, REDEEM, SEE_VISITS, clinic_of
from clinic.models import Clinic, Redemption, RedemptionCancel, RedemptionLine, Service
from clinic.refusals import (
    CancelReasonMissing,
    CancelTooLate,
    CashOutOfRange,
    ClinicNotValid,
    CountOutOfRange,
    CreditTooSmall,
    RedemptionUnknown,
    ServiceInactive,
    ServiceUnknown,
    TariffMissing,
    TariffNeeded,
)
from clinic.tariffs import MAX_TARIFF_IDR, tariffs_on
from ledger import clock
from ledger.holds import expire_overdue
from ledger.keys import was_carried_out
from ledger.models import JournalEntry
from ledger.posting import Arrow, Locked, lock_accounts, post, reverse
from ledger.refusals import AlreadyReversed
from wastebank import chart as bank_chart
from wastebank.cardcode import verify_code
from wastebank.cards import active_card, read_card, require_active
from wastebank.deposits import code_digest
from wastebank.models import Card, Member, User
from wastebank.pins import check_pin
from wastebank.prices import local_day
from wastebank.reading import balance_of
from wastebank.refusals import (
    Conflict,
    MemberElsewhere,
    NoLines,
    PlaceInactive,
    PriceDiffers,
    PriceOutOfRange,
    TooManyLines,
)
from wastebank.roles import may, require
from wastebank.verbs import checked_reason, checked_text, log, next_receipt, record

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


def redeem(
    *,
    key: UUID,
    by: User,
    card: str,
    pin: str,
    lines: Sequence[ServiceAsked],
    cash_idr: int = 0,
) -> Redemption:
    """Pay for care: `cash_idr` at the desk, the rest from the wallet, or CreditTooSmall.

    The PIN is checked first, in a transaction of its own, and is no part of the fingerprint.
    """
    require(by, REDEEM)
    clinic = clinic_of(by)
    check_asked(lines, cash_idr)
    shown, why_not = consented(key, card, pin)
    return record(
        Redemption,
        key=key,
        verb="redeem",
        request=told(by, card, lines, cash_idr),
        make=lambda: _redeem(key, by, clinic, shown, lines, cash_idr, why_not),
    )


def consented(key: UUID, card: str, pin: str) -> tuple[Card, Conflict | None]:
    """The card whose PIN was right, and why nothing can be paid with it, if so."""
    shown = read_card(card)
    why_not = refusal_of(shown)
    # A card that ended since may still ask, with its PIN, what its key answered.
    if shown.member is not None and (why_not is None or was_carried_out(key)):
        check_pin(member=shown.member, cards=[shown], pin=pin)
    return shown, why_not


def told(by: User, card: str, lines: Sequence[ServiceAsked], cash_idr: int) -> dict[str, object]:
    """What the key of an act with a card stands for; the PIN is no part of it."""
    return {
        "by": by.username,
        "card": code_digest(card),
        "lines": told_lines(lines),
        "cash": cash_idr,
    }


def told_lines(lines: Sequence[ServiceAsked]) -> list[list[object]]:
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


def _redeem(
    key: UUID,
    by: User,
    clinic: Clinic,
    card: Card,
    lines: Sequence[ServiceAsked],
    cash_idr: int,
    why_not: Conflict | None,
) -> Redemption:
    if why_not is not None:
        raise why_not  # even if the card was handed over this instant: no PIN was checked for it
    owner = patient_here(card, clinic)
    wallet, payable = bank_chart.wallet(owner), chart.payable(clinic)
    accounts = lock_accounts([wallet, payable])
    own = accounts[wallet.code]
    expire_overdue(own)
    require_active(Card.objects.select_related("member").get(pk=card.pk))
    priced = price_lines(lines, clinic)
    credit_idr = credit_asked(priced, cash_idr)
    if credit_idr > own.available:
        raise short_of(credit_idr, own.available, priced)
    entry_id = None
    if credit_idr:
        posted = post(
            key=str(key),
            kind="redemption",
            arrows=[Arrow(wallet, payable, credit_idr)],
            occurred_at=clock.now(),
            actor=by.username,
            place=clinic.place.code,
            accounts=accounts,
        )
        entry_id = posted.entry_id
    return write_redemption(entry_id, by, clinic, card, owner, priced, cash_idr, own)


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


def write_redemption(
    entry_id: int | None,
    by: User,
    clinic: Clinic,
    card: Card,
    owner: Member,
    priced: Sequence[QuotedService],
    cash_idr: int,
    wallet: Locked,
) -> Redemption:
    total_idr = sum(line.rupiah_idr for line in priced)
    number, series_number = next_receipt(clinic.place)
    redemption = Redemption.objects.create(
        number=number,
        series_number=series_number,
        entry_id=entry_id,
        clinic=clinic,
        member=owner,
        card=card,
        redeemed_at=wallet.touched_at if entry_id and wallet.touched_at else clock.now(),
        actor=by.username,
        actor_name=str(by),
        total_idr=total_idr,
        credit_idr=total_idr - cash_idr,
        cash_idr=cash_idr,
        available_after_idr=wallet.available,
        verify_code=verify_code(token_bytes(8)),
    )
    RedemptionLine.objects.bulk_create(
        RedemptionLine(
            redemption=redemption,
            name_id=line.service.name_id,
            name_en=line.service.name_en,
            per=line.service.per,
            **line.columns(line_number),
        )
        for line_number, line in enumerate(priced, start=1)
    )
    return redemption


def find_redemption(*, number: str, by: User) -> Redemption:
    """A visit of the clinic where this person stands."""
    require(by, SEE_VISITS)
    visits = Redemption.objects.select_related("clinic__place", "member", "entry", "cancel")
    found = visits.filter(number=number.strip().upper(), clinic=clinic_of(by)).first()
    if found is None:
        raise RedemptionUnknown
    return found


def cancel_redemption(*, key: UUID, by: User, redemption: str, reason: str) -> RedemptionCancel:
    """Take a visit back: the credit returns at once. After the window only the lead may."""
    require(by, REDEEM)
    if not reason.strip():
        raise CancelReasonMissing
    why = checked_reason(reason)
    found = find_redemption(number=redemption, by=by)
    request = {"by": by.username, "redemption": found.number, "reason": why}
    return record(
        RedemptionCancel,
        key=key,
        verb="cancel_redemption",
        request=request,
        make=lambda: _cancel(key, by, found, why),
    )


def _cancel(key: UUID, by: User, redemption: Redemption, reason: str) -> RedemptionCancel:
    window = timedelta(hours=redemption.clinic.cancel_window_hours)
    if not may(by, CANCEL_LATER) and clock.now() > redemption.redeemed_at + window:
        raise CancelTooLate(hours=redemption.clinic.cancel_window_hours)
    wallet = bank_chart.wallet(redemption.member)
    own = lock_accounts([wallet])[wallet.code]
    if RedemptionCancel.objects.filter(redemption=redemption).exists():
        raise AlreadyReversed(redemption=redemption.number)
    available_idr, entry_id = own.available, None
    if redemption.entry is not None:
        entry: JournalEntry = redemption.entry
        posted = reverse(
            key=str(key),
            entry=entry,
            occurred_at=clock.now(),
            actor=by.username,
            memo=f"cancel {redemption.number}",
        )
        entry_id = posted.entry_id
        available_idr += redemption.credit_idr
    log(
        by=by,
        act="cancel_redemption",
        subject=f"redemption:{redemption.number}",
        key=key,
        place=redemption.clinic.place,
    )
    return RedemptionCancel.objects.create(
        redemption=redemption,
        entry_id=entry_id,
        reason=reason,
        actor=by.username,
        cancelled_at=clock.now(),
        available_after_idr=available_idr,
    )
