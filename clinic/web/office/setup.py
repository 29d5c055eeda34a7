"""The step Clinic of a new bank: its name, and what it offers at which tariff, by one key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic.models import Clinic
from clinic.permissions import SET_TARIFFS
from clinic.register.offered import clinics_for
from clinic.register.starter import begin_clinic, offer_services
from clinic.web.offering.rows import list_facts, service_sheet, service_wares, services_wanted
from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of
from wastebank.bank.path import has_receipt
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, may, place_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import FilledForm, TypedField, form_key
from wastebank.web.common.wares.answers import WareDesk, WaresForm, answer_wares
from wastebank.web.common.wares.rows import Fields, WareSheet
from wastebank.web.office.setup.page import setup_page

STEP = "clinic"


class ClinicStartForm(FilledForm):
    """What a clinic is called and where it is."""

    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    code = forms.CharField(
        label=_("Letters before receipt numbers"),
        max_length=10,
        help_text=_("Two to ten capital letters or figures, such as MS: MS-000001."),
    )


class ClinicWaresForm(WaresForm):
    """The same fields among those of the rows, as they were typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ClinicStartForm.base_fields:
            self.fields[name] = TypedField(most=200, trimmed=True)


@require_http_methods(["GET", "POST"])
@needs(MANAGE_PLACES)
def step(request: HttpRequest) -> HttpResponse:
    """A bank's first clinic; once it is there, what it offers."""
    by = staff(request)
    clinic = first_clinic(by)
    form = ClinicWaresForm.of(request, codes=[ware.code for ware in service_wares(clinic)])
    typed: Fields = form.typed() if request.method == "POST" else draft_of(by, STEP)
    start = start_form(request, typed) if clinic is None else None
    sheet = service_sheet(clinic, typed)

    def write() -> str:
        write_step(request, by, clinic, typed, sheet)
        return reverse("office:home" if has_receipt() else "office:setup")

    def show(refusal: Refusal | None) -> HttpResponse:
        shown = None if refusal and start and start.accept(refusal) else refusal
        return step_page(request, clinic, start, sheet, shown)

    desk = WareDesk(
        by=by,
        needs=MANAGE_PLACES,
        draft=STEP,
        typed=typed,
        step=form.text("step"),
        sheet=sheet,
        show=show,
        write=write,
        later=reverse("office:home"),
        is_sound=start is None or not start.is_bound or start.is_valid(),
    )
    return answer_wares(request, desk)


def first_clinic(by: User) -> Clinic | None:
    """The clinic this step goes on with: the first whose tariffs this person may set."""
    return next(iter(clinics_for(by=by)), None) if may(by, SET_TARIFFS) else None


def start_form(request: HttpRequest, typed: Fields) -> ClinicStartForm:
    if request.method == "POST":
        return ClinicStartForm(typed)
    return ClinicStartForm(initial=dict(typed))


def write_step(
    request: HttpRequest, by: User, clinic: Clinic | None, typed: Fields, sheet: WareSheet
) -> None:
    key, wanted = form_key(request), services_wanted(clinic, sheet)
    if clinic is not None:
        code = clinic.place.code
        offer_services(key=key, by=by, clinic=code, services=wanted, draft=STEP)
        return
    texts = {name: typed.get(name, "") for name in ClinicStartForm.base_fields}
    main = main_of(by)
    begin_clinic(key=key, by=by, parent=main.code, services=wanted, draft=STEP, **texts)


def main_of(by: User) -> Place:
    own = place_of(by)
    return own.parent or own


def step_page(
    request: HttpRequest,
    clinic: Clinic | None,
    start: ClinicStartForm | None,
    sheet: WareSheet,
    refusal: Refusal | None,
) -> HttpResponse:
    facts = list_facts(sheet) | {
        "clinic": clinic,
        "start": start or [],
        "form": start,
        "list_address": reverse("setup_clinic"),
    }
    return setup_page(request, STEP, "office/setup/clinic.html", facts, refusal)
