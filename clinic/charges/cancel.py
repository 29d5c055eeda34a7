"""A redemption is taken back: the credit is there again at once."""

from datetime import timedelta
from uuid import UUID

from clinic import actions
from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION_REVERSED
from clinic.charges.find import find_redemption
from clinic.charges.refusals import CancelReasonMissing, CancelTooLate
from clinic.models import Redemption, RedemptionCancel
from clinic.permissions import CANCEL_LATER, REDEEM
from clinic.settlements.posted.cancelled import cover_cancel, enter_in_statement, reverse_cut
from ledger import clock
from ledger.holds import spec_of
from ledger.posting import Posted, lock_accounts, reverse
from ledger.refusals import AlreadyReversed, Refusal
from wastebank.book import accounts as bank_accounts
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import may, require
from wastebank.text import checked_reason


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


def why_not_cancel(*, by: User, redemption: Redemption) -> Refusal | None:
    """Why this person cannot take this visit back now; None if they can. What a visit's page
    offers rests on this, and the command refuses by the same rules."""
    try:
        require(by, REDEEM)
        if RedemptionCancel.objects.filter(redemption=redemption).exists():
            raise AlreadyReversed(redemption=redemption.number)
        require_in_time(by, redemption)
    except Refusal as refusal:
        return refusal
    return None


def require_in_time(by: User, redemption: Redemption) -> None:
    """Within the window that the clinic had when it was paid; the lead may later, too."""
    hours = redemption.cancel_window_hours
    if hours is None:
        hours = redemption.clinic.cancel_window_hours
    if not may(by, CANCEL_LATER) and clock.now() > redemption.redeemed_at + timedelta(hours=hours):
        raise CancelTooLate(hours=hours)


def _cancel(key: UUID, by: User, redemption: Redemption, reason: str) -> RedemptionCancel:
    require_in_time(by, redemption)
    wallet = bank_accounts.wallet(redemption.member)
    payments = list(redemption.payments.all())
    sources = [spec_of(payment.account) for payment in payments if payment.account]
    own = lock_accounts([wallet, *sources, clinic_accounts.payable(redemption.clinic)])[wallet.code]
    if RedemptionCancel.objects.filter(redemption=redemption).exists():
        raise AlreadyReversed(redemption=redemption.number)
    cover_cancel(key, by.username, redemption)
    posted = give_back(key, by, redemption)
    # What went back into the patient's own wallet can be spent again at once.
    returned_idr = sum(p.amount_idr for p in payments if p.account and p.account.code == own.code)
    returned_idr -= reverse_cut(key, by.username, redemption)
    log(
        by=by,
        action=actions.CANCEL_REDEMPTION,
        subject=f"redemption:{redemption.number}",
        key=key,
        place=redemption.clinic.place,
    )
    cancel = RedemptionCancel.objects.create(
        redemption=redemption,
        entry_id=posted.entry_id if posted else None,
        reason=reason,
        actor=by.username,
        # that of its entry: it decides in which day and month the cancel counts
        cancelled_at=posted.occurred_at if posted else clock.now(),
        available_after_idr=own.available + returned_idr,
    )
    enter_in_statement(cancel, redemption)
    return cancel


def give_back(key: UUID, by: User, redemption: Redemption) -> Posted | None:
    """Each payment returns to where it came from, the last one first, also to a source that would
    pay nothing today. Cash is given back at the desk, and never stood in the book."""
    if redemption.entry is None:
        return None
    return reverse(
        key=str(key),
        entry=redemption.entry,
        kind=REDEMPTION_REVERSED,
        occurred_at=clock.now(),
        actor=by.username,
        memo=f"cancel {redemption.number}",
    )
