"""What a correction would come to, before anybody presses a key: the same rules as carrying out."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from wastebank.approvals.approvable import NowThen
from wastebank.approvals.limits import limit_idr, needs_second
from wastebank.deposits.correcting.asked import Right, Seen
from wastebank.deposits.correcting.limits import CORRECTION_LIMIT
from wastebank.deposits.correcting.parts import Parts, parts_of
from wastebank.deposits.correcting.plan import CorrectionPlan, plan
from wastebank.deposits.correcting.standing import StandingDeposit
from wastebank.deposits.correcting.two import facts_now, rows
from wastebank.members.wallets import balance_of
from wastebank.models import CorrectionCause, Deposit, Member
from wastebank.receivables.caps import Cap, cap_of

LATELY = 10  # deposits


@dataclass(frozen=True, slots=True)
class CauseChoice:
    """A cause, and what it would mean for what is left to come back."""

    code: str
    word: str
    cap: Cap
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan as things stand, and what of it somebody has seen when they press the key."""

    asked: CorrectionPlan
    parts: Parts
    rows: Sequence[NowThen]
    limit_idr: int | None
    needs_second: bool
    usual_idr: int
    part_idr: int
    deposits_until_gone: int | None

    @property
    def seen(self) -> Seen:
        return Seen(self.parts.receivable_idr, len(self.asked.standing.corrections))


def preview(stands: StandingDeposit, right: Right) -> Preview:
    """Refuses as the command does; nothing is locked, so the command looks again."""
    asked = plan(stands, right)
    parts = parts_of(asked, balance_of(stands.member).available_idr)
    request = {"deposit": stands.deposit.number, **right.fingerprint()}
    cap, usual_idr = cap_of(right.cause), usual_deposit_idr(stands.member)
    return Preview(
        asked,
        parts,
        rows(request, facts_now(request)),
        limit_idr(CORRECTION_LIMIT),
        needs_second(CORRECTION_LIMIT, asked.amount_idr),
        usual_idr,
        cap.part_of(usual_idr),
        cap.deposits_until_gone(parts.receivable_idr, usual_idr),
    )


def usual_deposit_idr(member: Member) -> int:
    """The middle one of the last deposits of a member that were paid; 0 without any."""
    paid = Deposit.objects.filter(member=member, total_idr__gt=0, void__isnull=True)
    lately = paid.order_by("-recorded_at", "-pk").values_list("total_idr", flat=True)[:LATELY]
    return median_low(lately) if lately else 0


def choices(chosen: str) -> list[CauseChoice]:
    """The causes in their order; the mildest is chosen where nobody has said another."""
    return [
        CauseChoice(cause.value, str(cause.label), cap_of(cause), cause.value == chosen)
        for cause in CorrectionCause
    ]
