"""The clinic's tariffs: what each service costs now and next, and a new one from a day on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clinic.models import Clinic
from clinic.permissions import SET_TARIFFS
from clinic.register.offered import clinics_for, services_stopped, tariff_list
from clinic.register.payees import payee_at
from clinic.register.tariffs import set_tariff, withdraw_tariff
from clinic.web.desk.forms import TariffForm
from clinic.web.desk.frame import asked_clinic, framed
from ledger import clock
from ledger.refusals import Refusal
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import ReasonForm, form_key, new_key


@require_http_methods(["GET", "POST"])
@needs(SET_TARIFFS)
def tariffs(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    clinic = asked_clinic(request)
    today = local_day(clock.now())
    if request.method == "GET":
        form = TariffForm(clinic=clinic, today=today)
        return tariff_page(request, clinic, form)
    form = TariffForm(request.POST, clinic=clinic, today=today)
    if not form.is_valid():
        return tariff_page(request, clinic, form)
    try:
        set_tariff(
            key=form_key(request),
            by=by,
            clinic=clinic.place.code,
            service=form.cleaned_data["service"],
            valid_from=form.cleaned_data["valid_from"],
            price_idr=form.cleaned_data["price"],
            most_idr=form.cleaned_data["most"],
        )
    except Refusal as refusal:
        return tariff_page(request, clinic, form, refusal)
    return redirect(tariffs_address(clinic, "set"))


@require_POST
@needs(SET_TARIFFS)
def withdraw(request: HttpRequest, tariff_id: int) -> HttpResponse:
    """Take a tariff back that does not hold yet."""
    by = staff(request)
    clinic = asked_clinic(request)
    reason = ReasonForm.of(request).text("reason")
    try:
        withdraw_tariff(key=form_key(request), by=by, tariff=tariff_id, reason=reason)
    except Refusal as refusal:
        form = TariffForm(clinic=clinic, today=local_day(clock.now()))
        return tariff_page(request, clinic, form, refusal, tariff_id)
    return redirect(tariffs_address(clinic, "withdrawn"))


def tariffs_address(clinic: Clinic, done: str) -> str:
    return f"{reverse('clinic:tariffs')}?clinic={clinic.place.code}&done={done}"


def tariff_page(
    request: HttpRequest,
    clinic: Clinic,
    form: TariffForm,
    refusal: Refusal | None = None,
    withdrawing: int = 0,
) -> HttpResponse:
    """At the desk for whoever works there; the office sets tariffs in a frame of its own."""
    by = staff(request)
    rows = tariff_list(by=by, clinic=clinic)
    coming = [tariff for row in rows for tariff in row.following]
    now = clock.now()
    payee = payee_at(clinic, now)
    facts = {
        "payee": payee,
        "payee_waits": payee is not None and now < payee.holds_from,
        "stopped": services_stopped(by=by, clinic=clinic),
        "clinics": clinics_for(by=by),
        "rows": rows,
        "coming": [(tariff, new_key()) for tariff in coming],
        # One that holds meanwhile has no form any more: what is refused stands with the new tariff.
        "withdrawing": withdrawing if withdrawing in [tariff.pk for tariff in coming] else 0,
        "form": form,
        "key": new_key(),
        "sheet_key": new_key(),
        "done": request.GET.get("done", ""),
        "reason": ReasonForm.of(request).text("reason"),
    }
    answer = framed(request, clinic, "clinic/tariffs.html", facts, refusal)
    if form.errors and answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
