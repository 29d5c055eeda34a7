"""The starter list in the office: take from it by typing prices, all of them by one key.

Whatever key is pressed, what was typed is kept first: a refusal, another page or a sign-out lose
nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of, keep_draft
from wastebank.bank.path import has_receipt
from wastebank.materials.starter import Taken, take_starters
from wastebank.models import Material, Place, User
from wastebank.permissions import SET_PRICES, visible_places
from wastebank.reports.lists.goods import price_place
from wastebank.values.units import CHOICES
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import speaks_json
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import PricedPlaceForm
from wastebank.web.office.page import office_page
from wastebank.web.office.setup.page import setup_page
from wastebank.web.office.starter.materials import (
    material_sheet,
    material_wares,
    materials_asked,
)
from wastebank.web.office.starter.wares import Fields, WaresForm, WareSheet

STEP = "materials"
OK = 200
UNREAD = 422  # a row cannot be read: nothing was written


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request is about."""

    by: User
    place: Place
    typed: Fields
    step: str

    @property
    def draft(self) -> str:
        return draft_name(self.place)


def draft_name(place: Place) -> str:
    """One for each place; that of the main bank is the step of setting up."""
    return STEP if place.kind == Place.Kind.MAIN else f"{STEP}:{place.code}"


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def starter(request: HttpRequest) -> HttpResponse:
    """The list beside the other ways to prices."""
    return answer_list(request, show_page, done_address)


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def step(request: HttpRequest) -> HttpResponse:
    """The same as a step of setting up."""
    return answer_list(request, show_step, lambda _asked, done: next_address(done))


def answer_list(
    request: HttpRequest,
    show: Callable[[HttpRequest, Asked, WareSheet, Refusal | None], HttpResponse],
    after: Callable[[Asked, Taken | None], str],
) -> HttpResponse:
    """The list in whatever frame `show` draws; `after` is where it leads when it is left."""
    asked = asked_in(request)
    sheet = material_sheet(asked.place, asked.typed)
    if request.method == "GET":
        return show(request, asked, sheet, None)
    keep_draft(by=asked.by, step=asked.draft, fields=asked.typed)
    if speaks_json(request):
        return JsonResponse(sheet.said())
    if asked.step == "later":
        return redirect(after(asked, None))
    if asked.step == "more" or sheet.has_problem:
        return show(request, asked, sheet, None)
    try:
        done = take(request, asked, sheet)
    except Refusal as refusal:
        return show(request, asked, sheet, refusal)
    return redirect(after(asked, done))


def asked_in(request: HttpRequest) -> Asked:
    by = staff(request)
    sent = PricedPlaceForm.of(request).text("place")
    place = price_place(by, sent or request.GET.get("place", ""))
    assert place is not None  # whoever sets prices stands at a place
    codes = [ware.code for ware in material_wares(place)]
    form = WaresForm.of(request, codes=codes)
    typed: Fields = form.typed()
    if request.method == "GET":
        typed = draft_of(by, draft_name(place))
    return Asked(by, place, typed, form.text("step"))


def take(request: HttpRequest, asked: Asked, sheet: WareSheet) -> Taken:
    return take_starters(
        key=form_key(request),
        by=asked.by,
        place=asked.place.code,
        materials=materials_asked(sheet),
        draft=asked.draft,
    )


def list_facts(asked: Asked, sheet: WareSheet) -> dict[str, Any]:
    """What the parts of the form say, in any frame."""
    return {
        "at": asked.place,
        "sheet": sheet,
        "key": new_key(),
        "about": [("place", asked.place.code)],
        "own_families": Material.Family.choices,
        "own_units": CHOICES,
    }


def show_step(
    request: HttpRequest, asked: Asked, sheet: WareSheet, refusal: Refusal | None
) -> HttpResponse:
    facts = list_facts(asked, sheet) | {"list_address": reverse("office:setup_materials")}
    answer = setup_page(request, STEP, "office/setup/materials.html", facts, refusal)
    return refused_where_unread(request, asked, answer)


def next_address(done: Taken | None) -> str:
    """To the step that comes next; whoever puts it off goes to the office."""
    return reverse("office:setup" if done and not has_receipt() else "office:home")


def refused_where_unread(request: HttpRequest, asked: Asked, answer: HttpResponse) -> HttpResponse:
    """A list that was sent and is shown again was not written."""
    if answer.status_code == OK and request.method == "POST" and asked.step != "more":
        answer.status_code = UNREAD
    return answer


def show_page(
    request: HttpRequest, asked: Asked, sheet: WareSheet, refusal: Refusal | None
) -> HttpResponse:
    facts = list_facts(asked, sheet) | {
        "list_address": reverse("office:starter"),
        "places": visible_places(asked.by).order_by("kind", "ordered_by"),
        "bought": request.GET.get("bought", ""),
    }
    answer = office_page(request, "office/starter/page.html", facts, refusal)
    return refused_where_unread(request, asked, answer)


def done_address(asked: Asked, done: Taken | None) -> str:
    if done is None:
        return f"{reverse('office:prices')}?place={asked.place.code}"
    bought = str(done.bought)
    return f"{reverse('office:starter')}?place={asked.place.code}&bought={bought}"
