"""What two people do: the queue, and one page for every kind of proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ledger.refusals import Refusal
from wastebank.approvals.answer import agree, decline, withdraw
from wastebank.approvals.find import ended_approvals, find_approval, waiting_approvals
from wastebank.approvals.refusals import ApprovalChanged, EndedBefore
from wastebank.models import User
from wastebank.permissions import (
    AGREE_APPROVALS,
    SEE_APPROVALS,
    SEE_OFFICE,
    SET_LIMITS,
    WITHDRAW_APPROVALS,
    may,
)
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.approvals.forms import AnswerForm
from wastebank.web.office.approvals.shown import ShownApproval, shown_approval
from wastebank.web.office.page import office_page

MOST_ENDED = 20


@require_GET
@needs(SEE_APPROVALS)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what waits for somebody else, and what ended last."""
    by = staff(request)
    waiting = [shown_approval(by, one) for one in waiting_approvals(by)]
    facts = {
        "mine": [one for one in waiting if one.why_not is None],
        "others": [one for one in waiting if one.why_not is not None],
        "ended": [shown_approval(by, one) for one in ended_approvals(by, MOST_ENDED)],
        "may_agree": may(by, AGREE_APPROVALS),
        "may_set_limits": may(by, SET_LIMITS),
        "may_see_limits": may(by, SEE_OFFICE),
    }
    return office_page(request, "office/approvals/queue.html", facts)


@require_GET
@needs(SEE_APPROVALS)
def one(request: HttpRequest, approval: int) -> HttpResponse:
    return approval_page(request, approval)


def approval_page(
    request: HttpRequest, approval: int, *, refusal: Refusal | None = None, note: str = ""
) -> HttpResponse:
    by = staff(request)
    shown = shown_approval(by, find_approval(by=by, number=approval))
    facts: dict[str, Any] = {
        "shown": shown,
        "key": new_key(),
        "note": note,
        "proposer": proposer_of(shown),
        # what the page itself says now needs no second saying
        "refusal_shown": None if says_so(shown, refusal) else refusal,
    }
    return office_page(request, "office/approvals/page.html", facts, refusal)


def says_so(shown: ShownApproval, refusal: Refusal | None) -> bool:
    """Whether the page says by itself what was refused: what has changed, or who ended it."""
    changed = isinstance(refusal, ApprovalChanged) and bool(shown.changes)
    return changed or isinstance(refusal, EndedBefore)


def proposer_of(shown: ShownApproval) -> User | None:
    return User.objects.filter(username=shown.approval.proposed_by).first()


@require_POST
@needs(AGREE_APPROVALS)
def agreed(request: HttpRequest, approval: int) -> HttpResponse:
    form = AnswerForm.of(request)

    def carry_out() -> None:
        agree(
            key=form_key(request),
            by=staff(request),
            approval=approval,
            facts_seen=form.facts_seen(),
            note=form.text("note"),
        )

    return answered(request, approval, form, carry_out)


@require_POST
@needs(AGREE_APPROVALS)
def declined(request: HttpRequest, approval: int) -> HttpResponse:
    form = AnswerForm.of(request)

    def carry_out() -> None:
        key = form_key(request)
        decline(key=key, by=staff(request), approval=approval, note=form.text("note"))

    return answered(request, approval, form, carry_out)


@require_POST
@needs(WITHDRAW_APPROVALS)
def withdrawn(request: HttpRequest, approval: int) -> HttpResponse:
    form = AnswerForm.of(request)

    def carry_out() -> None:
        withdraw(key=form_key(request), by=staff(request), approval=approval)

    return answered(request, approval, form, carry_out)


def answered(
    request: HttpRequest, approval: int, form: AnswerForm, carry_out: Callable[[], None]
) -> HttpResponse:
    """Do it; a refusal stands at the form, with the note as it was typed."""
    try:
        carry_out()
    except Refusal as refusal:
        return approval_page(request, approval, refusal=refusal, note=form.text("note"))
    return redirect("office:approval", approval=approval)
