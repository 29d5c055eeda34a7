"""The clinic desk: scan, compare the face and the name, choose services, see who pays what, PIN.

The card's code travels in the body of each request, hidden in the form: it stands in no address,
no session and no log. Nothing is remembered between two requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from clinic.acts import REDEEM, SET_TARIFFS, clinic_of
from clinic.models import Clinic
from clinic.reading import (
    Offered,
    day_sums,
    offered_services,
    often_given,
    patient_of,
    visits_on,
)
from clinic.redemptions import (
    Quote,
    ServiceAsked,
    check_lines,
    price_lines,
    quote_redemption,
    redeem,
)
from clinic.refusals import CashOutOfRange
from clinic.web.forms import (
    TypedService,
    asked_services,
    shown_services,
    typed_services,
    with_one_more,
)
from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.models import User
from wastebank.prices import local_day
from wastebank.refusals import KeyMissing
from wastebank.roles import may
from wastebank.web.counter import picture, question
from wastebank.web.desk import form_key, needs, new_key, staff
from wastebank.web.frames import read_picture
from wastebank.web.showing import show

HOTKEYS = "QWERASDFZXCV"
LATEST = 8
# Refused before anything is paid, about one line or all of them.
OF_LINES = (
    *("no_lines", "too_many_lines", "count_out_of_range", "price_out_of_range"),
    *("service_unknown", "service_inactive", "tariff_missing", "tariff_needed"),
    *("field_missing", "field_malformed", "field_too_long"),
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Who stands at the desk, by which card, what was chosen, and the key of this attempt."""

    card: str
    key: str
    lines: Sequence[TypedService] = ()
    refusal: Refusal | None = None
    changed: bool = False  # the sum is not the one that was shown


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    cost_idr: int | None
    hotkey: str


@sensitive_post_parameters("code", "card", "pin")
@require_http_methods(["GET", "POST"])
@needs(REDEEM)
def desk(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return start_page(request)
    if "code" in request.POST or "photo" in request.FILES:
        return find(request)
    stand = Stand(
        card=request.POST.get("card", "")[:100],
        key=request.POST.get("key", ""),
        lines=typed_services(request.POST),
    )
    if picked := request.POST.get("pick", ""):
        return desk_page(request, replace(stand, lines=with_one_more(stand.lines, picked)))
    if request.POST.get("act") == "redeem":
        return pay(request, stand)
    return look_again(request, stand)


@require_POST
@needs(REDEEM)
def frame(request: HttpRequest) -> JsonResponse:
    """The code in a frame of the camera, for browsers that cannot read it themselves."""
    return JsonResponse({"code": read_picture(picture(request))})


def find(request: HttpRequest) -> HttpResponse:
    return desk_page(request, Stand(card=question(request), key=new_key()))


def look_again(request: HttpRequest, stand: Stand) -> HttpResponse:
    """The sum and the split of what is chosen now, for browsers without modules."""
    try:
        split_of(staff(request), stand)
    except Refusal as refusal:
        return desk_page(request, replace(stand, refusal=refusal))
    return desk_page(request, stand)


def pay(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Redeem exactly what was shown; another sum is shown first, and nothing is paid."""
    by = staff(request)
    try:
        key = form_key(request)
        lines = asked_services(stand.lines)
        if request.POST.get("total", "") != str(total_of(by, lines)):
            return desk_page(request, replace(stand, changed=True))
        visit = redeem(
            key=key,
            by=by,
            card=stand.card,
            pin=request.POST.get("pin", ""),
            lines=lines,
            cash_idr=read_cash(request.POST.get("cash", "")),
        )
    except Refusal as refusal:
        return desk_page(request, after(stand, refusal))
    return redirect(reverse("clinic:visit", args=[visit.number]) + "?done=1")


def after(stand: Stand, refusal: Refusal) -> Stand:
    """The desk as it was. A key that has its answer cannot be used again; others are kept."""
    answered = refusal.sticky or isinstance(refusal, KeyReused | KeyMissing)
    return replace(stand, refusal=refusal, key=new_key() if answered else stand.key)


def total_of(by: User, lines: Sequence[ServiceAsked]) -> int:
    check_lines(lines)
    return sum(line.rupiah_idr for line in price_lines(lines, clinic_of(by)))


def split_of(by: User, stand: Stand) -> Quote:
    return quote_redemption(by=by, card=stand.card, lines=asked_services(stand.lines))


def read_cash(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12):
        raise CashOutOfRange
    return int(typed)


# --- presenting


def start_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    by = staff(request)
    visits = visits_on(by=by, day=local_day(clock.now()))
    facts = {**bar_of(by), "visits": visits[:LATEST], "sums": day_sums(visits)}
    return show(request, "clinic/start.html", facts, refusal)


def desk_page(request: HttpRequest, stand: Stand) -> HttpResponse:
    by = staff(request)
    try:
        patient = patient_of(by=by, card=stand.card)
    except Refusal as refusal:
        return start_page(request, refusal)
    clinic = clinic_of(by)
    offered = offered_services(clinic, local_day(clock.now()))
    try:
        split = split_of(by, stand)
    except Refusal:
        split = None
    facts = {
        **bar_of(by),
        "stand": stand,
        "patient": patient,
        "offered": offered,
        "tiles": tiles_of(clinic, offered),
        "lines": shown_services(stand.lines, {row.service.code: row for row in offered}),
        "split": split,
        "shares": [("saldo", split.credit_idr), ("tunai", split.cash_idr)] if split else [],
        "refused_lines": stand.refusal is not None and stand.refusal.code in OF_LINES,
    }
    return show(request, "clinic/desk.html", facts, stand.refusal)


def bar_of(by: User) -> dict[str, object]:
    """What stands in the bar: the clinic, and the parts of the desk this person may use."""
    parts = [(reverse("clinic:desk"), _("Desk")), (reverse("clinic:visits"), _("Visits"))]
    if may(by, SET_TARIFFS):
        parts.append((reverse("clinic:tariffs"), _("Tariffs")))
    return {"clinic": clinic_of(by), "parts": parts}


def tiles_of(clinic: Clinic, offered: Sequence[Offered]) -> list[Tile]:
    """Twelve tiles under the left hand: what was given most of late, then as the list stands."""
    given = often_given(clinic)
    ranked = sorted(offered, key=lambda row: -given[row.service.pk])
    return [
        Tile(row.service.code, row.service.name, row.price_idr, hotkey)
        for hotkey, row in zip(HOTKEYS, ranked, strict=False)
    ]
