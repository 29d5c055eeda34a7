"""One field that finds everything in the office: it is posted, so that no name is in an address.

It stands in this room because it knows both: what the waste bank keeps, and of a visit the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic.charges.office_list import search_visits
from ledger.refusals import Refusal
from wastebank.members.find import refuse_mistyped
from wastebank.permissions import SEE_MEMBERS
from wastebank.reports.search import LONGEST, MOST_OF_A_KIND, SHORTEST, Hit, is_card_code, search
from wastebank.values.cut import first_of
from wastebank.values.letters import sought
from wastebank.web.common.access import needs, staff
from wastebank.web.office.forms import ListForm
from wastebank.web.office.page import office_page
from wastebank.web.templatetags.wastebank_parts import local_date


@dataclass(frozen=True, slots=True)
class HitKind:
    """What hits of a kind are called, their sign, and where they lead."""

    word: str | Promise
    sign: str
    href: Callable[[Hit], str]


def leads(view: str) -> Callable[[Hit], str]:
    return lambda hit: reverse(view, args=[hit.key])


KINDS = {
    "member": HitKind(_("Members"), "orang", leads("office:member")),
    "deposit": HitKind(_("Deposits"), "setor", leads("office:deposit")),
    "material": HitKind(_("Materials"), "timbang", leads("office:material")),
    # What was done there is known there only: there is no page of it here.
    "visit": HitKind(_("Visits"), "klinik", lambda _hit: ""),
    "staff": HitKind(_("Staff"), "kantor", leads("office:person")),
    "device": HitKind(_("Devices"), "daring", leads("office:device")),
    "account": HitKind(_("Accounts"), "buku", leads("office:account")),
}


@dataclass(frozen=True, slots=True)
class Found:
    kind: HitKind
    name: str
    hits: Sequence[tuple[Hit, str, str]]  # with what is said of them, and where they lead
    is_cut: bool


@require_http_methods(["GET", "POST"])
@needs(SEE_MEMBERS)
def search_page(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    text = sought(ListForm.of(request, asked=["text"]).text("text"), LONGEST)
    hits = [*search(by=by, text=text), *search_visits(by=by, text=text)] if text else []
    mistyped = None if hits else why_mistyped(text)
    exact = [hit for hit in hits if hit.is_exact]
    if len(exact) == 1:
        address = KINDS[exact[0].kind].href(exact[0])
        if address:
            return redirect(address)
    # a card's code is not shown to whoever looks over a shoulder
    shown = "" if is_card_code(text) else text
    facts = {
        "text": shown,
        "asked": bool(text),
        "found": grouped(hits),
        "is_short": 0 < len(text) < SHORTEST,
    }
    return office_page(request, "office/search.html", facts, mistyped)


def why_mistyped(text: str) -> Refusal | None:
    try:
        refuse_mistyped(text)
    except Refusal as refusal:
        return refusal
    return None


def terms_of(hit: Hit) -> str:
    return " · ".join(filter(None, (hit.terms, local_date(hit.day))))


def grouped(hits: list[Hit]) -> list[Found]:
    found = []
    for name, kind in KINDS.items():
        own = [(hit, terms_of(hit), kind.href(hit)) for hit in hits if hit.kind == name]
        if own:
            shown = first_of(own, MOST_OF_A_KIND)
            found.append(Found(kind, name, shown.rows, shown.is_cut))
    return found
