"""A visit is taken back that stands in a statement already."""

from uuid import UUID

from clinic.book.kinds import CARE_CUT_REVERSED
from clinic.models import (
    AdjustmentBooked,
    Redemption,
    RedemptionCancel,
    StatementApproval,
    StatementLine,
)
from clinic.settlements.posted.payable import Payable
from ledger import clock
from ledger.idempotency import key_beside
from ledger.posting import reverse


def reverse_cut(key: UUID, actor: str, visit: Redemption) -> int:
    """Take a cut of the visit back, too, which had gone to its payers before: after the visit's
    own reversal nothing of either is left. Answers what of it came out of the patient's wallet."""
    booked = AdjustmentBooked.objects.filter(
        adjustment__line__visit=visit, entry__isnull=False
    ).select_related("entry", "adjustment")
    wallet_idr = 0
    for cut in booked:
        assert cut.entry is not None, "those without an entry are left out"
        reverse(
            key=key_beside(key, f"cut {cut.adjustment_id}", CARE_CUT_REVERSED.code),
            entry=cut.entry,
            kind=CARE_CUT_REVERSED,
            occurred_at=clock.now(),
            actor=actor,
            memo=f"cut {cut.adjustment_id} of {visit.number}",
        )
        parts = cut.adjustment.parts.filter(payment__account__code=f"member:{visit.member.number}")
        wallet_idr += sum(part.amount_idr for part in parts)
    return wallet_idr


def enter_in_statement(cancel: RedemptionCancel, visit: Redemption) -> None:
    """While its statement is not approved, the cancellation stands in the same one; else it comes
    with the next. Under the clinic's lock."""
    line = StatementLine.objects.filter(visit=visit).select_related("statement").first()
    if line is None or StatementApproval.objects.filter(statement=line.statement).exists():
        return
    StatementLine.objects.create(
        statement=line.statement,
        position=line.statement.lines.count() + 1,
        asked_idr=-line.asked_idr,
        cancel=cancel,
        sampled=False,
        added_at=clock.now(),
    )


def cover_cancel(key: UUID, actor: str, visit: Redemption) -> None:
    """What was paid to the clinic already cannot be taken from what the bank owes it: the clinic
    owes that. Under the clinic's lock."""
    payable = Payable.lock(key=key, actor=actor, clinic=visit.clinic)
    payable.cover(visit.booked_idr)
