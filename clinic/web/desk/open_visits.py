"""The end of an open visit: what was given is paid, or the patient leaves and all is given back."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.charges.authorisations import close_visit, find_visit, release_visit, require_open_visit
from clinic.models import Visit
from clinic.permissions import REDEEM
from clinic.web.desk.forms import TypedService, asked_services, typed_services, with_one_more
from clinic.web.desk.pages import start_page
from clinic.web.desk.splitting import Split, final_split
from clinic.web.desk.standing import (
    DeskState,
    after,
    agreed_cash,
    choice_of,
    read_cash,
    total_of,
    total_shown,
)
from ledger.refusals import Refusal
from wastebank.members.wallets import balance_of
from wastebank.models import User
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@needs(REDEEM)
def open_visit_page(request: HttpRequest, visit_id: int) -> HttpResponse:
    by = staff(request)
    try:
        visit = find_visit(visit=visit_id, by=by)
        if request.method == "GET":
            require_open_visit(visit)
    except Refusal as refusal:
        return start_page(request, refusal)
    if request.method == "GET":
        return end_page(request, as_agreed(visit, new_key()), visit)
    state = DeskState(
        key=request.POST.get("key", ""),
        visit=visit,
        lines=typed_services(request.POST),
        cash=request.POST.get("cash", ""),
    )
    return end(request, state, visit)


def end(request: HttpRequest, state: DeskState, visit: Visit) -> HttpResponse:
    by = staff(request)
    act = request.POST.get("act", "")
    if picked := request.POST.get("pick", ""):
        state = replace(state, lines=with_one_more(state.lines, picked))
    elif act == "close":
        return close(request, state, visit)
    elif act == "release":
        return release(request, state, visit)
    elif act == "cash":
        split = split_at_end(by, state, visit)
        state = replace(state, cash=str(split.offer_idr if split else 0))
    else:
        try:
            total_of(by, asked_services(state.lines))
        except Refusal as refusal:
            state = replace(state, refusal=refusal)
    return end_page(request, state, visit)


def as_agreed(visit: Visit, key: str) -> DeskState:
    """What the patient agreed to when the visit began, cash included."""
    lines = expected_lines(visit)
    return DeskState(key=key, visit=visit, lines=lines, cash=str(visit.cash_idr))


def expected_lines(visit: Visit) -> list[TypedService]:
    """What was expected, to be changed into what was given."""
    return [
        TypedService(
            service=line.service.code,
            count=str(line.count),
            price=str(line.price_idr) if line.service.pricing == "variable" else "",
            note=line.note,
        )
        for line in visit.lines.select_related("service").order_by("line")
    ]


def close(request: HttpRequest, state: DeskState, visit: Visit) -> HttpResponse:
    """Pay exactly what was shown; another sum is shown first, and nothing is paid."""
    by = staff(request)
    try:
        key = form_key(request)
        lines = asked_services(state.lines)
        if request.POST.get("total", "") != str(total_of(by, lines)):
            return end_page(request, replace(state, changed=True), visit)
        paid = close_visit(
            key=key,
            by=by,
            visit=visit.pk,
            lines=lines,
            cash_idr=read_cash(state.cash),
            pin=request.POST.get("pin", ""),
        )
    except Refusal as refusal:
        return end_page(request, after(state, refusal), visit)
    return redirect(reverse("clinic:visit", args=[paid.number]) + "?done=1")


def release(request: HttpRequest, state: DeskState, visit: Visit) -> HttpResponse:
    try:
        release_visit(
            key=form_key(request),
            by=staff(request),
            visit=visit.pk,
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return end_page(request, after(as_agreed(visit, state.key), refusal), visit)
    return redirect(reverse("clinic:desk") + "?released=1")


def end_page(request: HttpRequest, state: DeskState, visit: Visit) -> HttpResponse:
    by = staff(request)
    try:
        require_open_visit(visit)
    except Refusal as refusal:
        return start_page(request, refusal)
    facts = {
        **choice_of(by, state, split_at_end(by, state, visit)),
        "visit": visit,
        "free_idr": balance_of(visit.member).available_idr,
        "releasing": request.POST.get("act") == "release" or request.GET.get("leave") == "1",
        "release_key": new_key(),
        "reason": request.POST.get("reason", ""),
    }
    return show(request, "clinic/visits/end.html", facts, state.refusal)


def split_at_end(by: User, state: DeskState, visit: Visit) -> Split | None:
    total_idr = total_shown(by, state)
    if total_idr is None:
        return None
    return final_split(
        total_idr=total_idr,
        held_idr=visit.credit_idr,
        free_idr=balance_of(visit.member).available_idr,
        agreed_idr=agreed_cash(state),
    )
