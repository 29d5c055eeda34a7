"""The counter: scan, check the face and the name, weigh, see the total, record."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.cards.read import active_card, read_card
from wastebank.cards.refusals import CardMisspelt, CardNotActive
from wastebank.codes.card_code import looks_like_code
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.deposits.counted import net_idr, standing_in
from wastebank.deposits.day_list import day_list
from wastebank.members.find import distinguishing_terms, search_members
from wastebank.members.refusals import MemberElsewhere
from wastebank.models import Member, User
from wastebank.permissions import RECORD_DEPOSIT, place_of, visible_places
from wastebank.values.calendar import local_day
from wastebank.values.cut import first_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import FindForm
from wastebank.web.common.frames import frame_view, picture, read_picture
from wastebank.web.counter.weighing import WeighingState, weigh_page

LATEST = 8
MOST_FOUND = 20


@require_GET
@needs(RECORD_DEPOSIT)
def start(request: HttpRequest) -> HttpResponse:
    return start_page(request)


@require_POST
@needs(RECORD_DEPOSIT)
def find(request: HttpRequest) -> HttpResponse:
    """A card's code, a member's number or part of a name; codes never leave the body."""
    typed = FindForm.of(request).text("code")
    asked = typed or read_picture(picture(request))
    try:
        # what comes out of a picture is a card's code or nothing
        if looks_like_code(asked) or (asked and not typed):
            return weigh_page(request, by_card(staff(request), asked))
        return redirect("counter_weigh", number=parse_number(asked))
    except MisspeltNumber:
        return search_page(request, asked)
    except CardNotActive as refusal:
        return start_page(request, refusal=refusal, holder=waiting_holder(staff(request), asked))
    except Refusal as refusal:
        return start_page(request, refusal=refusal, asked=asked)


frame = frame_view(RECORD_DEPOSIT)


# --- parsing


def by_card(by: User, code: str) -> WeighingState:
    _, owner = active_card(code)
    if not place_of(by).covers(owner.place):
        raise MemberElsewhere
    return WeighingState(owner, card=code)


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
    counted = (visible_places(by), day, day + timedelta(days=1))
    misread = isinstance(refusal, CardMisspelt) or looks_like_code(asked)
    facts = {
        "asked": "" if misread else asked,
        "holder": holder,
        "receipts": day_list(by=by, day=day)[:LATEST],
        "count": standing_in(*counted).count(),
        "total_idr": net_idr(*counted),
        "place": place_of(by),
    }
    return show(request, "counter/start.html", facts, refusal)


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
