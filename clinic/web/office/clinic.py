"""A clinic on record: when it takes credit, by which terms it is paid, and into which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic import actions
from clinic.models import Clinic, ClinicPayee
from clinic.permissions import SET_PAYEE
from clinic.register.clinics import MAX_DISPUTE_DAYS, MAX_DUE_DAYS, MAX_WINDOW_HOURS
from clinic.register.correct import correct_clinic
from clinic.register.payee_change import (
    clinic_looked_after,
    payees_of,
    propose_payee,
    waiting_payee,
)
from ledger import clock
from ledger.refusals import Refusal
from wastebank.actions import change_in
from wastebank.models import ActionLog
from wastebank.permissions import MANAGE_PLACES
from wastebank.staff.names import staff_called
from wastebank.values.language import language
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import DayField, FilledForm, form_key, new_key
from wastebank.web.office.correcting.forms import CorrectionForm
from wastebank.web.office.page import office_page

SHOWN = 20


def whole(label: Any, most: int, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=help_text)


class TermsForm(CorrectionForm):
    """When a clinic takes credit, and in how many days what happens."""

    valid_from = DayField(label=_("Takes credit from"))
    valid_until = DayField(label=_("Until, that day included"), required=False)
    cancel_window_hours = whole(
        _("Hours to cancel"),
        MAX_WINDOW_HOURS,
        _("Visits that were paid before keep the hours of then."),
    )
    due_days = whole(
        _("Days until it is paid"), MAX_DUE_DAYS, _("From a statement to its payment.")
    )
    dispute_days = whole(
        _("Days to dispute"), MAX_DISPUTE_DAYS, _("After them silence is acceptance.")
    )


class PayeeForm(FilledForm):
    """In whose name an account is, at which bank, and its number."""

    payee_name = forms.CharField(label=_("Payee"), max_length=100)
    bank = forms.CharField(label=_("Bank"), max_length=60)
    account = forms.CharField(
        label=_("Account number"), max_length=50, help_text=_("Digits, as the bank writes them.")
    )
    note = forms.CharField(
        label=_("Note for the second person"),
        max_length=300,
        required=False,
        help_text=_("Such as who said it, and when you called."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].widget.attrs["inputmode"] = "numeric"


@dataclass(frozen=True, slots=True)
class TermChange:
    """What was changed: when, by whom, and from what to what."""

    at: datetime
    by: str
    thing: str
    before: str
    after: str
    reason: str


def changes_of(clinic: Clinic) -> list[TermChange]:
    subject = f"clinic:{clinic.place.code}"
    lines = ActionLog.objects.filter(subject=subject, action=actions.CORRECT_CLINIC.code)
    found = list(lines.order_by("-at", "-pk")[:SHOWN])
    names = staff_called([line.actor for line in found])
    return [
        TermChange(
            line.at,
            names.get(line.actor, line.actor),
            **{name: change_in(line.change, language()).get(name, "–") for name in WORDS},
            reason=line.reason,
        )
        for line in found
    ]


WORDS = ("thing", "before", "after")


@require_http_methods(["GET", "POST"])
@needs(MANAGE_PLACES)
def clinic_page(request: HttpRequest, code: str) -> HttpResponse:
    by = staff(request)
    clinic = clinic_looked_after(by, code)
    form = TermsForm.about(clinic, request)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            correct_clinic(
                key=form_key(request),
                by=by,
                clinic=clinic.place.code,
                **form.right,
                **form.asked_anew,
            )
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect(reverse("clinic_page", args=[clinic.place.code]) + "?done=1")
    facts = {"clinic": clinic, "form": form, "changes": changes_of(clinic)}
    return clinic_answer(request, "office/clinics/clinic.html", facts, refused)


@require_http_methods(["GET", "POST"])
@needs(SET_PAYEE)
def payee_page(request: HttpRequest, code: str) -> HttpResponse:
    by = staff(request)
    clinic = clinic_looked_after(by, code)
    form = PayeeForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        name = typed.pop("payee_name")
        try:
            propose_payee(
                key=form_key(request), by=by, clinic=clinic.place.code, name=name, **typed
            )
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect(reverse("clinic_payee", args=[clinic.place.code]) + "?done=1")
    facts = {
        "clinic": clinic,
        "form": form,
        "payees": shown_payees(clinic),
        "waiting": waiting_payee(clinic),
    }
    return clinic_answer(request, "office/clinics/payee.html", facts, refused)


@dataclass(frozen=True, slots=True)
class ShownPayee:
    payee: ClinicPayee
    proposed_by: str
    agreed_by: str
    waits: bool


def shown_payees(clinic: Clinic) -> list[ShownPayee]:
    """The one that holds first, with those who agreed to it."""
    payees: Sequence[ClinicPayee] = payees_of(clinic)
    names = staff_called([name for one in payees for name in (one.proposed_by, one.set_by)])
    now = clock.now()
    return [
        ShownPayee(
            one,
            names.get(one.proposed_by, one.proposed_by),
            names.get(one.set_by, one.set_by),
            one.holds_from > now,
        )
        for one in payees
    ]


def clinic_answer(
    request: HttpRequest, template: str, facts: dict[str, Any], refused: Refusal | None
) -> HttpResponse:
    about = {"key": new_key(), "done": request.GET.get("done") == "1", **facts}
    answer = office_page(request, template, about, refused)
    if facts["form"].errors:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
