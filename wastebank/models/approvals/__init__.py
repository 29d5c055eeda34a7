"""What is done by two people: what was proposed, how it ended, and the limits above which."""

from wastebank.models.approvals.asked import Approval, ApprovalEnd, WaitingApproval
from wastebank.models.approvals.limits import ProgrammeLimit

__all__ = ["Approval", "ApprovalEnd", "ProgrammeLimit", "WaitingApproval"]
