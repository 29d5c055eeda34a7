"""Tariffs that come in as a file: at the desk for whoever works there, else in the office."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from clinic.permissions import REDEEM
from clinic.register.offered import chosen_clinic
from clinic.web.desk.choice import bar_of
from ledger.refusals import Refusal
from wastebank.permissions import may
from wastebank.web.common.access import staff
from wastebank.web.common.answers import show
from wastebank.web.common.importing.pages import ImportDesk
from wastebank.web.office.page import office_page


def show_list(
    request: HttpRequest, template: str, facts: Mapping[str, Any], refusal: Refusal | None
) -> HttpResponse:
    by = staff(request)
    if not may(by, REDEEM):
        return office_page(request, template, {"frame": "office/page.html", **facts}, refusal)
    clinic = chosen_clinic(by=by, code="")
    own = {"frame": "clinic/page.html", "clinic": clinic, "parts": bar_of(by, clinic)["parts"]}
    return show(request, template, {**own, **facts}, refusal)


TARIFFS = ImportDesk(
    "tariffs",
    "tariffs/import/",
    "clinic:tariff_import",
    show_list,
    "clinic:tariffs",
    asks="clinic",
)
