"""The step Staff: who comes in, in which role, by a link that is shown once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.bank.drafts import draft_of, drop_draft
from wastebank.bank.two_roles import is_alone, lay_down, to_lay_down
from wastebank.models import OneTimeLink, User
from wastebank.papers.drawing.qr import link_picture
from wastebank.permissions import MANAGE_BANK
from wastebank.staff.access.looked_after import places_filled_by, roles_given_by
from wastebank.staff.invited import invite, invited
from wastebank.web.common.access import needs, staff
from wastebank.web.common.addresses import is_here_alone
from wastebank.web.common.forms import form_key
from wastebank.web.office.forms import RoleForm
from wastebank.web.office.setup.forms import InviteForm
from wastebank.web.office.setup.page import setup_page

STEP = "staff"


@never_cache
@require_http_methods(["GET", "POST"])
@needs(MANAGE_BANK)
def people(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    form = invite_form(request, by)
    if request.method == "POST" and form.is_valid():
        try:
            link = invite(key=form_key(request), by=by, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
            return staff_page(request, by, form, refused)
        drop_draft(by, STEP)
        return link_page(request, link)
    return staff_page(request, by, form)


@require_POST
@needs(MANAGE_BANK)
def one_role(request: HttpRequest) -> HttpResponse:
    """Lay one of two roles down: somebody else has it now."""
    by = staff(request)
    try:
        lay_down(key=form_key(request), by=by, role=RoleForm.of(request).text("role"))
    except Refusal as refusal:
        return staff_page(request, by, invite_form(request, by), refusal)
    return redirect("office:setup_staff")


def invite_form(request: HttpRequest, by: User) -> InviteForm:
    return InviteForm(
        request.POST or None,
        initial={"place": by.place.code if by.place else ""} | draft_of(by, STEP),
        places=places_filled_by(by),
        roles=roles_given_by(by),
    )


def staff_page(
    request: HttpRequest, by: User, form: InviteForm, refused: Refusal | None = None
) -> HttpResponse:
    facts = {
        "form": form,
        "people": invited(by),
        "is_alone": is_alone(by),
        "taken_over": to_lay_down(by),
    }
    return setup_page(request, STEP, "office/setup/staff.html", facts, refused)


def link_page(request: HttpRequest, link: OneTimeLink) -> HttpResponse:
    """The link, on this answer only."""
    address = request.build_absolute_uri(reverse("one_time_link", args=[link.code]))
    facts = {
        "link": link,
        "address": address,
        "is_here_alone": is_here_alone(request),
        "qr": link_picture(address),
        "language_next": reverse("office:setup_staff"),
    }
    return setup_page(request, STEP, "office/setup/link.html", facts)
