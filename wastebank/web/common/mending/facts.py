"""What the page of a deposit says of its corrections, and whether it offers one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wastebank.deposits.correcting.correct import WHAT
from wastebank.deposits.correcting.may import why_not_correct
from wastebank.deposits.correcting.shown import corrections_of, repayments_of, what_changed
from wastebank.deposits.correcting.standing import standing
from wastebank.models import Approval, Deposit, DepositCorrection, ReceivableMove, User
from wastebank.values.language import language


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction with what it changed, as pairs of before and after."""

    made: DepositCorrection
    changed: Sequence[tuple[str, str]]


def correction_facts(by: User, deposit: Deposit) -> dict[str, Any]:
    stands = standing(deposit)
    made = corrections_of(deposit)
    repaid: Sequence[ReceivableMove] = repayments_of(deposit)
    waiting = Approval.objects.filter(
        what=WHAT, subject=f"deposit:{deposit.number}", waiting__isnull=False
    )
    may = bool(stands.lines) and why_not_correct(by=by, deposit=deposit) is None
    return {
        "stands": stands,
        "corrections": [ShownCorrection(each, what_changed(each, language())) for each in made],
        "repaid": repaid,
        "waiting_correction": waiting.first(),
        "may_correct": may,
    }
