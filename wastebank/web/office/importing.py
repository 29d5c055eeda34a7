"""The lists that come in at the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from ledger.refusals import Refusal
from wastebank.web.common.importing.pages import ImportDesk
from wastebank.web.office.page import office_page


def show(
    request: HttpRequest, template: str, facts: Mapping[str, Any], refusal: Refusal | None
) -> HttpResponse:
    return office_page(request, template, {"frame": "office/page.html", **facts}, refusal)


PRICES = ImportDesk(
    "prices", "prices/import/", "office:import", show, "office:prices", is_posted=True
)
MATERIALS = ImportDesk(
    "materials",
    "prices/materials/import/",
    "office:materials_import",
    show,
    "office:materials",
)
MEMBERS = ImportDesk(
    "members",
    "members/import/",
    "office:members_import",
    show,
    "office:members",
)
STAFF = ImportDesk("staff", "staff/import/", "office:staff_import", show, "office:staff")
