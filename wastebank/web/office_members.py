"""The office looks at members: the list with its sums, one member's wallet, cards and history."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wastebank.members import find_member
from wastebank.models import CardEvent, Member
from wastebank.overview import balances_of, members_list
from wastebank.reading import balance_of, passbook_page, visible_places
from wastebank.roles import HANDLE_CARDS, SEE_MEMBERS, may
from wastebank.web.desk import needs, staff
from wastebank.web.office import office_page

PER_PAGE = 50
LATEST_LINES = 25
LATEST_EVENTS = 20
STATES = (
    ("", _("Open memberships")),
    ("locked", _("PIN locked")),
    ("waiting", _("Card not fetched")),
    ("closed", _("Ended memberships")),
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: Member
    balance_idr: int


@require_GET
@needs(SEE_MEMBERS)
def members(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    asked = {name: request.GET.get(name, "")[:100] for name in ("text", "place", "kind", "state")}
    asked["text"] = asked["text"].strip()
    found = members_list(by=by, **asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    balances = balances_of(page.object_list)
    facts = {
        "asked": asked,
        "page": page,
        "rows": [MemberRow(member, balances.get(member.pk, 0)) for member in page.object_list],
        "places": visible_places(by).order_by("kind", "name"),
        "kinds": Member.Kind.choices,
        "states": STATES,
    }
    return office_page(request, "members", facts)


@require_GET
@needs(SEE_MEMBERS)
def member(request: HttpRequest, number: str) -> HttpResponse:
    by = staff(request)
    found = find_member(number=number, by=by)
    before = request.GET.get("before", "")
    lines, older = passbook_page(
        found,
        before_version=int(before) if before.isascii() and before.isdigit() else None,
        limit=LATEST_LINES,
    )
    cards = list(found.cards.order_by("-printed_at", "-pk"))
    events = CardEvent.objects.filter(card__in=cards).order_by("-at", "-pk")
    facts = {
        "member": found,
        "balance": balance_of(found),
        "lines": lines,
        "older": older,
        "cards": cards,
        "events": events[:LATEST_EVENTS],
        "locked": found.pin_tries.failed >= 5,
        "may_handle": may(by, HANDLE_CARDS),
    }
    return office_page(request, "member", facts)
