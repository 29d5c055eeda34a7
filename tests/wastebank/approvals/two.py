"""What the tests of two people propose: another limit for balances from the old book."""

import uuid

from wastebank.approvals.limits import propose_limit
from wastebank.management.lists import at_the_shell
from wastebank.models import Approval, User, WaitingApproval
from wastebank.old_book.proposed import OPENING_LIMIT


def proposed(by: User, amount_idr: int | None = 2_000_000, note: str = "") -> Approval:
    return propose_limit(
        key=uuid.uuid4(), by=by, limit=OPENING_LIMIT.code, amount_idr=amount_idr, note=note
    )


def proposed_by_nobody() -> Approval:
    """At the shell, so that each of the cast may answer it who may at all; one waits at a time."""
    for waiting in WaitingApproval.objects.all():
        return waiting.approval
    return proposed(at_the_shell("manager", None), note="kurangi")
