"""Keeping what is typed in a step, and the way to the step that comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from wastebank.bank.drafts import keep_draft
from wastebank.bank.path import path_of
from wastebank.permissions import SEE_OFFICE
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import speaks_json
from wastebank.web.common.forms import posted_fields
from wastebank.web.common.ways.sent import PERSON, SECRETS, TOKEN

NOT_KEPT = {TOKEN, PERSON, "key", *SECRETS}


@require_POST
@needs(SEE_OFFICE)
def keep(request: HttpRequest, step: str) -> HttpResponse:
    """What stands in the fields of a step now; `later` leads to the office, a script goes on."""
    fields = {name: text for name, text in posted_fields(request) if name not in NOT_KEPT}
    keep_draft(by=staff(request), step=step, fields=fields)
    return JsonResponse({"kept": step}) if speaks_json(request) else redirect("office:home")


@require_GET
@needs(SEE_OFFICE)
def next_step(request: HttpRequest) -> HttpResponse:
    """The step to stand on; to the office once the path has ended."""
    path = path_of(staff(request))
    here = next((one for one in path if one.is_here and one.is_open), None)
    return redirect(here.step.page if here else "office:home")
