"""Which proposals somebody sees, and which wait for them."""

from django.db.models import Q, QuerySet

from ledger.refusals import Refusal
from wastebank.approvals.approvable import approvable_of, approvables
from wastebank.approvals.other_person import why_not_other
from wastebank.approvals.refusals import ApprovalUnknown
from wastebank.models import Approval, User, WaitingApproval
from wastebank.permissions import AGREE_APPROVALS, SEE_APPROVALS, may, require

EVERYWHERE = Q(pk__gt=0)  # an empty one would vanish where another is put beside it


def visible_approvals(by: User) -> QuerySet[Approval]:
    """The own ones, and those of the own places and of the whole programme that one may know of."""
    require(by, SEE_APPROVALS)
    every = Approval.objects.select_related("place", "end").order_by("pk")
    own = Q(proposed_by=by.username)
    here = EVERYWHERE
    if by.place is not None:
        here = Q(place=None) | Q(place=by.place) | Q(place__parent=by.place)
    seen = [one.code for one in approvables().values() if may(by, one.may_see)]
    return every.filter(own | (here & Q(what__in=seen)))


def waiting_approvals(by: User) -> list[Approval]:
    """What has not ended and this person may know of, the oldest first. The short table of what
    waits is read first, and of the long one nothing else."""
    seen = visible_approvals(by)
    numbers = list(WaitingApproval.objects.values_list("approval_id", flat=True))
    return list(seen.filter(pk__in=numbers)) if numbers else []


def ended_approvals(by: User, most: int) -> list[Approval]:
    """What ended last, the newest first."""
    numbers = list(WaitingApproval.objects.values_list("approval_id", flat=True))
    return list(visible_approvals(by).exclude(pk__in=numbers).order_by("-pk")[:most])


def waiting_for(by: User) -> list[Approval]:
    """What waits for this very person: they may agree, and are somebody else."""
    if not may(by, AGREE_APPROVALS):
        return []
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
            require(by, AGREE_APPROVALS)
            require(by, approvable.may_agree)
        except Refusal as refusal:
            return refusal
    return why_not_other(by, approval) or approvable.why_not(by, approval)
