"""Limits of care: what one person or one household may have, at a clinic or in the programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic.limits.refusals import CareLimitMalformed
from clinic.limits.setting import (
    MOST_COUNT,
    limit_list,
    limits_above,
    place_for_limits,
    services_limited,
    set_care_limit,
)
from clinic.models import CareLimit, Clinic
from clinic.permissions import SET_CARE_LIMITS
from clinic.register.offered import clinics_for
from clinic.web.desk.frame import asked_clinic, framed
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import Place, Role, User
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import DayField, FilledForm, form_key, new_key
from wastebank.web.common.weights import read_price


class LimitForm(FilledForm):
    """What is limited, to how much, from when on."""

    place = forms.ChoiceField(label=_("Where"))
    service = forms.ChoiceField(label=_("What"), required=False)
    whose = forms.ChoiceField(label=_("For whom"), choices=CareLimit.Whose.choices)
    period = forms.ChoiceField(
        label=_("In which time"), choices=CareLimit.Period.choices, initial=CareLimit.Period.MONTH
    )
    measure = forms.ChoiceField(label=_("Counted by"), choices=CareLimit.Measure.choices)
    most = forms.CharField(
        label=_("At most"),
        max_length=20,
        required=False,
        help_text=_("0 does not allow it at all. Empty: no limit."),
    )
    valid_from = DayField(label=_("Valid from"))

    def __init__(
        self, *args: Any, places: Sequence[Place], services: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        where = [(place.code, where_words(place)) for place in places]
        self.fields["place"] = forms.ChoiceField(label=_("Where"), choices=where)
        what = [("", _("All care together")), *services.items()]
        self.fields["service"] = forms.ChoiceField(label=_("What"), choices=what, required=False)
        self.order_fields(list(self.base_fields))
        today: date = local_day(clock.now())
        self.fields["valid_from"].initial = today
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        self.fields["most"].widget.attrs["inputmode"] = "numeric"

    def clean_most(self) -> int | None:
        typed = self.cleaned_data["most"].strip()
        try:
            return read_most(typed, self.cleaned_data.get("measure", ""))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


def read_most(typed: str, measure: str) -> int | None:
    if measure == CareLimit.Measure.RUPIAH or not typed:
        return read_price(typed)
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_COUNT))):
        raise CareLimitMalformed(max=MOST_COUNT)
    return int(typed)


def where_words(place: Place) -> Any:
    return place.name if place.kind == Place.Kind.CLINIC else _("All clinics together")


def places_of(by: User, clinic: Clinic) -> list[Place]:
    own = clinic.place
    above = [] if by.role == Role.LEAD or own.parent is None else [own.parent]
    return [place_for_limits(by, place.code) for place in (own, *above)]


@require_http_methods(["GET", "POST"])
@needs(SET_CARE_LIMITS)
def limits(request: HttpRequest) -> HttpResponse:
    by, clinic = staff(request), asked_clinic(request)
    places = places_of(by, clinic)
    services = {one.code: one.name for place in places for one in services_limited(place)}
    form = LimitForm(request.POST or None, places=places, services=services)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            set_care_limit(key=form_key(request), by=by, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            here = reverse("clinic:limits")
            return redirect(f"{here}?clinic={clinic.place.code}&done=set")
    facts = {
        "form": form,
        "key": new_key(),
        "clinics": clinics_for(by=by),
        "lists": [(where_words(place), limit_list(by=by, place=place)) for place in places],
        "above": limits_above(by=by, clinic=clinic) if len(places) == 1 else [],
        "done": request.GET.get("done", ""),
    }
    answer = framed(request, clinic, "clinic/limits.html", facts, refused)
    if form.errors:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
