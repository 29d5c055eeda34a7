"""The day of a place: what was recorded in it, its sheet, and its closing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.days.closing import DaySheet, close_day, day_sheet, days_to_close
from wastebank.days.sheet import day_sheet_paper
from wastebank.deposits.day_list import day_list
from wastebank.funds.cash.accounts import visible_cash
from wastebank.models import CashAccount, Deposit, Place, User
from wastebank.numbering import day_ahead, open_day
from wastebank.papers.reports.day_sheet import day_sheet_pdf
from wastebank.permissions import CLOSE_DAY, COUNT_CASH, SEE_DEPOSITS, may, visible_places
from wastebank.refusals import MayNot, PlaceUnknown
from wastebank.reports.asked import asked_day, asked_page
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key, sent_key
from wastebank.web.counter.forms import CloseDayForm

PER_PAGE = 50


@require_GET
@needs(SEE_DEPOSITS)
def day(request: HttpRequest) -> HttpResponse:
    place = chosen_place(request, request.GET.get("place", ""))
    return day_page(request, place, chosen_day(request.GET.get("day", ""), place))


@require_GET
@needs(SEE_DEPOSITS)
def sheet(request: HttpRequest) -> HttpResponse:
    """The day on paper, open or closed."""
    place = chosen_place(request, request.GET.get("place", ""))
    chosen = chosen_day(request.GET.get("day", ""), place)
    found = day_sheet(by=staff(request), day=chosen, place=place)
    name = f"{place.code}-{chosen.isoformat()}.pdf"
    return HttpResponse(
        day_sheet_pdf(day_sheet_paper(found, language=language())),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@require_POST
@needs(CLOSE_DAY)
def close(request: HttpRequest) -> HttpResponse:
    form = CloseDayForm.of(request)
    place = chosen_place(request, form.text("place"))
    chosen = chosen_day(form.text("day"), place)
    try:
        close_day(
            key=form_key(request),
            by=staff(request),
            day=chosen,
            place=place.code,
            with_earlier=form.has("earlier"),
        )
    except Refusal as refusal:
        return day_page(request, place, chosen, refusal)
    query = urlencode({"day": chosen.isoformat(), "place": place.code, "closed": 1})
    return redirect(f"{reverse('counter_day')}?{query}")


# --- choosing and presenting


def boxes_to_count(by: User, place: Place) -> list[CashAccount]:
    """The open boxes of a place, for whoever may count them."""
    if not may(by, COUNT_CASH):
        return []
    here = visible_cash(by).filter(place=place, kind=CashAccount.Kind.BOX, active=True)
    return list(here.order_by("ordered_by"))


def chosen_place(request: HttpRequest, code: str) -> Place:
    """The place that was asked for among those this person may see, else the own or the first."""
    by = staff(request)
    places = visible_places(by).order_by("kind", "ordered_by", "pk")
    if code:
        found = places.filter(code=code).first()
        if found is None:
            raise PlaceUnknown(place=code[:20])
        return found
    own = by.place.pk if by.place else 0
    place = places.filter(pk=own).first() or places.first()
    if place is None:
        raise MayNot
    return place


def chosen_day(text: str, place: Place) -> date:
    """The day in the address. The open day may lie ahead, once today is closed; where nothing is
    asked, it is the day that what was recorded last counts in."""
    today, ahead = local_day(clock.now()), open_day(place)
    if not text and Deposit.objects.filter(place=place, book_day=ahead).exists():
        return ahead
    return ahead if text == ahead.isoformat() else asked_day(text, today=today)


def day_page(
    request: HttpRequest, place: Place, chosen: date, refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    found = day_sheet(by=by, day=chosen, place=place)
    deposits = day_list(by=by, day=chosen).filter(place=place)
    unclosed = [each for each in days_to_close(place) if each < chosen]
    answered = refusal is None or refusal.sticky or isinstance(refusal, KeyReused)
    facts: dict[str, Any] = {
        "day": chosen,
        "last_day": max(local_day(clock.now()), open_day(place)),
        "open_day": open_day(place),
        "ahead": day_ahead(place),
        "place": place,
        "places": visible_places(by).order_by("kind", "ordered_by", "pk"),
        "sheet": found,
        "boxes": boxes_to_count(by, place),
        "page": asked_page(deposits, PER_PAGE, request.GET.get("page", "")),
        "unclosed": unclosed,
        "voided_idr": -found.sums.voided_idr,
        "may_close": may_close(request, found),
        "just_closed": request.GET.get("closed") == "1" and found.closing is not None,
        "query": urlencode({"day": chosen.isoformat(), "place": place.code}),
        "key": new_key() if answered else sent_key(request),
    }
    return show(request, "counter/day/page.html", facts, refusal)


def may_close(request: HttpRequest, found: DaySheet) -> bool:
    """Whether closing is offered: for days that began, and with those before them."""
    return (
        may(staff(request), CLOSE_DAY)
        and found.closing is None
        and found.day in {*days_to_close(found.place), open_day(found.place)}
        and found.day <= local_day(clock.now())
    )
