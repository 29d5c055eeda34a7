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

# address, word, and what else stands under it: the addresses that begin like these
WAYS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("office:home", _("Overview"), ()),
    ("office:day", _("Deposits"), ("office:deposits",)),
    ("office:members", _("Members"), ()),
    ("office:cards", _("Cards"), ("office:cards_list",)),
    ("office:prices", _("Prices"), ()),
    ("office:clinics", _("Clinics"), ("clinic:tariffs",)),
    ("office:book", _("Book"), ()),
    ("office:staff", _("Staff"), ()),
    ("office:log", _("Log"), ()),
)


@dataclass(frozen=True, slots=True)
class Way:
    href: str
    word: str | Promise
    is_here: bool


def ways(request: HttpRequest, by: User) -> list[Way]:
    """The parts of the office this role may enter; the one it stands in is marked."""
    home, found = reverse("office:home"), []
    for name, word, others in WAYS:
        href = reverse(name)
        under = [path for path in (href, *map(reverse, others)) if path != home]
        is_here = request.path == href or request.path.startswith(tuple(under))
        if opens(by, href):
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
