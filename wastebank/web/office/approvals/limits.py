"""The limits of the programme: what holds, since when, and what somebody proposes instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ledger.refusals import Refusal
from wastebank.approvals.limits import (
    LIMIT_CHANGE,
    DeclaredLimit,
    declared_limits,
    limit_row,
    propose_limit,
    shown_limit,
)
from wastebank.models import WaitingApproval
from wastebank.permissions import SEE_OFFICE, SET_LIMITS, may
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import PostedForm, TypedField, form_key, new_key
from wastebank.web.common.weights import read_price
from wastebank.web.office.page import office_page


class NewLimitForm(PostedForm):
    """Another sum; left empty there is no limit any more."""

    amount = TypedField(most=20, trimmed=True)
    note = TypedField(most=400)


@dataclass(frozen=True, slots=True)
class ShownLimit:
    limit: DeclaredLimit
    now: str
    since: datetime | None
    waiting: int | None  # the number of a proposal that is not answered yet


@require_GET
@needs(SEE_OFFICE)
def limits(request: HttpRequest) -> HttpResponse:
    return limits_page(request)


def limits_page(
    request: HttpRequest, *, refusal: Refusal | None = None, code: str = "", **typed: str
) -> HttpResponse:
    waits = WaitingApproval.objects.filter(what=LIMIT_CHANGE.code)
    waiting = dict(waits.values_list("subject", "approval_id"))
    shown = []
    for limit in declared_limits().values():
        row = limit_row(limit)
        now = shown_limit(row.amount_idr if row else limit.default_idr)
        since = row.holds_from if row else None
        shown.append(ShownLimit(limit, now, since, waiting.get(f"limit:{limit.code}")))
    facts: dict[str, Any] = {
        "limits": shown,
        "key": new_key(),
        "refused": code,
        "typed": typed,
        "may_set": may(staff(request), SET_LIMITS),
    }
    return office_page(request, "office/approvals/limits.html", facts, refusal)


@require_POST
@needs(SET_LIMITS)
def new_limit(request: HttpRequest, limit: str) -> HttpResponse:
    """Propose another sum; whoever agrees makes it hold."""
    form = NewLimitForm.of(request)
    try:
        approval = propose_limit(
            key=form_key(request),
            by=staff(request),
            limit=limit,
            amount_idr=read_price(form.text("amount")),
            note=form.text("note"),
        )
    except Refusal as refusal:
        typed = {"amount": form.text("amount"), "note": form.text("note")}
        return limits_page(request, refusal=refusal, code=limit, **typed)
    return redirect("office:approval", approval=approval.number)
