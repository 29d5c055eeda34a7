"""Which proposals somebody sees, and which wait for them."""

from django.db.models import Q, QuerySet

from ledger.refusals import Refusal
from wastebank.approvals.approvable import approvable_of, approvables
from wastebank.approvals.other_person import why_not_other
from wastebank.approvals.refusals import ApprovalUnknown
from wastebank.models import Approval, User
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


def waiting_approvals(by: User) -> QuerySet[Approval]:
    """What is not ended and this person's role may agree to, the oldest first."""
    if not may(by, AGREE_APPROVALS):
        return Approval.objects.none()
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
            require(by, AGREE_APPROVALS)
            require(by, approvable.may_agree)
        except Refusal as refusal:
            return refusal
    return why_not_other(by, approval) or approvable.why_not(by, approval)
