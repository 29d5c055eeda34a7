"""The starter list of materials in the office: as a step of setting up, and beside the prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of
from wastebank.bank.path import has_receipt
from wastebank.materials.starter import Taken, take_starters
from wastebank.models import Material, Place
from wastebank.permissions import SET_PRICES, place_of, visible_places
from wastebank.reports.lists.goods import price_place
from wastebank.values.units import CHOICES
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.wares.answers import WareDesk, WaresForm, answer_wares
from wastebank.web.common.wares.rows import WareSheet
from wastebank.web.office.forms import PricedPlaceForm
from wastebank.web.office.page import office_page
from wastebank.web.office.setup.page import setup_page
from wastebank.web.office.starter.materials import (
    material_sheet,
    material_wares,
    materials_asked,
)

STEP = "materials"
Show = Callable[[HttpRequest, Place, WareSheet, Refusal | None], HttpResponse]


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def starter(request: HttpRequest) -> HttpResponse:
    """The list beside the other ways to prices."""
    return answer_list(request, show_page, done_address)


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def step(request: HttpRequest) -> HttpResponse:
    """The same as a step of setting up."""
    return answer_list(request, show_step, next_address)


def answer_list(
    request: HttpRequest, show: Show, after: Callable[[Place, Taken | None], str]
) -> HttpResponse:
    """The list in whatever frame `show` draws; `after` is where it leads."""
    by = staff(request)
    sent = PricedPlaceForm.of(request).text("place")
    place = price_place(by, sent or request.GET.get("place", "")) or place_of(by)
    draft = draft_name(place)
    form = WaresForm.of(request, codes=[ware.code for ware in material_wares(place)])
    typed = form.typed() if request.method == "POST" else draft_of(by, draft)
    sheet = material_sheet(place, typed)

    def write() -> str:
        asked = materials_asked(sheet)
        key = form_key(request)
        done = take_starters(key=key, by=by, place=place.code, materials=asked, draft=draft)
        return after(place, done)

    desk = WareDesk(
        by=by,
        needs=SET_PRICES,
        draft=draft,
        typed=typed,
        step=form.text("step"),
        sheet=sheet,
        show=lambda refusal: show(request, place, sheet, refusal),
        write=write,
        later=after(place, None),
    )
    return answer_wares(request, desk)


def draft_name(place: Place) -> str:
    """One for each place; that of the main bank is the step of setting up."""
    return STEP if place.kind == Place.Kind.MAIN else f"{STEP}:{place.code}"


def list_facts(place: Place, sheet: WareSheet) -> dict[str, Any]:
    """What the parts of the form say, in any frame."""
    return {
        "at": place,
        "sheet": sheet,
        "key": new_key(),
        "about": [("place", place.code)],
        "own_families": Material.Family.choices,
        "own_units": CHOICES,
    }


# --- as a step


def show_step(
    request: HttpRequest, place: Place, sheet: WareSheet, refusal: Refusal | None
) -> HttpResponse:
    facts = list_facts(place, sheet) | {"list_address": reverse("office:setup_materials")}
    return setup_page(request, STEP, "office/setup/materials.html", facts, refusal)


def next_address(place: Place, done: Taken | None) -> str:
    """To the step that comes next; whoever puts it off goes to the office."""
    return reverse("office:setup" if done and not has_receipt() else "office:home")


# --- as a page


def show_page(
    request: HttpRequest, place: Place, sheet: WareSheet, refusal: Refusal | None
) -> HttpResponse:
    facts = list_facts(place, sheet) | {
        "list_address": reverse("office:starter"),
        "places": visible_places(staff(request)).order_by("kind", "ordered_by"),
        "bought": request.GET.get("bought", ""),
    }
    return office_page(request, "office/starter/page.html", facts, refusal)


def done_address(place: Place, done: Taken | None) -> str:
    if done is None:
        return f"{reverse('office:prices')}?place={place.code}"
    return f"{reverse('office:starter')}?place={place.code}&bought={done.bought}"
