"""Clinics as the waste bank sees them: which of them, and how much. Never what was done there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wastebank.models import Place
from wastebank.permissions import SEE_OFFICE
from wastebank.reports.figures import debts_to_clinics, months_of
from wastebank.values.calendar import last_months
from wastebank.web.common.access import needs, staff
from wastebank.web.office.page import office_page


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """A clinic with its sums month by month, the oldest first."""

    place: Place
    sums_idr: list[int]
    owed_idr: int


@require_GET
@needs(SEE_OFFICE)
def clinics(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    months = last_months()
    by_month = [month.clinics for month in months_of(by=by, days=months)]
    owed = {debt.place.pk: debt.owed_idr for debt in debts_to_clinics(by)}
    rows = [
        ClinicRow(
            sums[0].place,
            [month.credit_idr for month in sums],
            owed.get(sums[0].place.pk, 0),
        )
        for sums in zip(*by_month, strict=True)
    ]
    facts = {
        "months": months,
        "rows": rows,
        "totals_idr": [sum(month) for month in zip(*(row.sums_idr for row in rows), strict=True)],
        "owed_idr": sum(row.owed_idr for row in rows),
    }
    return office_page(request, "office/clinics/page.html", facts)
