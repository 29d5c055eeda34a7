"""The clinic desk: scan, compare the face and the name, choose services, see who pays what, PIN.

The card's code travels in the body of each request, hidden in the form: it stands in no address,
no session and no log. Nothing is remembered between two requests.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from clinic.charges.authorisation_list import open_visits
from clinic.charges.authorisations import open_visit
from clinic.charges.patient import Patient, patient_of
from clinic.charges.redeem import redeem
from clinic.charges.redemption_list import day_sums, visits_on
from clinic.models import Redemption, Visit
from clinic.permissions import REDEEM
from clinic.web.desk.forms import asked_services, typed_services, with_one_more
from clinic.web.desk.splitting import Split, new_split
from clinic.web.desk.standing import (
    DeskState,
    after,
    agreed_cash,
    bar_of,
    choice_of,
    read_cash,
    total_of,
    total_shown,
)
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.frames import read_picture
from wastebank.web.counter.desk import picture, question

LATEST = 8


@sensitive_post_parameters("code", "card", "pin")
@require_http_methods(["GET", "POST"])
@needs(REDEEM)
def desk(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return start_page(request)
    if "code" in request.POST or "photo" in request.FILES:
        return desk_page(request, DeskState(card=question(request), key=new_key()))
    state = DeskState(
        card=request.POST.get("card", "")[:100],
        key=request.POST.get("key", ""),
        lines=typed_services(request.POST),
        cash=request.POST.get("cash", ""),
    )
    act = request.POST.get("act", "")
    if picked := request.POST.get("pick", ""):
        return desk_page(request, replace(state, lines=with_one_more(state.lines, picked)))
    if act == "redeem":
        return carry_out(request, state, redeem)
    if act == "hold":
        return carry_out(request, state, open_visit)
    if act == "cash":
        state = in_cash(staff(request), state)
    return look_again(request, state)


@require_POST
@needs(REDEEM)
def frame(request: HttpRequest) -> JsonResponse:
    """The code in a frame of the camera, for browsers that cannot read it themselves."""
    return JsonResponse({"code": read_picture(picture(request))})


def look_again(request: HttpRequest, state: DeskState) -> HttpResponse:
    """The sum and the split of what is chosen now, for browsers without modules."""
    try:
        total_of(staff(request), asked_services(state.lines))
    except Refusal as refusal:
        return desk_page(request, replace(state, refusal=refusal))
    return desk_page(request, state)


def in_cash(by: User, state: DeskState) -> DeskState:
    """One press: what the credit does not reach is paid in cash."""
    try:
        split = split_of(by, state, patient_of(by=by, card=state.card))
    except Refusal:
        return state
    return replace(state, cash=str(split.offer_idr if split else 0))


def carry_out(
    request: HttpRequest, state: DeskState, verb: Callable[..., Redemption | Visit]
) -> HttpResponse:
    """Pay or set aside exactly what was shown; another sum is shown first, and nothing is done."""
    by = staff(request)
    try:
        key = form_key(request)
        lines = asked_services(state.lines)
        if request.POST.get("total", "") != str(total_of(by, lines)):
            return desk_page(request, replace(state, changed=True))
        done = verb(
            key=key,
            by=by,
            card=state.card,
            pin=request.POST.get("pin", ""),
            lines=lines,
            cash_idr=read_cash(state.cash),
        )
    except Refusal as refusal:
        return desk_page(request, after(state, refusal))
    if isinstance(done, Visit):
        return redirect(f"{reverse('clinic:desk')}?opened={done.pk}")
    return redirect(reverse("clinic:visit", args=[done.number]) + "?done=1")


# --- presenting


def start_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    by = staff(request)
    visits = visits_on(by=by, day=local_day(clock.now()))
    waiting = list(open_visits(by=by))
    asked = request.GET.get("opened", "")
    facts: dict[str, Any] = {
        **bar_of(by),
        "visits": visits[:LATEST],
        "sums": day_sums(visits),
        "waiting": waiting,
        "opened": next((visit for visit in waiting if str(visit.pk) == asked), None),
        "released": request.GET.get("released") == "1",
    }
    return show(request, "clinic/desk/start.html", facts, refusal)


def desk_page(request: HttpRequest, state: DeskState) -> HttpResponse:
    by = staff(request)
    try:
        patient = patient_of(by=by, card=state.card)
    except Refusal as refusal:
        return start_page(request, refusal)
    facts = {
        **choice_of(by, state, split_of(by, state, patient)),
        "patient": patient,
        "free_idr": patient.available_idr,
        "waiting": open_visits(by=by).filter(member__number=patient.number),
    }
    return show(request, "clinic/desk/page.html", facts, state.refusal)


def split_of(by: User, state: DeskState, patient: Patient) -> Split | None:
    total_idr = total_shown(by, state)
    if total_idr is None:
        return None
    return new_split(
        total_idr=total_idr,
        available_idr=patient.available_idr,
        agreed_idr=agreed_cash(state),
    )
