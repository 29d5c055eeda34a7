"""What a passbook says of corrections: what is left to come back, by which rule, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wastebank.deposits.correcting.shown import corrections_of, what_changed
from wastebank.models import Deposit, DepositCorrection, Member
from wastebank.receivables.owed import Owed
from wastebank.values.language import language


@dataclass(frozen=True, slots=True)
class ShownOwed:
    """A receivable as its member reads it. `back_percent` is the length of the meter's part."""

    left_idr: int
    back_idr: int
    amount_idr: int
    percent: int
    floor_idr: int
    deposit: str
    corrected_at: datetime
    back_percent: int


def shown_owed(owed: Owed) -> ShownOwed:
    receivable = owed.receivable
    return ShownOwed(
        left_idr=owed.left_idr,
        back_idr=owed.back_idr,
        amount_idr=receivable.amount_idr,
        percent=receivable.percent,
        floor_idr=receivable.floor_idr,
        deposit=receivable.correction.deposit.number,
        corrected_at=receivable.correction.corrected_at,
        back_percent=owed.back_idr * 100 // receivable.amount_idr,
    )


@dataclass(frozen=True, slots=True)
class OwnCorrection:
    """A correction of a deposit as its member reads it, without whose fault it was."""

    correction: DepositCorrection
    changed: Sequence[tuple[str, str]]

    @property
    def from_credit_idr(self) -> int:
        return -self.correction.from_credit_idr


def own_corrections(deposit: Deposit, member: Member) -> list[OwnCorrection]:
    """Those in which this member has a part; of what came before or after with somebody else
    nothing is told."""
    return [
        OwnCorrection(made, what_changed(made, language()))
        for made in corrections_of(deposit)
        if member.pk in (made.member_before_id, made.member_after_id)
    ]
