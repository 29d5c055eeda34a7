"""The clinic's tariffs: what each service costs now and next, and a new one from a day on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clinic.models import Clinic
from clinic.permissions import REDEEM, SET_TARIFFS
from clinic.register.offered import clinics_for, tariff_list
from clinic.register.refusals import ClinicUnknown
from clinic.register.tariffs import set_tariff
from clinic.web.desk.choice import bar_of
from clinic.web.desk.forms import AskedClinicForm, TariffForm
from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.permissions import may
from wastebank.values.calendar import local_day
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key


@require_http_methods(["GET", "POST"])
@needs(SET_TARIFFS)
def tariffs(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    clinic = chosen_clinic(request, by)
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
        )
    except Refusal as refusal:
        return tariff_page(request, clinic, form, refusal)
    return redirect(f"{reverse('clinic:tariffs')}?clinic={clinic.place.code}&done=1")


def chosen_clinic(request: HttpRequest, by: User) -> Clinic:
    """The clinic that was asked for among those this person may set tariffs for."""
    clinics = clinics_for(by=by)
    code = AskedClinicForm.of(request).text("clinic") or request.GET.get("clinic", "")
    found = [clinic for clinic in clinics if code in ("", clinic.place.code)]
    if not found:
        raise ClinicUnknown(clinic=code[:20])
    return found[0]


def tariff_page(
    request: HttpRequest, clinic: Clinic, form: TariffForm, refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    facts = {
        "clinic": clinic,
        "parts": bar_of(by, clinic)["parts"] if may(by, REDEEM) else [],
        "clinics": clinics_for(by=by),
        "rows": tariff_list(by=by, clinic=clinic),
        "form": form,
        "key": new_key(),
        "done": request.GET.get("done") == "1",
    }
    return show(request, "clinic/tariffs.html", facts, refusal)
