"""Which proposals somebody sees, and which wait for them."""

from django.db.models import Q, QuerySet

from ledger.refusals import Refusal
from wastebank.approvals.approvable import approvable_of, approvables
from wastebank.approvals.other_person import why_not_other
from wastebank.approvals.refusals import ApprovalUnknown
from wastebank.models import Approval, Role, User
from wastebank.permissions import OFFICE, SEE_APPROVALS, may, require, roles_of

EVERYWHERE = Q(pk__gt=0)  # an empty one would vanish where another is put beside it


def visible_approvals(by: User) -> QuerySet[Approval]:
    """The own ones; the office also sees those of its places and of the whole programme."""
    require(by, SEE_APPROVALS)
    every = Approval.objects.select_related("place", "end").order_by("pk")
    seen = Q(proposed_by=by.username)
    agreed_here = [one.code for one in approvables().values() if may(by, one.may_agree)]
    here = EVERYWHERE
    if by.place is not None:
        here = Q(place=None) | Q(place=by.place) | Q(place__parent=by.place)
    if roles_of(by) & {*OFFICE, Role.AUDITOR}:
        return every.filter(seen | here)
    return every.filter(seen | (here & Q(what__in=agreed_here)))


def waiting_approvals(by: User) -> QuerySet[Approval]:
    """What is not ended and this person's role may agree to, the oldest first."""
    codes = [one.code for one in approvables().values() if may(by, one.may_agree)]
    waiting = visible_approvals(by).filter(waiting__isnull=False, what__in=codes)
    return waiting.order_by("pk")


def waiting_for(by: User) -> list[Approval]:
    """What waits for this very person: they may agree, and are somebody else."""
    return [one for one in waiting_approvals(by) if why_not_agree(by, one) is None]


def find_approval(*, by: User, number: int) -> Approval:
    found = visible_approvals(by).filter(pk=number).first()
    if found is None:
        raise ApprovalUnknown(approval=number)
    return found


def why_not_agree(by: User, approval: Approval) -> Refusal | None:
    """Why this person may not agree to it, whatever its facts; None if they may."""
    approvable = approvable_of(approval.what)
    if by.username != approval.proposed_by:
        try:
            require(by, approvable.may_agree)
        except Refusal as refusal:
            return refusal
    return why_not_other(by, approval) or approvable.why_not(by, approval)
