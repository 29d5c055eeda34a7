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
from wastebank.values.calendar import local_day
from wastebank.web.common.access import opens, staff
from wastebank.web.common.answers import show

HOME = "office:home"
WAYS: tuple[tuple[str, str | Promise], ...] = (
    (HOME, _("Overview")),
    ("office:day", _("Deposits")),
    ("office:members", _("Members")),
    ("office:cards", _("Cards")),
    ("office:prices", _("Prices")),
    ("office:clinics", _("Clinics")),
    ("office:cash", _("Money")),
    ("office_reviews", _("Drawn visits")),
    ("office:book", _("Book")),
    ("office:staff", _("Staff")),
    ("office:places", _("Places")),
    ("office:devices", _("Devices")),
    ("office:log", _("Log")),
)
# Parts of the office whose pages do not all begin with the address of the part.
ELSEWHERE = {
    "office:approvals": HOME,
    "office:deposits": "office:day",
    "office:cards_list": "office:cards",
    "clinic:tariffs": "office:clinics",
    "office:backups": "office:book",
}


@dataclass(frozen=True, slots=True)
class Way:
    href: str
    word: str | Promise
    is_here: bool


def ways(request: HttpRequest, by: User) -> list[Way]:
    """The parts of the office this role may enter; the one it stands in is marked."""
    here = part_of(request.path)
    return [
        Way(reverse(name), word, name == here) for name, word in WAYS if opens(by, reverse(name))
    ]


def part_of(path: str) -> str:
    """The part a page belongs to: that with the longest address its own begins with, or none."""
    begun = [
        (len(reverse(name)), ELSEWHERE.get(name, name))
        for name in (*(name for name, _word in WAYS), *ELSEWHERE)
        if path == reverse(name) or (name != HOME and path.startswith(reverse(name)))
    ]
    return max(begun, default=(0, ""))[1]


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
