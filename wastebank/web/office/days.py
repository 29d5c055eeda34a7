"""The office looks at what was recorded: a day's sums, one deposit, what was odd, its void."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.deposits.counted import earlier_taken_back, material_totals
from wastebank.deposits.day_list import day_list, latest_day
from wastebank.deposits.find import find_deposit
from wastebank.deposits.review import review_deposit
from wastebank.deposits.review_flags import flags_of
from wastebank.deposits.void import void_deposit, voids_plainly, why_not_void
from wastebank.members.wallets import balance_of
from wastebank.models import Deposit, DepositReview
from wastebank.permissions import (
    CORRECT_DEPOSIT,
    REVIEW_DEPOSIT,
    SEE_DEPOSITS,
    VOID_DEPOSIT,
    may,
    visible_places,
)
from wastebank.refusals import PlaceUnknown
from wastebank.reports.asked import asked_day, asked_page
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import ReasonForm, form_key, new_key
from wastebank.web.common.mending.facts import correction_facts
from wastebank.web.common.mending.page import mending
from wastebank.web.office.forms import ReviewForm
from wastebank.web.office.page import office_page

PER_PAGE = 50


@require_GET
@needs(SEE_DEPOSITS)
def day(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    last = latest_day(by)
    chosen = asked_day(request.GET.get("day", ""), today=last)
    place = request.GET.get("place", "")
    places = list(visible_places(by).order_by("kind", "ordered_by"))
    deposits = day_list(by=by, day=chosen)
    if place:
        deposits = deposits.filter(place__code=place)
    asked_places = visible_places(by).filter(code=place) if place else visible_places(by)
    if place and place not in {each.code for each in places}:
        raise PlaceUnknown(place=place[:20])
    period = (asked_places, chosen, chosen + timedelta(days=1))
    totals = material_totals(*period)
    facts = {
        "day": chosen,
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1) if chosen < last else None,
        "last_day": last,
        "asked_place": place,
        "sheet_place": place or (places[0].code if len(places) == 1 else ""),
        "places": places,
        "page": asked_page(deposits, PER_PAGE, request.GET.get("page", "")),
        "totals": totals,
        "total_idr": sum(row.net_idr for row in totals),
        "voids": earlier_taken_back(*period).select_related("deposit").order_by("pk"),
    }
    return office_page(request, "office/days/page.html", facts)


@require_GET
@needs(SEE_DEPOSITS)
def deposit(request: HttpRequest, number: str) -> HttpResponse:
    return deposit_page(request, find_deposit(number=number, by=staff(request)))


@require_POST
@needs(VOID_DEPOSIT)
def void(request: HttpRequest, number: str) -> HttpResponse:
    by = staff(request)
    found = find_deposit(number=number, by=by)
    reason = ReasonForm.of(request).text("reason")
    try:
        void_deposit(key=form_key(request), by=by, deposit=found.number, reason=reason)
    except Refusal as refusal:
        return deposit_page(request, found, refusal)
    return redirect("office:deposit", number=found.number)


@require_http_methods(["GET", "POST"])
@needs(CORRECT_DEPOSIT)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """What should it have been? With before and after, and a second person above the limit."""
    found = find_deposit(number=number, by=staff(request))
    back = reverse("office:deposit", args=[found.number])

    def draw(
        request: HttpRequest, facts: Mapping[str, Any], refusal: Refusal | None
    ) -> HttpResponse:
        return office_page(request, "office/days/correct.html", {**facts, "back": back}, refusal)

    return mending(request, found, back, draw)


@require_POST
@needs(REVIEW_DEPOSIT)
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody looked at what was odd about a deposit, and says what it was."""
    by = staff(request)
    found = find_deposit(number=number, by=by)
    note = ReviewForm.of(request).text("note")
    try:
        review_deposit(key=form_key(request), by=by, deposit=found.number, note=note)
    except Refusal as refusal:
        return deposit_page(request, found, refusal, refused_form="look")
    return redirect("office:deposit", number=found.number)


def deposit_page(
    request: HttpRequest, found: Deposit, refusal: Refusal | None = None, refused_form: str = "void"
) -> HttpResponse:
    by = staff(request)
    lines = list(found.lines.order_by("line"))
    voided = getattr(found, "void", None)
    review = DepositReview.objects.filter(deposit=found).first()
    why_not = None if voided else why_not_void(by=by, deposit=found)
    facts = {
        "deposit": found,
        "lines": lines,
        "void": voided,
        "may_void": voided is None and why_not is None and voids_plainly(found),
        "correct_url": reverse("office:deposit_correct", args=[found.number]),
        "why_not_void": why_not if may(by, VOID_DEPOSIT) and voids_plainly(found) else None,
        "shares": [(line.family, line.rupiah_idr) for line in lines],
        "balance_idr": balance_of(found.member).balance_idr,
        **correction_facts(by, found),
        "flags": flags_of(found),
        "review": review,
        "may_look": bool(found.review_flags) and review is None and may(by, REVIEW_DEPOSIT),
        "keys": {"void": new_key(), "look": new_key()},
        "refused_form": refused_form,
        "reason": ReasonForm.of(request).text("reason"),
        "note": ReviewForm.of(request).text("note"),
    }
    return office_page(request, "office/days/deposit.html", facts, refusal)
