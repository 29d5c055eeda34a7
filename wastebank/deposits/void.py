"""A deposit is taken back on the day it was made, by whoever may.

Where its credit was spent meanwhile, or a part of it was put right before, the exact opposite of
its entry cannot be posted any more: then the same request corrects the whole of it, and what the
credit lacks comes back from later deposits. Above the programme's limit a second person agrees to
that first.
"""

from datetime import date
from typing import Any
from uuid import UUID

from ledger import clock
from ledger.holds import expire_overdue, missing_to_reverse
from ledger.idempotency import once
from ledger.posting import lock_accounts, reverse
from ledger.refusals import AlreadyReversed, NotEnough, Refusal
from wastebank import actions
from wastebank.book import accounts as bank_accounts
from wastebank.book.kinds import DEPOSIT_REVERSED
from wastebank.commands import log
from wastebank.deposits.correcting.asked import Right
from wastebank.deposits.correcting.correct import correct_or_propose
from wastebank.deposits.correcting.standing import standing
from wastebank.deposits.find import find_deposit
from wastebank.deposits.record import require_other_household
from wastebank.deposits.refusals import CreditSpent, StockGone, VoidTooLate
from wastebank.models import (
    Approval,
    CorrectionCause,
    Deposit,
    DepositCorrection,
    DepositVoid,
    User,
)
from wastebank.numbering import lock_open_day, open_day
from wastebank.permissions import VOID_ANY_DAY, VOID_DEPOSIT, may, require
from wastebank.text import checked_reason

# Of a void nobody asks whose mistake it was: what comes back comes at the mildest pace.
CAUSE = CorrectionCause.OUR_ERROR
# What a void comes to, and what its key's outcome calls that.
Taken = DepositVoid | DepositCorrection | Approval
NAMES = {DepositVoid: "id", DepositCorrection: "correction", Approval: "approval"}


def void_deposit(*, key: UUID, by: User, deposit: str, reason: str) -> Taken:
    """Take a deposit back, once, with a reason: by the exact opposite entry, or where that is not
    possible any more by correcting the whole of it.

    Operators may on the same day; the treasurer and the manager later too.
    """
    require(by, VOID_DEPOSIT)
    why = checked_reason(reason)
    found = find_deposit(number=deposit, by=by)
    request = {"by": by.username, "deposit": found.number, "reason": why}
    made: list[Taken] = []

    def carry_out() -> dict[str, Any]:
        made.append(_take_back(key, by, found, why))
        return {NAMES[type(made[0])]: made[0].pk}

    answer = once(key=key, verb="void_deposit", request=request, carry_out=carry_out)
    return made[0] if made else kept_answer(answer.result)


def kept_answer(result: dict[str, Any]) -> Taken:
    kept: Taken
    if "id" in result:
        kept = DepositVoid.objects.get(pk=result["id"])
    elif "correction" in result:
        kept = DepositCorrection.objects.get(pk=result["correction"])
    else:
        kept = Approval.objects.get(pk=result["approval"])
    kept.replayed = True
    return kept


def why_not_void(*, by: User, deposit: Deposit) -> Refusal | None:
    """Why this person cannot take this deposit back by one key now; None if they can. What a
    receipt offers rests on this: where the credit was spent it leads to the correction, which says
    first what would have to come back."""
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


def voids_plainly(deposit: Deposit) -> bool:
    """Whether its exact opposite can still be posted: nothing of it was put right, or went into
    a correction's receivable."""
    return not deposit.corrections.exists() and not deposit.repayments.exists()


def require_in_time(by: User, deposit: Deposit) -> None:
    """Not for the own household, and after the day is closed only by whoever may on any day."""
    require_other_household(by, deposit.member)
    require_day(by, deposit, open_day(deposit.place))


def require_day(by: User, deposit: Deposit, day: date) -> None:
    if not may(by, VOID_ANY_DAY) and deposit.book_day != day:
        raise VoidTooLate


def _take_back(key: UUID, by: User, deposit: Deposit, reason: str) -> Taken:
    require_in_time(by, deposit)
    wallet = bank_accounts.wallet(deposit.member)
    before = lock_accounts([wallet])[wallet.code]
    expire_overdue(before)
    if DepositVoid.objects.filter(deposit=deposit).exists():
        raise AlreadyReversed(entry=deposit.entry_id)
    stands = standing(deposit)
    if stands.is_corrected and not stands.lines:
        raise AlreadyReversed(entry=deposit.entry_id)
    # Its receipt is the exact opposite only while nothing of it went elsewhere meanwhile.
    if voids_plainly(deposit) and before.available >= deposit.total_idr:
        return _void(key, by, deposit, reason)
    right = Right(reason=reason, cause=CAUSE, whole=True)
    return correct_or_propose(key, by, deposit, right)


def _void(key: UUID, by: User, deposit: Deposit, reason: str) -> DepositVoid:
    """The exact opposite of its entry, under the lock of its member's wallet."""
    wallet = bank_accounts.wallet(deposit.member)
    try:
        posted = reverse(
            key=str(key),
            entry=deposit.entry,
            kind=DEPOSIT_REVERSED,
            occurred_at=clock.now(),
            actor=by.username,
            memo=f"void {deposit.number}",
        )
    except NotEnough:
        raise StockGone from None
    day = lock_open_day(deposit.place, posted.occurred_at)
    require_day(by, deposit, day)  # it may have been closed while this waited for its turn
    balance_idr = posted.balances.get(wallet.code)
    if balance_idr is None:  # nothing had been paid for it
        balance_idr = lock_accounts([wallet])[wallet.code].balance
    void = DepositVoid.objects.create(
        book_day=day,
        deposit=deposit,
        entry_id=posted.entry_id,
        reason=reason,
        actor=by.username,
        voided_at=posted.occurred_at,
        balance_after_idr=balance_idr,
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
