"""Tariffs, services and limits stand at the desk for whoever works there, else in the office."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from clinic.models import Clinic
from clinic.permissions import REDEEM
from clinic.register.offered import chosen_clinic
from clinic.web.desk.choice import bar_of
from clinic.web.desk.forms import AskedClinicForm
from ledger.refusals import Refusal
from wastebank.permissions import may
from wastebank.web.common.access import staff
from wastebank.web.common.answers import show
from wastebank.web.office.page import office_page


def asked_clinic(request: HttpRequest) -> Clinic:
    """The clinic that a page is about: of a lead the own one."""
    code = AskedClinicForm.of(request).text("clinic") or request.GET.get("clinic", "")
    return chosen_clinic(by=staff(request), code=code)


def framed(
    request: HttpRequest,
    clinic: Clinic,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    by = staff(request)
    at_desk = may(by, REDEEM)
    frame = {
        "frame": "clinic/page.html" if at_desk else "office/page.html",
        "parts": bar_of(by, clinic)["parts"] if at_desk else [],
        "clinic": clinic,
    }
    return (show if at_desk else office_page)(request, template, {**frame, **facts}, refusal)
