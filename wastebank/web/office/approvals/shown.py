"""A proposal as a page says it: what it asks and changes, and whether this person may agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ledger.refusals import Refusal
from ledger.written.digests import canonical
from wastebank.approvals.answer import changes_between, ended_before
from wastebank.approvals.approvable import Approvable, Facts, NowThen, approvable_of
from wastebank.approvals.find import why_not_agree
from wastebank.approvals.propose import plain
from wastebank.models import Approval, ApprovalEnd, User


@dataclass(frozen=True)
class ShownApproval:
    """One proposal, read once for a page."""

    approval: Approval
    approvable: Approvable
    end: ApprovalEnd | None
    facts: Facts  # of now, or of when it ended
    is_mine: bool
    why_not: Refusal | None
    changes: Sequence[str]  # since it was proposed

    @property
    def question(self) -> str:
        return self.approvable.question(self.approval)

    @property
    def rows(self) -> Sequence[NowThen]:
        return self.approvable.rows(self.approval.request, self.facts)

    @property
    def sums(self) -> Sequence[tuple[str, str]]:
        return self.approvable.sums(self.approval.request, self.facts)

    @property
    def details(self) -> Sequence[tuple[str, str]]:
        return self.approvable.details(self.approval.request, self.facts)

    @property
    def below(self) -> str:
        return self.approvable.below(self.approval) if self.approvable.below else ""

    @property
    def seen(self) -> str:
        """The facts that the page shows, as the form sends them back."""
        return canonical(self.facts)

    @property
    def subject_href(self) -> str:
        if self.approvable.subject_page is None:
            return ""
        name, marks = self.approvable.subject_page
        return reverse(name, args=list(marks(self.approval)))

    @property
    def state(self) -> str:
        if self.end is None:
            return "wait"
        return "good" if self.end.how == ApprovalEnd.How.AGREED else "stop"

    @property
    def sign(self) -> str:
        return {"wait": "orang", "good": "ya", "stop": "tidak"}[self.state]

    @property
    def ended_words(self) -> str:
        """Who ended it, how and when."""
        return str(ended_before(self.end)) if self.end else ""


def shown_approval(by: User, approval: Approval) -> ShownApproval:
    approvable = approvable_of(approval.what)
    end = ApprovalEnd.objects.filter(approval=approval).first()
    facts = approval.facts if end is None else end.facts or approval.facts
    changes: Sequence[str] = ()
    if end is None:
        now = plain(approvable.facts_now(approval.request))
        if now != approval.facts:
            rows = approvable.rows
            changes = changes_between(
                rows(approval.request, approval.facts), rows(approval.request, now)
            )
        facts = now
    return ShownApproval(
        approval=approval,
        approvable=approvable,
        end=end,
        facts=facts,
        is_mine=approval.proposed_by == by.username,
        why_not=None if end else why_not_agree(by, approval),
        changes=changes,
    )
