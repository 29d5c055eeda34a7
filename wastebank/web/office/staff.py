"""Staff in the office: who stands where in which role, and one-time links to their accounts."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.devices.register import visible_devices
from wastebank.models import Place, User
from wastebank.papers.drawing.qr import link_picture
from wastebank.permissions import LINK_STAFF, MANAGE_PLACES, MANAGE_STAFF, may
from wastebank.printing.network_printer import PORTS, WIDTHS_MM, set_printer
from wastebank.refusals import PlaceUnknown
from wastebank.staff.access.links import HOURS, make_link
from wastebank.staff.access.looked_after import (
    find_staff,
    looks_after,
    places_filled_by,
    roles_given_by,
)
from wastebank.staff.accounts import add_staff, change_staff, link_staff, set_staff_active
from wastebank.staff.places import looked_after, open_place, set_place_open
from wastebank.web.common.access import needs, staff
from wastebank.web.common.addresses import is_here_alone
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import (
    ActiveForm,
    LinkForm,
    PlaceForm,
    PostForm,
    PrinterForm,
    RoleForm,
    StaffForm,
)
from wastebank.web.office.page import office_page


@require_http_methods(["GET", "POST"])
@needs(MANAGE_STAFF)
def add(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    form = StaffForm(request.POST or None, places=places_filled_by(by), roles=roles_given_by(by))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            user = add_staff(key=form_key(request), by=by, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:person", username=user.username)
    return office_page(request, "office/staff/new.html", {"form": form, "key": new_key()}, refused)


@require_GET
@needs(MANAGE_STAFF)
def person(request: HttpRequest, username: str) -> HttpResponse:
    return person_page(request, username)


@require_POST
@needs(MANAGE_STAFF)
def change_role(request: HttpRequest, username: str) -> HttpResponse:
    """Another role, another place."""

    form = RoleForm.of(request)

    def carry_out() -> None:
        change_staff(
            key=form_key(request),
            by=staff(request),
            username=username,
            role=form.text("role"),
            place=form.text("place"),
        )

    return acted(request, username, "role", carry_out)


@never_cache
@require_POST
@needs(MANAGE_STAFF)
def one_time_link(request: HttpRequest, username: str) -> HttpResponse:
    """A link by which this person chooses a password; it is shown on this answer only."""
    try:
        link = make_link(key=form_key(request), by=staff(request), username=username)
    except Refusal as refusal:
        return person_page(request, username, refused_form="link", refusal=refusal)
    address = request.build_absolute_uri(reverse("one_time_link", args=[link.code]))
    facts = {
        "link": link,
        "address": address,
        "is_here_alone": is_here_alone(request),
        "hours": HOURS,
        "qr": link_picture(address),
        "language_next": reverse("office:person", args=[username]),
    }
    return office_page(request, "office/staff/link.html", facts)


@require_POST
@needs(MANAGE_STAFF)
def active(request: HttpRequest, username: str) -> HttpResponse:
    def carry_out() -> None:
        set_staff_active(
            key=form_key(request),
            by=staff(request),
            username=username,
            active=ActiveForm.of(request).is_active,
        )

    return acted(request, username, "active", carry_out)


def acted(
    request: HttpRequest, username: str, name: str, carry_out: Callable[[], None]
) -> HttpResponse:
    """Do it; a refusal stands at the form it came from."""
    try:
        carry_out()
    except Refusal as refusal:
        return person_page(request, username, refused_form=name, refusal=refusal)
    return redirect("office:person", username=username)


@require_POST
@needs(LINK_STAFF)
def link(request: HttpRequest, username: str) -> HttpResponse:
    """Say which member somebody is: a colleague weighs for their household."""

    def carry_out() -> None:
        link_staff(
            key=form_key(request),
            by=staff(request),
            username=username,
            member=typed_number(LinkForm.of(request).text("member")),
        )

    return acted(request, username, "member", carry_out)


def typed_number(typed: str) -> str:
    """A member's number as it is written down; what cannot be one is refused where it is looked
    for."""
    try:
        return parse_number(typed) if typed.strip() else ""
    except MisspeltNumber:
        return typed.strip()[:16]


def person_page(
    request: HttpRequest, username: str, *, refused_form: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    found = find_staff(by=by, username=username)
    standing = {"role": found.role, "place": found.place.code if found.place else ""}
    devices = visible_devices(by).filter(user=found)
    facts = {
        "person": found,
        "is_me": found.pk == by.pk,
        "is_mine": looks_after(by, found),
        "has_password": found.has_usable_password(),
        "may_link": may(by, LINK_STAFF),
        "post_form": PostForm(
            initial=standing, places=post_places(by, found), roles=roles_given_by(by)
        ),
        "devices": devices,
        "typed_member": LinkForm.of(request).text("member"),
        "keys": {name: new_key() for name in ("role", "link", "active", "member")},
        "refused_form": refused_form,
    }
    return office_page(request, "office/staff/person.html", facts, refusal)


def post_places(by: User, found: User) -> QuerySet[Place]:
    """Where somebody could stand, also where they do now."""
    now = Place.objects.filter(active=True, user=found)
    return places_filled_by(by) | now


@require_http_methods(["GET", "POST"])
@needs(MANAGE_PLACES)
def places(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    mains = looked_after(by).filter(kind=Place.Kind.MAIN)
    form = PlaceForm(request.POST or None, mains=mains, with_main=by.place is None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            kind = Place.Kind.UNIT if form.cleaned_data["parent"] else Place.Kind.MAIN
            open_place(key=form_key(request), by=by, kind=kind, **form.cleaned_data)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return redirect("office:places")
    return places_page(request, form, refused)


@require_POST
@needs(MANAGE_PLACES)
def printer(request: HttpRequest, code: str) -> HttpResponse:
    """Where a place's receipt printer listens, and how wide its paper is."""
    by = staff(request)
    mains = looked_after(by).filter(kind=Place.Kind.MAIN)
    sent = PrinterForm.of(request)
    try:
        set_printer(
            key=form_key(request),
            by=by,
            place=code,
            host=sent.text("host"),
            port=sent.number("port", 6),
            paper_mm=sent.number("paper", 4),
        )
    except Refusal as refusal:
        if isinstance(refusal, PlaceUnknown):
            raise
        form = PlaceForm(mains=mains, with_main=by.place is None)
        return places_page(request, form, refusal, refused_place=code)
    return redirect("office:places")


def places_page(
    request: HttpRequest, form: PlaceForm, refusal: Refusal | None = None, refused_place: str = ""
) -> HttpResponse:
    """`refused_place` is the one whose printer could not be set; what was typed for it is kept."""
    places = looked_after(staff(request)).order_by("-kind", "ordered_by")
    facts = {
        "rows": [(place, new_key()) for place in places],
        "form": form,
        "key": new_key(),
        "refused_place": refused_place,
        "typed": PrinterForm.of(request).cleaned_data,
        "ports": (PORTS.start, PORTS.stop - 1),
        "widths": WIDTHS_MM,
    }
    return office_page(request, "office/staff/places.html", facts, refusal)


@require_POST
@needs(MANAGE_PLACES)
def close_place(request: HttpRequest, code: str) -> HttpResponse:
    active = ActiveForm.of(request).is_active
    set_place_open(key=form_key(request), by=staff(request), place=code, active=active)
    return redirect("office:places")
