"""The step Bank: what it is called, how it is reached, what time it is there, its first place."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of, drop_draft
from wastebank.bank.facts import found_bank, set_bank
from wastebank.bank.known import bank_facts
from wastebank.bank.path import has_receipt
from wastebank.bank.zone import is_fixed
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_BANK
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key
from wastebank.web.office.setup.forms import BankForm
from wastebank.web.office.setup.page import setup_page

STEP = "bank"


@require_http_methods(["GET", "POST"])
@needs(MANAGE_BANK)
def bank(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    has_place = Place.objects.exists()
    form = BankForm(
        request.POST or None, initial=standing(by), has_place=has_place, fixed=is_fixed()
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            write(request, by, form, has_place=has_place)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            drop_draft(by, STEP)
            return redirect("office:home" if has_receipt() else "office:setup")
    first = Place.objects.order_by("pk").first()
    facts = {"form": form, "place_code": first.code if first else ""}
    return setup_page(request, STEP, "office/setup/bank.html", facts, refused)


def standing(by: User) -> dict[str, str]:
    """What is on record, and what this person has typed since."""
    facts = bank_facts()
    known = {
        "name": facts.name,
        "phone": facts.phone,
        "address": facts.address,
        "time_zone": facts.time_zone or settings.TIME_ZONE,
    }
    return known | draft_of(by, STEP)


def write(request: HttpRequest, by: User, form: BankForm, *, has_place: bool) -> None:
    given = dict(form.cleaned_data)
    if has_place:
        set_bank(key=form_key(request), by=by, **given)
    else:
        found_bank(key=form_key(request), by=by, **given)
