"""The counter: scan, check the face and the name, weigh, see the total, record."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from ledger import clock
from ledger.refusals import Refusal
from wastebank.cards.read import active_card, read_card
from wastebank.cards.refusals import CardMisspelt, CardNotActive
from wastebank.codes.card_code import looks_like_code
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.deposits.counted import net_idr, standing_in
from wastebank.deposits.day_list import latest_day, list_of_today
from wastebank.members.find import (
    distinguishing_terms,
    refuse_mistyped,
    search_members,
    visible_members,
)
from wastebank.members.refusals import MemberElsewhere
from wastebank.models import Member, User
from wastebank.numbering import day_ahead
from wastebank.permissions import RECORD_DEPOSIT, place_of, visible_places
from wastebank.values.calendar import local_day
from wastebank.values.cut import first_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import FindForm
from wastebank.web.common.frames import frame_view, read_picture
from wastebank.web.counter.weighing import keep_card

LATEST = 8
MOST_FOUND = 20
SOUGHT = "sought"  # in the session: the name that was looked for last


@require_GET
@needs(RECORD_DEPOSIT)
def start(request: HttpRequest) -> HttpResponse:
    return start_page(request)


@require_http_methods(["GET", "POST"])
@needs(RECORD_DEPOSIT)
def find(request: HttpRequest) -> HttpResponse:
    """A card's code, a member's number or part of a name; none of them stands in an address.

    What was found is a page that can be opened again: by "Back", anew, in the other language. So a
    name waits in the session for it, and a card's code, locked away.
    """
    if request.method == "GET":
        sought = str(request.session.get(SOUGHT, ""))
        return search_page(request, sought) if sought else redirect("counter")
    typed = FindForm.of(request).text("code")
    asked = typed or read_picture(request)
    try:
        # what comes out of a picture is a card's code or nothing
        if looks_like_code(asked) or (asked and not typed):
            member = member_by_card(staff(request), asked)
            keep_card(request, member, asked)
            return redirect("counter_weigh", number=member.number)
        return redirect("counter_weigh", number=parse_number(asked))
    except MisspeltNumber:
        return searched(request, asked)
    except CardNotActive as refusal:
        return start_page(request, refusal=refusal, holder=waiting_holder(staff(request), asked))
    except Refusal as refusal:
        return start_page(request, refusal=refusal, asked=asked)


frame = frame_view(RECORD_DEPOSIT)


# --- parsing


def member_by_card(by: User, code: str) -> Member:
    _, owner = active_card(code)
    if not place_of(by).covers(owner.place):
        raise MemberElsewhere
    return owner


def waiting_holder(by: User, code: str) -> Member | None:
    """Whose card it is that was printed and not handed over yet, if this place may say so."""
    holder = read_card(code).member
    return holder if holder is not None and place_of(by).covers(holder.place) else None


# --- presenting


def start_page(
    request: HttpRequest,
    *,
    refusal: Refusal | None = None,
    asked: str = "",
    holder: Member | None = None,
) -> HttpResponse:
    by, day = staff(request), local_day(clock.now())
    # what comes after today was closed counts later, and is shown with today's
    counted = (visible_places(by), day, latest_day(by) + timedelta(days=1))
    misread = isinstance(refusal, CardMisspelt) or looks_like_code(asked)
    facts = {
        "asked": "" if misread else asked,
        "holder": holder,
        "receipts": list_of_today(by=by)[:LATEST],
        "count": standing_in(*counted).count(),
        "total_idr": net_idr(*counted),
        "place": place_of(by),
        "nobody": not visible_members(by).exists(),
        "ahead": day_ahead(place_of(by)),
    }
    return show(request, "counter/start.html", facts, refusal)


def searched(request: HttpRequest, asked: str) -> HttpResponse:
    """Whom a name means; where a number was mistyped nobody answers to it, and that is said."""
    try:
        if asked and not search_members(by=staff(request), text=asked).exists():
            refuse_mistyped(asked)
    except Refusal as refusal:
        return start_page(request, refusal=refusal, asked=asked)
    request.session[SOUGHT] = asked
    return redirect("counter_find")


def search_page(request: HttpRequest, asked: str) -> HttpResponse:
    by = staff(request)
    found = first_of(search_members(by=by, text=asked) if asked else [], MOST_FOUND)
    facts = {
        "asked": asked,
        "members": [(member, distinguishing_terms(member, by)) for member in found.rows],
        "is_cut": found.is_cut,
        "place": place_of(by),
    }
    return show(request, "counter/search.html", facts)
