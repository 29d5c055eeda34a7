"""Deposits: waste is weighed for a member and becomes credit in the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import UUID

from ledger import clock
from ledger.posting import AccountSpec, Arrow, Posted, lock_accounts, post, reverse
from ledger.refusals import NotEnough
from wastebank import chart
from wastebank.cardcode import hash_code, parse_code, verify_code
from wastebank.cards import active_card, require_active
from wastebank.members import member_by_number, require_open
from wastebank.models import Card, Deposit, DepositLine, DepositVoid, Material, Member, Place, User
from wastebank.prices import MAX_PRICE_IDR, Offer, local_day, offers
from wastebank.quantities import line_rupiah
from wastebank.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    CreditSpent,
    DepositUnknown,
    MaterialInactive,
    MaterialUnknown,
    MemberElsewhere,
    MemberUnknown,
    NoLines,
    PlaceInactive,
    PriceDiffers,
    PriceMissing,
    PriceNeeded,
    PriceOutOfRange,
    StockGone,
    TimeInFuture,
    TimeMalformed,
    TimeTooOld,
    TooManyLines,
    VoidTooLate,
    WhoMissing,
)
from wastebank.roles import RECORD_DEPOSIT, VOID_ANY_DAY, VOID_DEPOSIT, may, place_of, require
from wastebank.verbs import checked_reason, iso, log, next_receipt, record

MAX_LINES = 40
MAX_AMOUNT = {"g": 1_000_000, "ml": 1_000_000, "pcs": 10_000}  # a tonne, a cubic metre
MAX_AGE_DAYS = 31
CLOCK_SLACK = timedelta(minutes=10)
ROUNDING = {"g": "half_up_per_1000", "ml": "half_up_per_1000", "pcs": "exact"}


@dataclass(frozen=True, slots=True)
class LineAsked:
    """What the counter says: a material's code, the amount in g, ml or pcs, and the price in
    rupiah where the list says ask."""

    material: str
    amount: int
    price_idr: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with its price and its worth, before or while it is recorded."""

    material: Material
    amount: int
    price_idr: int
    rupiah_idr: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What a deposit would bring at this place and time."""

    lines: Sequence[QuotedLine]
    total_idr: int


def quote_deposit(
    *, by: User, lines: Sequence[LineAsked], weighed_at: datetime | None = None
) -> Quote:
    """The total before anything is recorded; the same checks as recording."""
    place = place_of(require(by, RECORD_DEPOSIT))
    check_lines(lines)
    return price_lines(lines, place, check_time(weighed_at))


def record_deposit(
    *,
    key: UUID,
    by: User,
    lines: Sequence[LineAsked],
    card: str | None = None,
    member: str | None = None,
    weighed_at: datetime | None = None,
) -> Deposit:
    """Record waste that was weighed at the place of `by`, for a card's or a number's member.

    One entry: each amount into the store, its worth into the member's wallet.
    """
    place = place_of(require(by, RECORD_DEPOSIT))
    if (card is None) == (member is None):
        raise WhoMissing
    check_lines(lines)
    request = {
        "by": by.username,
        "card": None if card is None else code_digest(card),
        "member": member,
        "weighed_at": iso(weighed_at),
        "lines": [[line.material, line.amount, line.price_idr] for line in lines],
    }
    return record(
        Deposit,
        key=key,
        verb="record_deposit",
        request=request,
        make=lambda: _deposit(key, by, place, lines, card, member, weighed_at),
    )


def code_digest(code: str) -> str:
    """A card in a fingerprint: the same card however its code was typed."""
    try:
        return hash_code(parse_code(code))
    except ValueError:
        return "misspelt"


def check_lines(lines: Sequence[LineAsked]) -> None:
    if not lines:
        raise NoLines
    if len(lines) > MAX_LINES:
        raise TooManyLines(max_lines=MAX_LINES)
    for line in lines:
        if line.amount <= 0:
            raise AmountNotPositive(material=line.material)
        if line.price_idr is not None and not 0 <= line.price_idr <= MAX_PRICE_IDR:
            raise PriceOutOfRange(max_idr=MAX_PRICE_IDR)


def check_time(weighed_at: datetime | None) -> datetime:
    """When it was weighed, within what a counter may claim."""
    now = clock.now()
    if weighed_at is None:
        return now
    if weighed_at.tzinfo is None:
        raise TimeMalformed
    if weighed_at > now + CLOCK_SLACK:
        raise TimeInFuture
    if weighed_at < now - timedelta(days=MAX_AGE_DAYS):
        raise TimeTooOld(max_days=MAX_AGE_DAYS)
    return weighed_at


def price_lines(lines: Sequence[LineAsked], place: Place, when: datetime) -> Quote:
    """Each line with the price of its day and place; refuses what has none."""
    codes = {line.material for line in lines}
    materials = {m.code: m for m in Material.objects.filter(code__in=codes)}
    day_offers = offers(materials.values(), place, local_day(when))
    quoted = []
    for line in lines:
        material = materials.get(line.material)
        if material is None:
            raise MaterialUnknown(material=line.material)
        quoted.append(price_line(line, material, day_offers.get(material.pk)))
    return Quote(quoted, sum(line.rupiah_idr for line in quoted))


def price_line(line: LineAsked, material: Material, offer: Offer | None) -> QuotedLine:
    if not material.active:
        raise MaterialInactive(material=material.name)
    if line.amount > MAX_AMOUNT[material.unit]:
        raise AmountTooLarge(amount=line.amount)
    if offer is None:
        raise PriceMissing(material=material.name)
    price_idr = agreed_price(line, material, offer)
    return QuotedLine(
        material, line.amount, price_idr, line_rupiah(line.amount, material.unit, price_idr)
    )


def agreed_price(line: LineAsked, material: Material, offer: Offer) -> int:
    """The list's price; where it says ask, the one that was sent. Another one is no mistake of
    ours to mend silently."""
    if offer.price_idr is None:
        if line.price_idr is None:
            raise PriceNeeded(material=material.name)
        return line.price_idr
    if line.price_idr not in (None, offer.price_idr):
        raise PriceDiffers(name=material.name, price_idr=offer.price_idr, sent_idr=line.price_idr)
    return offer.price_idr


def whose(card: str | None, member: str | None, place: Place) -> tuple[Member, Card | None]:
    """The member this deposit is for, seen from the place that records it."""
    if card is not None:
        shown, owner = active_card(card)
        if not place.covers(owner.place):
            raise MemberElsewhere
        return owner, shown
    owner = member_by_number(member or "")
    if not place.covers(owner.place):
        raise MemberUnknown
    require_open(owner)
    return owner, None


def still_valid(owner: Member, card: Card | None) -> None:
    """Read again under the lock what the deposit rests on."""
    if card is not None:
        require_active(Card.objects.select_related("member").get(pk=card.pk))
    else:
        require_open(Member.objects.get(pk=owner.pk))


def _deposit(
    key: UUID,
    by: User,
    place: Place,
    lines: Sequence[LineAsked],
    card: str | None,
    member: str | None,
    weighed_at: datetime | None,
) -> Deposit:
    when = check_time(weighed_at)
    if not place.active:
        raise PlaceInactive(place=place.name)
    owner, shown = whose(card, member, place)
    quote = price_lines(lines, place, when)
    wallet = chart.wallet(owner)
    arrows = deposit_arrows(quote, place, wallet)
    accounts = lock_accounts([wallet, *(s for a in arrows for s in (a.debit, a.credit))])
    still_valid(owner, shown)
    posted = post(
        key=str(key),
        kind="deposit",
        arrows=arrows,
        occurred_at=when,
        actor=by.username,
        place=place.code,
        accounts=accounts,
    )
    balance_idr = accounts[wallet.code].balance
    return write_deposit(posted, by, place, owner, shown, when, quote, balance_idr)


def deposit_arrows(quote: Quote, place: Place, wallet: AccountSpec) -> list[Arrow]:
    """Matter into the store; its worth, unless it is nothing, into the wallet."""
    arrows = []
    for line in quote.lines:
        arrows.append(
            Arrow(
                chart.stock(place, line.material),
                chart.received(place, line.material),
                line.amount,
            )
        )
        if line.rupiah_idr:
            arrows.append(Arrow(chart.inventory(place, line.material), wallet, line.rupiah_idr))
    return arrows


def write_deposit(
    posted: Posted,
    by: User,
    place: Place,
    owner: Member,
    card: Card | None,
    when: datetime,
    quote: Quote,
    balance_idr: int,
) -> Deposit:
    number, series_number = next_receipt(place)
    deposit = Deposit.objects.create(
        number=number,
        series_number=series_number,
        entry_id=posted.entry_id,
        place=place,
        member=owner,
        card=card,
        weighed_at=when,
        recorded_at=posted.recorded_at,
        actor=by.username,
        actor_name=str(by),
        total_idr=quote.total_idr,
        balance_after_idr=balance_idr,
        verify_code=verify_code(token_bytes(8)),
        marks="late" if local_day(when) != local_day(posted.recorded_at) else "",
    )
    deposit.lines_now = DepositLine.objects.bulk_create(
        DepositLine(
            deposit=deposit,
            line=line_number,
            material=line.material,
            name_id=line.material.name_id,
            name_en=line.material.name_en,
            family=line.material.family,
            unit=line.material.unit,
            amount=line.amount,
            price_idr=line.price_idr,
            rupiah_idr=line.rupiah_idr,
            rounding=ROUNDING[line.material.unit],
        )
        for line_number, line in enumerate(quote.lines, start=1)
    )
    return deposit


def find_deposit(*, number: str, by: User) -> Deposit:
    """A deposit of a place this person may see, by its receipt number."""
    found = Deposit.objects.select_related("place", "member", "entry", "void")
    deposit = found.filter(number=number.strip().upper()).first()
    if deposit is None or (by.place is not None and not by.place.covers(deposit.place)):
        raise DepositUnknown
    return deposit


def void_deposit(*, key: UUID, by: User, deposit: str, reason: str) -> DepositVoid:
    """Take a deposit back by the exact opposite entry, once, with a reason.

    Operators may on the same day; the treasurer and the manager later too.
    """
    require(by, VOID_DEPOSIT)
    why = checked_reason(reason)
    found = find_deposit(number=deposit, by=by)
    request = {"by": by.username, "deposit": found.number, "reason": why}
    return record(
        DepositVoid,
        key=key,
        verb="void_deposit",
        request=request,
        make=lambda: _void(key, by, found, why),
    )


def _void(key: UUID, by: User, deposit: Deposit, reason: str) -> DepositVoid:
    if not may(by, VOID_ANY_DAY) and local_day(deposit.recorded_at) != local_day(clock.now()):
        raise VoidTooLate
    wallet = chart.wallet(deposit.member)
    before = lock_accounts([wallet])[wallet.code]
    try:
        posted = reverse(
            key=str(key),
            entry=deposit.entry,
            occurred_at=clock.now(),
            actor=by.username,
            memo=f"void {deposit.number}",
        )
    except NotEnough as refusal:
        if refusal.facts["account"] == wallet.code:
            # The book refuses at the first arrow that crosses zero; the person asks for the sum.
            missing_idr = deposit.total_idr - before.available
            raise CreditSpent(missing_idr=missing_idr) from None
        raise StockGone from None
    void = DepositVoid.objects.create(
        deposit=deposit,
        entry_id=posted.entry_id,
        reason=reason,
        actor=by.username,
        voided_at=posted.recorded_at,
        balance_after_idr=posted.balances.get(wallet.code, before.balance),
    )
    log(
        by=by,
        act="void_deposit",
        subject=f"deposit:{deposit.number}",
        key=key,
        reason=reason,
        place=deposit.place,
    )
    return void
