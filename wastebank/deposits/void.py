"""A deposit is taken back on the day it was made, by whoever may."""

from datetime import date
from uuid import UUID

from ledger import clock
from ledger.holds import expire_overdue, missing_to_reverse
from ledger.posting import lock_accounts, reverse
from ledger.refusals import AlreadyReversed, NotEnough, Refusal
from wastebank import actions
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import DEPOSIT_REVERSED
from wastebank.commands import log, record
from wastebank.deposits.find import find_deposit
from wastebank.deposits.record import require_other_household
from wastebank.deposits.refusals import CreditSpent, StockGone, VoidTooLate
from wastebank.models import Deposit, DepositVoid, User
from wastebank.numbering import lock_open_day, open_day
from wastebank.permissions import VOID_ANY_DAY, VOID_DEPOSIT, may, require
from wastebank.text import checked_reason


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


def why_not_void(*, by: User, deposit: Deposit) -> Refusal | None:
    """Why this person cannot take this deposit back now; None if they can. What a receipt offers
    rests on this, and the command refuses by the same rules."""
    try:
        require(by, VOID_DEPOSIT)
        if DepositVoid.objects.filter(deposit=deposit).exists():
            raise AlreadyReversed(entry=deposit.entry_id)
        require_in_time(by, deposit)
    except Refusal as refusal:
        return refusal
    missing = missing_to_reverse(deposit.entry)
    credit_idr = missing.get(bank_accounts.wallet(deposit.member).code)
    if credit_idr:
        return CreditSpent(missing_idr=credit_idr)
    return StockGone() if missing else None


def require_in_time(by: User, deposit: Deposit) -> None:
    """Not for the own household, and after the day is closed only by whoever may on any day."""
    require_other_household(by, deposit.member)
    require_day(by, deposit, open_day(deposit.place))


def require_day(by: User, deposit: Deposit, day: date) -> None:
    if not may(by, VOID_ANY_DAY) and deposit.book_day != day:
        raise VoidTooLate


def _void(key: UUID, by: User, deposit: Deposit, reason: str) -> DepositVoid:
    require_in_time(by, deposit)
    wallet = bank_accounts.wallet(deposit.member)
    before = lock_accounts([wallet])[wallet.code]
    expire_overdue(before)
    try:
        posted = reverse(
            key=str(key),
            entry=deposit.entry,
            kind=DEPOSIT_REVERSED,
            occurred_at=clock.now(),
            actor=by.username,
            memo=f"void {deposit.number}",
        )
    except NotEnough as refusal:
        if refusal.facts["account"] == wallet.code:
            # The book refuses at the first transfer that crosses zero; the person asks for the sum.
            missing_idr = deposit.total_idr - before.available
            raise CreditSpent(missing_idr=missing_idr) from None
        raise StockGone from None
    day = lock_open_day(deposit.place, posted.occurred_at)
    require_day(by, deposit, day)  # it may have been closed while this waited for its turn
    void = DepositVoid.objects.create(
        book_day=day,
        deposit=deposit,
        entry_id=posted.entry_id,
        reason=reason,
        actor=by.username,
        voided_at=posted.occurred_at,
        balance_after_idr=posted.balances.get(wallet.code, before.balance),
    )
    log(
        by=by,
        action=actions.VOID_DEPOSIT,
        subject=f"deposit:{deposit.number}",
        key=key,
        reason=reason,
        place=deposit.place,
    )
    return void
