"""A deposit is put right by new entries: its lines, its member, or the whole of it."""

from dataclasses import dataclass
from uuid import UUID

from ledger import clock
from ledger.holds import expire_overdue
from ledger.posting import Locked
from wastebank.approvals.limits import needs_second
from wastebank.approvals.propose import put_proposal, record_or_propose
from wastebank.book import accounts as bank_accounts
from wastebank.deposits.correcting.asked import Right, Seen
from wastebank.deposits.correcting.carry import (
    SaidCorrection,
    lock_for,
    post_correction,
    write_correction,
)
from wastebank.deposits.correcting.limits import CORRECTION_LIMIT
from wastebank.deposits.correcting.may import require_in_time, require_same_day
from wastebank.deposits.correcting.parts import Parts, parts_of
from wastebank.deposits.correcting.plan import CorrectionPlan, plan
from wastebank.deposits.correcting.refusals import CorrectionChanged, DepositChanged
from wastebank.deposits.correcting.standing import standing
from wastebank.deposits.find import find_deposit
from wastebank.deposits.record import require_other_household
from wastebank.models import Approval, Deposit, DepositCorrection, User
from wastebank.numbering import lock_open_day
from wastebank.permissions import CORRECT_DEPOSIT, require

VERB = "correct_deposit"
WHAT = "correction"  # as two people speak of it: correcting/two.py


def correct_deposit(
    *, key: UUID, by: User, deposit: str, right: Right, seen: Seen | None = None
) -> DepositCorrection | Approval:
    """Put a deposit right by an entry of its own: operators on its day, the office later too.
    Above the programme's limit it is proposed to a second person.

    `seen` is what somebody was shown; where that would be otherwise by now, nothing is done and
    they look again.
    """
    require(by, CORRECT_DEPOSIT)
    asked = right.checked()
    found = find_deposit(number=deposit, by=by)
    request = {"by": by.username, "deposit": found.number, **asked.fingerprint()}
    return record_or_propose(
        model=DepositCorrection,
        key=key,
        verb=VERB,
        request=request,
        make=lambda: correct_or_propose(key, by, found, asked, seen),
    )


def correct_or_propose(
    key: UUID, by: User, deposit: Deposit, right: Right, seen: Seen | None = None
) -> DepositCorrection | Approval:
    """The correction, inside the transaction that holds its key; or the proposal of it."""
    held = Held.of(by, deposit, right, seen)
    if needs_second(CORRECTION_LIMIT, held.asked.amount_idr):
        return put_proposal(
            key=key,
            by=by,
            what=WHAT,
            subject=f"deposit:{deposit.number}",
            request={"deposit": deposit.number, **right.fingerprint()},
            amount_idr=held.asked.amount_idr,
            note=right.reason,
            place=deposit.place,
        )
    return held.carry_out(key, SaidCorrection(by, right.reason, right.cause))


@dataclass(slots=True)
class Held:
    """A correction as it would be carried out now, with all it rests on under locks."""

    by: User
    asked: CorrectionPlan
    parts: Parts
    accounts: dict[str, Locked]

    @classmethod
    def of(cls, by: User, deposit: Deposit, right: Right, seen: Seen | None = None) -> "Held":
        require_in_time(by, deposit)
        before = plan(standing(deposit), right)
        accounts = lock_for(before)
        # Read again under the lock of the wallet: whoever corrects a deposit moves its member's.
        asked = plan(standing(deposit), right)
        require_in_time(by, deposit)
        require_other_household(by, asked.standing.member)
        require_other_household(by, asked.member)
        steps = len(asked.standing.corrections)
        if steps != len(before.standing.corrections) or (seen and steps != seen.corrections):
            raise DepositChanged(deposit=deposit.number)
        wallet = bank_accounts.wallet(asked.standing.member)
        expire_overdue(accounts[wallet.code])
        parts = parts_of(asked, accounts[wallet.code].available)
        if seen and seen.receivable_idr != parts.receivable_idr:
            raise CorrectionChanged(receivable_idr=parts.receivable_idr)
        return cls(by, asked, parts, accounts)

    def carry_out(self, key: UUID, said: SaidCorrection) -> DepositCorrection:
        posted = post_correction(key, said, self.asked, self.parts, self.accounts)
        deposit = self.asked.deposit
        day = lock_open_day(deposit.place, posted.occurred_at if posted else clock.now())
        # The day may have been closed while this waited for its turn.
        require_same_day(self.by, deposit, day)
        return write_correction(key, said, self.asked, self.parts, posted, day)
