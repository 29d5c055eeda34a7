"""The clinic desk: scan, compare the face and the name, choose services, see who pays what, PIN.

The card's code travels in the body of each request, hidden in the form: it stands in no address,
no session and no log. What is begun is kept as a draft for the clerk, and for nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.charges.authorisation_list import open_authorisations
from clinic.charges.authorisations import authorise
from clinic.charges.drafts import draft_by_id, drafts_of, drop_draft_of
from clinic.charges.redeem import redeem
from clinic.charges.redemption_list import day_sums, visits_on
from clinic.models import Authorisation, Redemption
from clinic.permissions import REDEEM, clinic_of
from clinic.web.desk.choice import bar_of, choice_of, quote_answer
from clinic.web.desk.forms import DeskForm, read_cash
from clinic.web.desk.state import (
    DeskState,
    forget_draft,
    in_cash,
    kept,
    posted_state,
    refused,
    state_of_card,
    with_patient,
)
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import read_key
from wastebank.web.common.frames import frame_view, picture, question

LATEST = 8
JSON = "application/json"


@sensitive_post_parameters("code", "card", "pin")
@require_http_methods(["GET", "POST"])
@needs(REDEEM)
def desk(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    if request.method == "GET":
        begun = draft_by_id(by=by, draft=whole(request.GET.get("draft", "")))
        if begun is None or not begun.card:
            return start_page(request)
        return desk_page(request, state_of_card(by, begun.card))
    form = DeskForm.of(request)
    if form.has("code") or picture(request) is not None:
        return desk_page(request, kept(state_of_card(by, question(request))))
    if form.text("step") == "drop":
        drop_draft_of(by=by, draft=form.number("draft", 12))
        return redirect("clinic:desk")
    state = kept(posted_state(by, form))
    if is_asked_by_script(request):
        return JsonResponse(quote_answer(state))
    match state.step:
        case "redeem":
            return carry_out(request, state, redeem)
        case "hold":
            return carry_out(request, state, authorise)
        case "pick":
            return desk_page(request, state)
        case "cash":
            state = in_cash(state)
    return desk_page(request, replace(state, refusal=state.unpriced))


def is_asked_by_script(request: HttpRequest) -> bool:
    """The quote alone, for the page that is open; without scripts a button asks for the page."""
    return request.headers.get("Accept") == JSON


frame = frame_view(REDEEM)


def carry_out(
    request: HttpRequest, state: DeskState, command: Callable[..., Redemption | Authorisation]
) -> HttpResponse:
    """Pay or hold exactly what was shown; another sum is shown first, and nothing is done."""
    try:
        key = read_key(state.key)
        if state.unpriced:
            raise state.unpriced
        if state.total != str(state.total_idr):
            return desk_page(request, replace(state, changed=True))
        done = command(
            key=key,
            by=state.by,
            card=state.card,
            pin=state.pin,
            lines=state.asked,
            cash_idr=read_cash(state.cash),
        )
    except Refusal as refusal:
        return desk_page(request, refused(state, refusal))
    forget_draft(state)
    if isinstance(done, Authorisation):
        return redirect(f"{reverse('clinic:desk')}?opened={done.pk}")
    return redirect(reverse("clinic:visit", args=[done.number]) + "?done=1")


# --- presenting


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A patient for whom something was chosen and not recorded."""

    pk: int
    name: str
    count: int
    changed_at: datetime


def unfinished(by: User) -> list[Unfinished]:
    """What this clerk has begun; of a card that is no longer in force, nothing."""
    found = []
    for begun in drafts_of(by=by):
        patient = with_patient(DeskState(by, clinic_of(by), "", card=begun.card)).patient
        if patient is not None:
            found.append(Unfinished(begun.pk, patient.name, len(begun.lines), begun.changed_at))
    return found


def whole(text: str) -> int:
    return int(text[:12]) if text.isascii() and text.isdigit() else 0


def start_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    by = staff(request)
    today = local_day(clock.now())
    waiting = list(open_authorisations(by=by))
    asked = request.GET.get("opened", "")
    facts: dict[str, Any] = {
        **bar_of(by, clinic_of(by)),
        "visits": visits_on(by=by, day=today)[:LATEST],
        "sums": day_sums(by=by, day=today),
        "waiting": waiting,
        "unfinished": unfinished(by),
        "opened": next((visit for visit in waiting if str(visit.pk) == asked), None),
        "released": request.GET.get("released") == "1",
    }
    return show(request, "clinic/desk/start.html", facts, refusal)


def desk_page(request: HttpRequest, state: DeskState) -> HttpResponse:
    if state.patient is None:
        return start_page(request, state.absent)
    waiting = open_authorisations(by=state.by)
    facts = {
        **choice_of(state),
        "patient": state.patient,
        "waiting": waiting.filter(member=state.patient.member),
        "language_next": f"{reverse('clinic:desk')}?draft={state.draft}",
    }
    return show(request, "clinic/desk/page.html", facts, state.refusal)
