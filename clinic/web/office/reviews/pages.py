"""The drawn visits, with their services and without names, and what the reviewer says of each."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from clinic.permissions import REVIEW_VISITS
from clinic.settlements.reviews import DrawnVisit, drawn_visits, review_visit
from clinic.web.statement.rows import short_moment
from ledger.refusals import Refusal
from wastebank.reports.asked import asked_page
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import FilledForm, form_key, new_key
from wastebank.web.office.page import office_page

PER_PAGE = 20


class VisitReviewForm(FilledForm):
    """`care_line` is the service that does not fit; 0: all of it does."""

    statement = forms.CharField(max_length=30, widget=forms.HiddenInput)
    line = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    care_line = forms.IntegerField(label=_("What does not fit?"), min_value=0, max_value=1_000)
    note = forms.CharField(label=_("Why?"), max_length=300, required=False)


@require_GET
@needs(REVIEW_VISITS)
def reviews(request: HttpRequest) -> HttpResponse:
    return reviews_page(request)


@require_POST
@needs(REVIEW_VISITS)
def review(request: HttpRequest) -> HttpResponse:
    form = VisitReviewForm(request.POST)
    if not form.is_valid():
        page = reviews_page(request, form)
        page.status_code = 422
        return page
    said = form.cleaned_data
    try:
        review_visit(
            key=form_key(request),
            by=staff(request),
            statement=said["statement"],
            line=said["line"],
            fits=said["care_line"] == 0,
            note=said["note"],
            care_line=said["care_line"] or None,
        )
    except Refusal as refusal:
        return reviews_page(request, form, refusal)
    return redirect("office_reviews")


def reviews_page(
    request: HttpRequest, typed: VisitReviewForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    waiting = drawn_visits(by=staff(request), waiting=True)
    page = asked_page(waiting, PER_PAGE, request.GET.get("page", ""))
    facts = {
        "page": page,
        "waiting": len(waiting),
        "visits": [
            (visit, short_moment(visit.redeemed_at), typed_for(visit, typed)) for visit in page
        ],
        "key": new_key(),
    }
    return office_page(request, "office/reviews/page.html", facts, refusal)


def shown(
    visit: DrawnVisit, typed: VisitReviewForm | None
) -> tuple[DrawnVisit, str, VisitReviewForm | None]:
    return visit, short_moment(visit.redeemed_at), typed_for(visit, typed)


def typed_for(visit: DrawnVisit, typed: VisitReviewForm | None) -> VisitReviewForm | None:
    """What was typed about this very visit, and came back."""
    if typed is None or typed.data.get("statement") != visit.statement:
        return None
    return typed if typed.data.get("line") == str(visit.line) else None
