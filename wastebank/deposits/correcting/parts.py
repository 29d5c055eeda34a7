"""Where the difference of a correction comes from, or goes to.

What must come back is taken from the credit as far as that is free; the rest becomes a receivable.
What is too much goes back, never more than was taken: what this deposit's own corrections left
open, what of them was given up, what else the member owes, and only then the credit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wastebank.deposits.correcting.plan import CorrectionPlan
from wastebank.models import Receivable
from wastebank.receivables.owed import Owed, given_up_idr, owed_by, owed_for
from wastebank.receivables.repaying import RepaidPart, take


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What goes back to what was written off of a receivable, by the reason it was."""

    receivable: Receivable
    reason: str
    amount_idr: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Each part in rupiah; what becomes a receivable and what is taken make the difference."""

    from_credit_idr: int = 0
    receivable_idr: int = 0
    back: Sequence[RepaidPart] = ()
    given_up: Sequence[GivenUp] = ()
    to_credit_idr: int = 0

    @property
    def to_receivables_idr(self) -> int:
        return sum(part.amount_idr for part in self.back)

    @property
    def to_written_off_idr(self) -> int:
        return sum(part.amount_idr for part in self.given_up)


def parts_of(plan: CorrectionPlan, available_idr: int) -> Parts:
    """As things stand. Whoever carries it out holds the wallet's lock, so that they stay."""
    taken_idr = plan.taken_idr
    from_credit_idr = min(max(available_idr, 0), taken_idr)
    if plan.moves_member:
        # To its right member it is a deposit: all of it, as it was weighed.
        return Parts(from_credit_idr, taken_idr - from_credit_idr, to_credit_idr=plan.given_idr)
    if taken_idr or not plan.given_idr:
        return Parts(from_credit_idr, taken_idr - from_credit_idr)
    return given_back(plan)


def given_back(plan: CorrectionPlan) -> Parts:
    left_idr = plan.given_idr
    own = owed_for(plan.deposit.pk)
    # One object for each receivable, so that each step knows what the one before it left.
    among = [o for o in own if o.left_idr and o.receivable.member_id == plan.member.pk]
    known = {o.receivable.pk for o in among}
    back: list[RepaidPart] = []
    others = [o for o in owed_by([plan.member]) if o.receivable.pk not in known]
    every = [*among, *others]
    left_idr = let_go(among, left_idr, back, every)
    given_up: list[GivenUp] = []
    for one in own:
        for reason, idr in given_up_idr(one.receivable).items():
            amount_idr = min(idr, left_idr)
            if amount_idr:
                given_up.append(GivenUp(one.receivable, reason, amount_idr))
                left_idr -= amount_idr
    left_idr = let_go(others, left_idr, back, every)
    return Parts(back=back, given_up=given_up, to_credit_idr=left_idr)


def let_go(some: Sequence[Owed], left_idr: int, back: list[RepaidPart], every: list[Owed]) -> int:
    for owed in some:
        amount_idr = min(owed.left_idr, left_idr)
        if amount_idr:
            back.append(take(owed, amount_idr, every))
            left_idr -= amount_idr
    return left_idr
