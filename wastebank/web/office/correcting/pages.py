"""One page for each kind of thing: what stands on record, and what is right instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ledger.refusals import Refusal
from wastebank.materials.correct import correct_material
from wastebank.materials.own_codes import own_code_of
from wastebank.materials.refusals import MaterialUnknown
from wastebank.members.correct import correct_member
from wastebank.members.find import distinguishing_terms, find_member, visible_members
from wastebank.members.refusals import MemberDouble
from wastebank.models import Material, Member, Place, User
from wastebank.permissions import CORRECT_STAFF, ENROL_MEMBER, MANAGE_PLACES, SET_PRICES, place_of
from wastebank.refusals import PlaceUnknown
from wastebank.staff.access.looked_after import find_staff
from wastebank.staff.correct import correct_place, correct_staff
from wastebank.staff.places import looked_after
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.correcting.forms import (
    CorrectionForm,
    MaterialCorrection,
    MemberCorrection,
    PlaceCorrection,
    StaffCorrection,
)
from wastebank.web.office.page import office_page


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a page is about, and the way back to it."""

    thing: Model
    called: str
    number: str
    back: str


def correcting(
    request: HttpRequest,
    subject: Subject,
    form_class: type[CorrectionForm],
    carry_out: Callable[..., object],
) -> HttpResponse:
    """Show the form, or do what it asks; a refusal stands at it with what was typed."""
    form = form_class.about(subject.thing, request)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(key=form_key(request), by=staff(request), **form.right, **form.asked_anew)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect(subject.back)
    facts = {
        "subject": subject,
        "form": form,
        "key": new_key(),
        "doubles": doubles_in(staff(request), refused),
    }
    answer = office_page(request, "office/correct.html", facts, refused)
    if form.errors:
        answer.status_code = 422
    return answer


def doubles_in(by: User, refusal: Refusal | None) -> list[tuple[Member, str]]:
    """Who is on record with the same facts, as far as this person may know."""
    if not isinstance(refusal, MemberDouble):
        return []
    found = visible_members(by).filter(number__in=refusal.facts["members"]).order_by("pk")
    return [(member, distinguishing_terms(member, by)) for member in found]


def of(name: str, carry_out: Callable[..., object], value: str) -> Callable[..., object]:
    """The command about this one thing."""

    def about_it(**said: Mapping[str, Any]) -> object:
        return carry_out(**{name: value}, **said)

    return about_it


@sensitive_post_parameters("national_id")
@require_http_methods(["GET", "POST"])
@needs(ENROL_MEMBER)
def member(request: HttpRequest, number: str) -> HttpResponse:
    found = find_member(number=number, by=staff(request))
    back = reverse("office:member", args=[found.number])
    subject = Subject(found, found.name, found.number, back)
    return correcting(
        request, subject, MemberCorrection, of("member", correct_member, found.number)
    )


@require_http_methods(["GET", "POST"])
@needs(MANAGE_PLACES)
def place(request: HttpRequest, code: str) -> HttpResponse:
    found: Place | None = looked_after(staff(request)).filter(code=code).first()
    if found is None:
        raise PlaceUnknown(place=code)
    subject = Subject(found, found.name, found.code, reverse("office:places"))
    return correcting(request, subject, PlaceCorrection, of("place", correct_place, code))


@require_http_methods(["GET", "POST"])
@needs(SET_PRICES)
def material(request: HttpRequest, code: str) -> HttpResponse:
    found = Material.objects.filter(code=code).first()
    if found is None:
        raise MaterialUnknown(material=code)
    found.own_code = own_code_of(found, place_of(staff(request)))
    back = reverse("office:material", args=[code])
    subject = Subject(found, found.name, found.code, back)
    return correcting(request, subject, MaterialCorrection, of("material", correct_material, code))


@require_http_methods(["GET", "POST"])
@needs(CORRECT_STAFF)
def person(request: HttpRequest, username: str) -> HttpResponse:
    found = find_staff(by=staff(request), username=username, to=CORRECT_STAFF)
    back = reverse("office:person", args=[username])
    subject = Subject(found, str(found), username, back)
    return correcting(request, subject, StaffCorrection, of("username", correct_staff, username))
