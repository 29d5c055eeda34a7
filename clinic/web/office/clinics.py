"""The office takes a clinic into the programme, and sees of its visits the sums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.charges.office_list import VISITS
from clinic.models import Clinic
from clinic.permissions import SET_TARIFFS
from clinic.register.clinics import open_clinic
from clinic.register.lists import CLINICS, TARIFF_SHEET
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, may
from wastebank.staff.places import looked_after
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import DayField, FilledForm, form_key, new_key
from wastebank.web.common.importing.pages import ImportDesk
from wastebank.web.office.forms import ListForm
from wastebank.web.office.lists import ListPage, file_of, list_views
from wastebank.web.office.page import office_page


class ClinicForm(FilledForm):
    """A clinic that takes credit from a day on."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        help_text=_("Capital letters; it stands before every receipt number, such as MLT-000123."),
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    parent = forms.ChoiceField(label=_("Belongs to"))
    valid_from = DayField(label=_("Takes credit from"))
    valid_until = DayField(label=_("Until, that day included"))

    def __init__(self, *args: Any, mains: QuerySet[Place], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.code, place.name) for place in mains]
        self.fields["parent"] = forms.ChoiceField(label=_("Belongs to"), choices=choices)
        self.fields["valid_from"].initial = today
        self.fields["valid_until"].required = False
        self.order_fields(["code", "name", "address", "parent", "valid_from", "valid_until"])


def show(
    request: HttpRequest, template: str, facts: Mapping[str, Any], refusal: Refusal | None
) -> HttpResponse:
    return office_page(request, template, {"frame": "office/page.html", **facts}, refusal)


IMPORT = ImportDesk("clinics", "office/clinics/import/", "clinics_import", show, "clinics_list")
clinics_list, clinics_file = list_views(
    ListPage(
        CLINICS,
        "clinics_list",
        "clinics_file",
        also=lambda _by, _asked: {"import_href": reverse("clinics_import")},
    )
)


@require_POST
@needs(SET_TARIFFS)
def tariff_sheet(request: HttpRequest) -> HttpResponseBase:
    """The list as an import reads it, to be changed by hand and brought back."""
    by = staff(request)
    form = ListForm.of(request, asked=[field.name for field in TARIFF_SHEET.fields(by)])
    return file_of(request, TARIFF_SHEET, TARIFF_SHEET.asked(by, form.asked()), "csv")


visits, visits_file = list_views(ListPage(VISITS, "office_visits", "office_visits_file"))


@require_http_methods(["GET", "POST"])
@needs(MANAGE_PLACES)
def new_clinic(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    mains = looked_after(by).filter(kind=Place.Kind.MAIN)
    form = ClinicForm(request.POST or None, mains=mains, today=local_day(clock.now()))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_clinic(key=form_key(request), by=by, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect(next_page(by, opened))
    return office_page(
        request, "office/clinics/new.html", {"form": form, "key": new_key()}, refused
    )


def next_page(by: User, clinic: Clinic) -> str:
    """To what the clinic offers, for whoever may say it."""
    if not may(by, SET_TARIFFS):
        return reverse("office:places")
    return f"{reverse('clinic:services')}?clinic={clinic.place.code}"
