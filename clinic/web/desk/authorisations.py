"""The end of an open visit: what was given is paid, or the patient leaves and all is given back."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.charges.authorisations import capture, find_authorisation, release, require_open
from clinic.models import Authorisation
from clinic.permissions import REDEEM
from clinic.web.desk.choice import choice_of, quote_answer
from clinic.web.desk.forms import DeskForm, read_cash
from clinic.web.desk.pages import is_asked_by_script, start_page
from clinic.web.desk.state import (
    DeskState,
    forget_draft,
    in_cash,
    kept,
    posted_state,
    refused,
    state_of_visit,
)
from ledger.refusals import Refusal
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import new_key, read_key


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@needs(REDEEM)
def open_visit_page(request: HttpRequest, visit_id: int) -> HttpResponse:
    by = staff(request)
    try:
        visit = find_authorisation(visit=visit_id, by=by)
    except Refusal as refusal:
        return start_page(request, refusal)
    if request.method == "GET":
        leaving = request.GET.get("leave") == "1"
        return end_page(request, state_of_visit(by, visit, new_key()), visit, leaving=leaving)
    state = posted_state(by, DeskForm.of(request), visit)
    if state.step != "release":
        state = kept(state)
    if is_asked_by_script(request):
        return JsonResponse(quote_answer(state))
    match state.step:
        case "close":
            return pay(request, state, visit)
        case "release":
            return leave(request, state, visit)
        case "pick":
            return end_page(request, state, visit)
        case "cash":
            state = in_cash(state)
    return end_page(request, replace(state, refusal=state.unpriced), visit)


def pay(request: HttpRequest, state: DeskState, visit: Authorisation) -> HttpResponse:
    """Pay exactly what was shown; another sum is shown first, and nothing is paid."""
    try:
        key = read_key(state.key)
        if state.unpriced:
            raise state.unpriced
        if state.total != str(state.total_idr):
            return end_page(request, replace(state, changed=True), visit)
        paid = capture(
            key=key,
            by=state.by,
            visit=visit.pk,
            lines=state.asked,
            cash_idr=read_cash(state.cash),
            pin=state.pin,
        )
    except Refusal as refusal:
        return end_page(request, refused(state, refusal), visit)
    forget_draft(state)
    return redirect(reverse("clinic:visit", args=[paid.number]) + "?done=1")


def leave(request: HttpRequest, state: DeskState, visit: Authorisation) -> HttpResponse:
    try:
        release(key=read_key(state.key), by=state.by, visit=visit.pk, reason=state.reason)
    except Refusal as refusal:
        agreed = replace(state_of_visit(state.by, visit, state.key), reason=state.reason)
        return end_page(request, refused(agreed, refusal), visit, leaving=True)
    forget_draft(state)
    return redirect(reverse("clinic:desk") + "?released=1")


def end_page(
    request: HttpRequest, state: DeskState, visit: Authorisation, *, leaving: bool = False
) -> HttpResponse:
    try:
        require_open(visit)
    except Refusal as refusal:
        return start_page(request, refusal)
    facts = {
        **choice_of(state),
        "visit": visit,
        "releasing": leaving,
        "release_key": new_key(),
        "reason": state.reason,
        "language_next": request.path,
    }
    return show(request, "clinic/visits/end.html", facts, state.refusal)
