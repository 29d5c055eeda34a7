"""Deposits: waste is weighed for a member and becomes credit in the book."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_bytes
from typing import Any
from uuid import UUID

from ledger import clock
from ledger.posting import AccountSpec, Posted, Transfer, lock_accounts, post
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import DEPOSIT
from wastebank.cards.read import active_card, require_active
from wastebank.codes.card_code import HashedCode, code_digest, verify_code
from wastebank.commands import record
from wastebank.deposits.lines import DepositQuote, LineAsked, QuotedLine, check_lines, price_lines
from wastebank.deposits.outliers import far_lines
from wastebank.deposits.review_flags import (
    LATE,
    TOTAL_DIFFERS,
    UNKNOWN_MEMBER,
    UNUSUAL,
    ReviewFlag,
)
from wastebank.members.find import member_by_number, require_open
from wastebank.members.refusals import MemberElsewhere, MemberUnknown, OwnHousehold, WhoMissing
from wastebank.models import Card, Deposit, DepositLine, Device, Member, Place, User
from wastebank.numbering import next_receipt_and_day
from wastebank.permissions import RECORD_DEPOSIT, RECORD_LATE, may, place_of, require
from wastebank.receivables.repaying import Repaying, repaying_transfers, write_repayments
from wastebank.refusals import PlaceInactive, TimeBeyondAll, TimeInFuture, TimeMalformed, TimeTooOld
from wastebank.values.calendar import iso, local_day
from wastebank.values.units import TAKEN_UNPAID, UNITS

MAX_AGE_DAYS = 31
MAX_AGE_DAYS_WITH_RIGHT = 366  # beyond a year it is the year that was mistaken
CLOCK_SLACK = timedelta(minutes=10)
VERB = "record_deposit"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a deposit was made if not at a page of ours.

    The device; the position of the deposit among its records; the number on the provisional
    receipt, and the total that the device showed.
    """

    device: Device
    sequence: int | None  # None where the device used the number before
    provisional_number: str = ""
    shown_total_idr: int | None = None
    unknown_member: bool = False  # the device did not know this card or number


@dataclass(frozen=True, slots=True)
class DepositOf:
    """Everything `record_deposit` is asked, for whoever records several at once."""

    key: UUID
    by: User
    lines: Sequence[LineAsked]
    card: str | HashedCode | None = None
    member: str | None = None
    weighed_at: datetime | None = None
    origin: Origin | None = None


def quote_deposit(
    *, by: User, lines: Sequence[LineAsked], weighed_at: datetime | None = None
) -> DepositQuote:
    """The total before anything is recorded; the same checks as recording."""
    place = place_of(require(by, RECORD_DEPOSIT))
    check_lines(lines)
    return price_lines(lines, place, check_time(weighed_at, by))


def record_deposit(
    *,
    key: UUID,
    by: User,
    lines: Sequence[LineAsked],
    card: str | HashedCode | None = None,
    member: str | None = None,
    weighed_at: datetime | None = None,
    origin: Origin | None = None,
) -> Deposit:
    """Record waste that was weighed at the place of `by`, for a card's or a number's member.

    One entry: each amount into the store, its worth into the member's wallet. `origin` says which
    device made it without us; it is no part of what the key stands for.
    """
    asked = DepositOf(key, by, tuple(lines), card, member, weighed_at, origin)
    request = check_deposit(asked)
    return record(
        Deposit, key=key, verb=VERB, request=request, make=lambda: carry_out_deposit(asked)
    )


def check_deposit(asked: DepositOf) -> dict[str, Any]:
    """What can be refused without the database; answers what the key stands for."""
    place_of(require(asked.by, RECORD_DEPOSIT))
    if (asked.card is None) == (asked.member is None):
        raise WhoMissing
    check_lines(asked.lines)
    return {
        "by": asked.by.username,
        "card": None if asked.card is None else code_digest(asked.card),
        "member": asked.member,
        "weighed_at": iso(asked.weighed_at),
        "lines": [line.fingerprint() for line in asked.lines],
    }


def check_time(weighed_at: datetime | None, by: User) -> datetime:
    """When it was weighed, within what this person may claim.

    Refused: `time_malformed`, `time_in_future`, `time_too_old`, `time_beyond_all`. Both days stay
    with the deposit: the one it was weighed on, whose prices it has, and the one it counts in.
    """
    now = clock.now()
    if weighed_at is None:
        return now
    if weighed_at.tzinfo is None:
        raise TimeMalformed
    if weighed_at > now + CLOCK_SLACK:
        raise TimeInFuture
    if weighed_at < now - timedelta(days=MAX_AGE_DAYS_WITH_RIGHT):
        raise TimeBeyondAll(max_days=MAX_AGE_DAYS_WITH_RIGHT)
    if weighed_at < now - timedelta(days=MAX_AGE_DAYS) and not may(by, RECORD_LATE):
        raise TimeTooOld(max_days=MAX_AGE_DAYS)
    return weighed_at


def whose(
    card: str | HashedCode | None, member: str | None, place: Place
) -> tuple[Member, Card | None]:
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


def require_still_valid(owner: Member, card: Card | None) -> None:
    """Read again under the lock what the deposit rests on."""
    if card is not None:
        require_active(Card.objects.select_related("member").get(pk=card.pk))
    else:
        require_open(Member.objects.get(pk=owner.pk))


def carry_out_deposit(asked: DepositOf) -> Deposit:
    """The deposit itself, inside the transaction that holds its key."""
    by, when = asked.by, check_time(asked.weighed_at, asked.by)
    place = place_of(by)
    if not place.active:
        raise PlaceInactive(place=place.name)
    owner, shown = whose(asked.card, asked.member, place)
    require_other_household(by, owner)
    quote = price_lines(asked.lines, place, when, hold=True)
    wallet = bank_accounts.wallet(owner)
    transfers = deposit_transfers(quote, place, wallet)
    accounts = lock_accounts(
        [wallet, *(s for a in transfers for s in (a.debit, a.credit))],
        if_there=[bank_accounts.receivable(owner)],
    )
    require_still_valid(owner, shown)
    back = Repaying.of([owner], accounts).parts(owner, quote.total_idr)
    posted = post(
        key=str(asked.key),
        kind=DEPOSIT,
        transfers=[*transfers, *repaying_transfers(owner, back)],
        occurred_at=when,
        actor=by.username,
        place=place.code,
        accounts=accounts,
    )
    balance_idr = accounts[wallet.code].balance
    deposit = write_deposit(posted, by, place, owner, shown, when, quote, balance_idr, asked.origin)
    write_repayments(deposit, back)
    return deposit


def require_other_household(by: User, owner: Member) -> None:
    """Nobody puts credit into the wallet they live from."""
    if by.member_id == owner.pk:
        raise OwnHousehold


def deposit_transfers(quote: DepositQuote, place: Place, wallet: AccountSpec) -> list[Transfer]:
    """Matter into the store; its worth, unless it is nothing, into the wallet."""
    transfers = []
    for line in quote.lines:
        transfers.append(
            Transfer(
                bank_accounts.stock(place, line.material),
                bank_accounts.received(place, line.material),
                line.amount,
            )
        )
        if line.rupiah_idr:
            transfers.append(
                Transfer(bank_accounts.inventory(place, line.material), wallet, line.rupiah_idr)
            )
    return transfers


def write_deposit(
    posted: Posted,
    by: User,
    place: Place,
    owner: Member,
    card: Card | None,
    when: datetime,
    quote: DepositQuote,
    balance_idr: int,
    origin: Origin | None,
) -> Deposit:
    deposit = new_deposit(posted, by, place, owner, card, when, quote, balance_idr, origin)
    deposit.save(force_insert=True)
    deposit.lines_now = DepositLine.objects.bulk_create(lines_of(deposit, quote))
    return deposit


def new_deposit(
    posted: Posted,
    by: User,
    place: Place,
    owner: Member,
    card: Card | None,
    when: datetime,
    quote: DepositQuote,
    balance_idr: int,
    origin: Origin | None,
) -> Deposit:
    """The deposit's row with its receipt number, not written yet."""
    now = clock.now()
    number, series_number, book_day = next_receipt_and_day(place, now)
    return Deposit(
        number=number,
        series_number=series_number,
        entry_id=posted.entry_id,
        place=place,
        member=owner,
        card=card,
        weighed_at=when,
        recorded_at=now,
        book_day=book_day,
        actor=by.username,
        actor_name=str(by),
        total_idr=quote.total_idr,
        balance_after_idr=balance_idr,
        verify_code=verify_code(token_bytes(8)),
        review_flags=",".join(f.code for f in flags_for(quote, place, when, book_day, origin)),
        device=origin.device if origin else None,
        device_sequence=origin.sequence if origin else None,
        provisional_number=origin.provisional_number if origin else "",
    )


def lines_of(deposit: Deposit, quote: DepositQuote) -> list[DepositLine]:
    return [
        written_line(deposit, line_number, line)
        for line_number, line in enumerate(quote.lines, start=1)
    ]


def flags_for(
    quote: DepositQuote, place: Place, when: datetime, book_day: date, origin: Origin | None
) -> Iterator[ReviewFlag]:
    """What is odd about a deposit; it happened all the same, and somebody looks at it later."""
    if local_day(when) != book_day:
        yield LATE
    if far_lines(quote, place):
        yield UNUSUAL
    if origin and origin.shown_total_idr not in (None, quote.total_idr):
        yield TOTAL_DIFFERS
    if origin and origin.unknown_member:
        yield UNKNOWN_MEMBER


def written_line(deposit: Deposit, line_number: int, line: QuotedLine) -> DepositLine:
    return DepositLine(
        deposit=deposit,
        line=line_number,
        material=line.material,
        name_id=line.material.name_id,
        name_en=line.material.name_en,
        family=line.material.family,
        unit=line.material.unit,
        amount=line.amount,
        gross_amount=line.asked.gross,
        tare_amount=line.asked.tare_amount,
        rejected_amount=line.asked.rejected_amount,
        reject_reason=line.asked.reject_reason,
        weight_source=line.asked.source,
        price_idr=line.price_idr,
        rupiah_idr=line.rupiah_idr,
        rounding=UNITS[line.material.unit].rounding if line.price_idr else TAKEN_UNPAID,
    )
