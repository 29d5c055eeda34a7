"""What a clinic offers: services are added by typing their tariff, at the desk and in the office.

A list of services and tariffs says nothing of anybody's care: it is what the clinic hangs up.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clinic.models import Clinic
from clinic.permissions import SET_TARIFFS
from clinic.register.offered import clinics_for
from clinic.register.starter import offer_services
from clinic.web.desk.frame import asked_clinic, framed
from clinic.web.offering.rows import list_facts, service_sheet, service_wares, services_wanted
from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key
from wastebank.web.common.wares.answers import WareDesk, WaresForm, answer_wares
from wastebank.web.common.wares.rows import WareSheet


@require_http_methods(["GET", "POST"])
@needs(SET_TARIFFS)
def services(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    clinic = asked_clinic(request)
    draft = f"clinic:{clinic.place.code}"
    form = WaresForm.of(request, codes=[ware.code for ware in service_wares(clinic)])
    typed = form.typed() if request.method == "POST" else draft_of(by, draft)
    sheet = service_sheet(clinic, typed)

    def write() -> str:
        wanted = services_wanted(clinic, sheet)
        key, where = form_key(request), clinic.place.code
        done = offer_services(key=key, by=by, clinic=where, services=wanted, draft=draft)
        return f"{reverse('clinic:services')}?clinic={where}&offered={done.offered}"

    desk = WareDesk(
        by=by,
        needs=SET_TARIFFS,
        draft=draft,
        typed=typed,
        step=form.text("step"),
        sheet=sheet,
        show=lambda refusal: services_page(request, clinic, sheet, refusal),
        write=write,
        later=f"{reverse('clinic:tariffs')}?clinic={clinic.place.code}",
    )
    return answer_wares(request, desk)


def services_page(
    request: HttpRequest, clinic: Clinic, sheet: WareSheet, refusal: Refusal | None
) -> HttpResponse:
    """At the desk for whoever works there; the office has a frame of its own."""
    facts = list_facts(sheet) | {
        "clinics": clinics_for(by=staff(request)),
        "list_address": reverse("clinic:services"),
        "about": [("clinic", clinic.place.code)],
        "offered": request.GET.get("offered", ""),
    }
    return framed(request, clinic, "clinic/services.html", facts, refusal)
