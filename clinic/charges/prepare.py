"""What is asked for, at which price, and who pays: one charge, paid now or held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from clinic.charges.allocation import Allocation, Part, Source, allocate, paid_from
from clinic.charges.payers import agreed_cash, sources_of
from clinic.charges.refusals import CashOutOfRange, CountOutOfRange, CreditTooSmall
from clinic.limits.check import require_within_limits
from clinic.models import (
    Authorisation,
    AuthorisationEnd,
    AuthorisationPayment,
    Clinic,
    RedemptionPayment,
    Service,
)
from clinic.models.charges import CREDIT
from clinic.permissions import REDEEM, clinic_of
from clinic.register.checks import Asked, check_asked_lines, require_taking_credit
from clinic.register.tariffs import MAX_TARIFF_IDR, held_services, tariffs_of_care
from ledger import clock
from ledger.holds import expire_overdue
from ledger.idempotency import was_carried_out
from ledger.posting import AccountSpec, Locked, lock_accounts
from wastebank.book import accounts as bank_accounts
from wastebank.cards.pins import check_pin
from wastebank.cards.read import read_card, require_active
from wastebank.cards.refusals import CardTooNew
from wastebank.cards.renewed import most_for_new_idr, new_cards, new_until
from wastebank.codes.card_code import code_digest
from wastebank.members.refusals import MemberElsewhere
from wastebank.models import Card, Member, User
from wastebank.permissions import require
from wastebank.refusals import (
    Conflict,
    NoLines,
    PriceOutOfRange,
    TooManyLines,
)
from wastebank.text import checked_text
from wastebank.values.calendar import local

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


def total_of(lines: Iterable[QuotedService]) -> int:
    return sum(line.rupiah_idr for line in lines)


@dataclass(frozen=True, slots=True)
class Charge:
    """Care a card is to pay for, with its PIN checked: now, or held until the care is done.

    `why_not` is what the card is refused for. It is the answer of the key, too.
    """

    key: UUID
    by: User
    clinic: Clinic
    card: Card
    lines: Sequence[ServiceAsked]
    cash_idr: int
    request: Mapping[str, object]  # what the key stands for; the PIN is no part of it
    why_not: Conflict | None


@dataclass(frozen=True, slots=True)
class Bill:
    """Under the lock of all accounts it rests on: whose care, at which prices, who pays what."""

    key: UUID
    by: User
    clinic: Clinic
    card: Card
    member: Member
    lines: Sequence[QuotedService]
    parts: Sequence[Part]
    accounts: dict[str, Locked]

    @property
    def total_idr(self) -> int:
        return total_of(self.lines)

    @property
    def wallet(self) -> Locked:
        return self.accounts[bank_accounts.wallet(self.member).code]

    def payments(self, posting_ids: Sequence[int] = ()) -> Iterator[dict[str, Any]]:
        """The columns of the payments, with the postings of those that the book paid."""
        postings = iter(posting_ids)
        for position, part in enumerate(self.parts, start=1):
            columns: dict[str, Any] = {
                "position": position,
                "payer": part.payer,
                "account_id": self.accounts[part.account.code].id if part.account else None,
                "amount_idr": part.amount_idr,
            }
            if posting_ids and part.account:
                columns["posting_id"] = next(postings)
            yield columns


def prepare_charge(
    *, key: UUID, by: User, card: str, pin: str, lines: Sequence[ServiceAsked], cash_idr: int
) -> Charge:
    """All that comes before the transaction. The PIN is checked in one of its own."""
    require(by, REDEEM)
    clinic = clinic_of(by)
    check_asked(lines, cash_idr)
    shown, why_not = consented(key, card, pin)
    request = {
        "by": by.username,
        "card": code_digest(card),
        "lines": lines_fingerprint(lines),
        "cash": cash_idr,
    }
    return Charge(key, by, clinic, shown, lines, cash_idr, request, why_not)


def settle(charge: Charge, *others: AccountSpec) -> Bill:
    """Who pays what, with the sources and the `others` locked; or CreditTooSmall."""
    if charge.why_not is not None:
        raise charge.why_not  # even if the card was handed over just now: no PIN was checked
    member = patient_here(charge.card, charge.clinic)
    sources = sources_of(member, agreed_cash(charge.cash_idr))
    specs = [source.account for source in sources if source.account]
    accounts = lock_accounts([*specs, *others])
    for spec in specs:
        expire_overdue(accounts[spec.code])
    card = Card.objects.select_related("member").get(pk=charge.card.pk)
    require_active(card)
    began = clock.now()
    priced = price_lines(charge.lines, charge.clinic, began=began, hold=True)
    require_within_limits(card=card, clinic=charge.clinic, lines=priced, began=began)
    available = available_in(accounts)
    allocation = share_out(priced, sources, available)
    if allocation.missing_idr:
        raise short_of(allocation, priced)
    wallet = bank_accounts.wallet(member).code
    require_small_if_new(card, member, paid_from(wallet, allocation.parts))
    return Bill(
        charge.key,
        charge.by,
        charge.clinic,
        charge.card,
        member,
        priced,
        allocation.parts,
        accounts,
    )


def require_small_if_new(card: Card, member: Member, credit_idr: int) -> None:
    """On its first day a new card, or a PIN that staff set, pays no more than a little in all,
    together with the others of the wallet that are new. Under the wallet's lock."""
    until = new_until(card)
    if until is None or not credit_idr:
        return
    spent_idr = sum(spent_since(new, new.new_since) for new in new_cards(member) if new.new_since)
    left_idr = max(0, most_for_new_idr() - spent_idr)
    if credit_idr > left_idr:
        raise CardTooNew(
            opens_at=local(until).isoformat(timespec="seconds"),
            max_idr=most_for_new_idr(),
            left_idr=left_idr,
        )


def spent_since(card: Card, moment: datetime) -> int:
    """The credit that a card paid or holds for what was agreed to since an instant."""
    ends = AuthorisationEnd.objects.filter(
        authorisation__card=card, authorisation__opened_at__lt=moment, redemption__isnull=False
    )
    of_card = RedemptionPayment.objects.filter(
        payer=CREDIT, redemption__card=card, redemption__redeemed_at__gte=moment
    )
    paid = of_card.filter(redemption__cancel=None).exclude(redemption__in=ends.values("redemption"))
    held = AuthorisationPayment.objects.filter(
        payer=CREDIT,
        authorisation__card=card,
        authorisation__opened_at__gte=moment,
        authorisation__hold__end=None,
        authorisation__expires_at__gt=clock.now(),
    )
    sums = (found.aggregate(idr=Sum("amount_idr"))["idr"] for found in (paid, held))
    return sum(idr or 0 for idr in sums)


def available_in(accounts: Mapping[str, Locked]) -> dict[str, int]:
    return {code: account.available for code, account in accounts.items()}


def share_out(
    priced: Sequence[QuotedService], sources: Sequence[Source], available: Mapping[str, int]
) -> Allocation:
    """The allocation of what the lines cost; CashOutOfRange if more cash is agreed than that."""
    total_idr = total_of(priced)
    if sum(source.floor_idr for source in sources) > total_idr:
        raise CashOutOfRange
    return allocate(total_idr, sources, available)


def consented(key: UUID, card: str, pin: str) -> tuple[Card, Conflict | None]:
    """The card whose PIN was right, and why nothing can be paid with it, if so."""
    shown = read_card(card)
    why_not = refusal_of(shown)
    # A card that ended since may still ask, with its PIN, what its key answered.
    if shown.member is not None and (why_not is None or was_carried_out(key)):
        check_pin(member=shown.member, cards=[shown], pin=pin)
    return shown, why_not


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


def price_lines(
    lines: Sequence[ServiceAsked],
    clinic: Clinic,
    *,
    began: datetime | None = None,
    hold: bool = False,
    visit: Authorisation | None = None,
) -> list[QuotedService]:
    """Each line at the tariff that held at this clinic when the visit began: now, unless it is
    told. `hold`: until the transaction ends nobody sets another one. `visit` is the open one that
    ends: what was expected then is given, also if nobody offers it any more."""
    codes = {line.service for line in lines}
    found = held_services(clinic, codes) if hold else clinic.services.filter(code__in=codes)
    services = {s.code: s for s in found}
    began = began or clock.now()
    require_taking_credit(clinic, began)
    tariffs = tariffs_of_care(list(services.values()), began)
    given_anyway = set(visit.lines.values_list("service_id", flat=True)) if visit else set()
    asked = []
    for line in lines:
        service = services.get(line.service)
        tariff = tariffs.get(service.pk) if service else None
        expected = service is not None and service.pk in given_anyway
        asked.append(Asked(line.service, line.price_idr, service, tariff, began, expected))
    check_asked_lines(asked)
    return [quoted(line, one) for line, one in zip(lines, asked, strict=True)]


def quoted(line: ServiceAsked, checked: Asked) -> QuotedService:
    price_idr = checked.unit_price_idr
    rupiah_idr = line.count * price_idr
    return QuotedService(checked.known, line.count, price_idr, rupiah_idr, line.note.strip())


def patient_here(card: Card, clinic: Clinic) -> Member:
    """The card's member, whose programme must be this clinic's."""
    owner = require_active(card)
    if owner.place.main_id != clinic.place.main_id:
        raise MemberElsewhere
    return owner


def short_of(allocation: Allocation, priced: Sequence[QuotedService]) -> CreditTooSmall:
    return CreditTooSmall(
        missing_idr=allocation.missing_idr,
        available_idr=sum(part.amount_idr for part in allocation.parts if part.account),
        total_idr=total_of(priced),
    )
