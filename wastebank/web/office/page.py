"""The office's frame, with the ways that a role may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.permissions import (
    HANDLE_CARDS,
    MANAGE_STAFF,
    SEE_BOOK,
    SEE_DEPOSITS,
    SEE_MEMBERS,
    SEE_OFFICE,
    Permission,
    may,
)
from wastebank.values.calendar import local_day
from wastebank.web.common.access import staff
from wastebank.web.common.answers import show

# permission that opens it, address, word
WAYS: tuple[tuple[Permission, str, str | Promise], ...] = (
    (SEE_OFFICE, "office:home", _("Overview")),
    (SEE_DEPOSITS, "office:day", _("Deposits")),
    (SEE_MEMBERS, "office:members", _("Members")),
    (HANDLE_CARDS, "office:cards", _("Cards")),
    (SEE_OFFICE, "office:prices", _("Prices")),
    (SEE_OFFICE, "office:clinics", _("Clinics")),
    (SEE_BOOK, "office:book", _("Book")),
    (MANAGE_STAFF, "office:staff", _("Staff")),
)


@dataclass(frozen=True, slots=True)
class Way:
    href: str
    word: str | Promise
    is_here: bool


def ways(request: HttpRequest, by: User) -> list[Way]:
    """The parts of the office this role may enter; the one it stands in is marked."""
    home = reverse("office:home")
    found = []
    for permission, name, word in WAYS:
        href = reverse(name)
        is_here = request.path == href or (href != home and request.path.startswith(href))
        if may(by, permission):
            found.append(Way(href, word, is_here))
    return found


def office_page(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    """A page of the office, in its frame."""
    by = staff(request)
    frame = {"ways": ways(request, by), "place": by.place, "today": local_day(clock.now())}
    answer = show(request, template, {**frame, **facts}, refusal)
    form = facts.get("form")
    if isinstance(form, BaseForm) and form.errors and answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer
