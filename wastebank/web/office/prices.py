"""Prices in the office: a place's list, one material with its past and its next price."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.materials.catalogue import add_material, take_material
from wastebank.materials.own_codes import own_code_of
from wastebank.materials.price_list import prices_of
from wastebank.materials.prices import Dear, dear_against, set_price, withdraw_price
from wastebank.materials.refusals import MaterialUnknown, PriceUnknown
from wastebank.models import Material, Place, Price, User
from wastebank.permissions import SEE_OFFICE, SET_PRICES, may, require, visible_places
from wastebank.reports.listing import Filters
from wastebank.reports.lists.goods import PRICE_SHEET, PRICES, found_prices, price_place
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import ReasonForm, form_key, new_key
from wastebank.web.office.forms import (
    ActiveForm,
    ListForm,
    MaterialForm,
    PricedPlaceForm,
    PriceForm,
)
from wastebank.web.office.lists import ListPage, answer_file, answer_page, file_of
from wastebank.web.office.page import office_page

DOUBTED = 409  # nothing was set: somebody has to look first


@require_GET
@needs(SEE_OFFICE)
def prices(request: HttpRequest) -> HttpResponse:
    return answer_page(request, PRICES_PAGE)


@require_POST
@needs(SEE_OFFICE)
def price_sheet(request: HttpRequest) -> HttpResponseBase:
    """The list as an import reads it, to be changed by hand and brought back."""
    by = staff(request)
    form = ListForm.of(request, asked=[field.name for field in PRICE_SHEET.fields(by)])
    return file_of(request, PRICE_SHEET, PRICE_SHEET.asked(by, form.asked()), "csv")


def price_facts(by: User, asked: Filters) -> dict[str, object]:
    return {
        "at": price_place(by, asked["place"]),
        "places": visible_places(by).order_by("kind", "ordered_by"),
        "price_rows": found_prices(by, asked),
        "shown": asked["show"],
        "may_set": may(by, SET_PRICES),
    }


PRICES_PAGE = ListPage(
    PRICES,
    "office:prices",
    "office:prices_file",
    template="office/prices/page.html",
    also=price_facts,
)


@require_POST
@needs(SEE_OFFICE)
def prices_file(request: HttpRequest) -> HttpResponseBase:
    return answer_file(request, PRICES_PAGE)


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def new_material(request: HttpRequest) -> HttpResponse:
    form = MaterialForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            material = add_material(key=form_key(request), by=staff(request), **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:material", code=material.code)
    return office_page(
        request, "office/prices/material_new.html", {"form": form, "key": new_key()}, refused
    )


@require_http_methods(["GET", "POST"])
@needs(SEE_OFFICE)
def material(request: HttpRequest, code: str) -> HttpResponse:
    """A material at one place: what is paid now, was paid before, and will be paid."""
    by = staff(request)
    if request.method == "POST":
        require(by, SET_PRICES)
    sent = PricedPlaceForm.of(request).text("place")
    place = price_place(by, sent if request.method == "POST" else request.GET.get("place", ""))
    found = Material.objects.filter(code=code).first()
    if found is None or place is None:
        raise MaterialUnknown(material=code)
    found.own_code = own_code_of(found, place)
    form = PriceForm(request.POST or None, today=local_day(clock.now()))
    refused = None
    if request.method == "POST" and form.is_valid():
        dear = dear_for(form, found, place)
        if dear is not None:
            return material_page(request, found, place, form, dear=dear)
        try:
            set_price_from(request, form, found, place)
        except Refusal as refusal:
            refused = refusal
        else:
            return redirect(material_address(found, place, "set"))
    return material_page(request, found, place, form, refused)


def material_address(material: Material, place: Place, done: str) -> str:
    address = reverse("office:material", args=[material.code])
    return f"{address}?place={place.code}&done={done}"


@require_POST
@needs(SET_PRICES)
def withdraw(request: HttpRequest, code: str, price_id: int) -> HttpResponse:
    """Take a price back that does not hold yet."""
    by = staff(request)
    reason = ReasonForm.of(request).text("reason")
    price = Price.objects.select_related("material", "place").filter(pk=price_id).first()
    if price is None or price.material.code != code:
        raise PriceUnknown(price=price_id)
    try:
        withdraw_price(key=form_key(request), by=by, price=price_id, reason=reason)
    except Refusal as refusal:
        form = PriceForm(today=local_day(clock.now()))
        return material_page(request, price.material, price.place, form, refusal, price_id)
    return redirect(material_address(price.material, price.place, "withdrawn"))


def dear_for(form: PriceForm, material: Material, place: Place) -> Dear | None:
    """What would be bought for more than buyers pay, while nobody said yet that it is meant."""
    typed = form.cleaned_data
    if typed["is_meant"]:
        return None
    terms = typed["valid_from"], typed["price"], typed["collector_price"]
    return dear_against(material, place, *terms)


def set_price_from(request: HttpRequest, form: PriceForm, material: Material, place: Place) -> None:
    typed = form.cleaned_data
    set_price(
        key=form_key(request),
        by=staff(request),
        material=material.code,
        place=place.code,
        valid_from=typed["valid_from"],
        kind=typed["kind"],
        price_idr=typed["price"],
        collector_price_idr=typed["collector_price"],
    )


def material_page(
    request: HttpRequest,
    material: Material,
    place: Place,
    form: PriceForm,
    refusal: Refusal | None = None,
    withdrawing: int = 0,
    *,
    dear: Dear | None = None,
) -> HttpResponse:
    """The page; `dear`: nothing was set yet, this would lie above what buyers pay."""
    by = staff(request)
    past = prices_of(material, place, clock.now())
    coming = [row.price for row in past[::-1] if row.state == "coming"]
    facts = {
        "material": material,
        "at": place,
        "places": visible_places(by).order_by("kind", "ordered_by"),
        "past": past,
        "now": next((row.price for row in past if row.state == "now"), None),
        "form": form,
        "key": new_key(),
        "take_key": new_key(),
        "may_set": may(by, SET_PRICES),
        "done": request.GET.get("done", ""),
        "coming": [(price, new_key()) for price in coming],
        # One that holds meanwhile has no form any more: what is refused stands with the new price.
        "withdrawing": withdrawing if withdrawing in [price.pk for price in coming] else 0,
        "reason": ReasonForm.of(request).text("reason"),
        "dear": dear,
    }
    answer = office_page(request, "office/prices/material.html", facts, refusal)
    if dear is not None:
        answer.status_code = DOUBTED
    return answer


@require_POST
@needs(SET_PRICES)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Stop taking a material, or take it again."""
    active = ActiveForm.of(request).is_active
    take_material(key=form_key(request), by=staff(request), material=code, active=active)
    return redirect("office:material", code=code)
