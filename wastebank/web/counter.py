"""The counter: scan, check the face and the name, weigh, see the total, record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.cardcode import CODE_SYMBOLS, PREFIX
from wastebank.cards import active_card, read_card
from wastebank.deposits import record_deposit
from wastebank.membernumber import MisspeltNumber, parse_number
from wastebank.members import find_member
from wastebank.models import Member, User
from wastebank.prices import local_day
from wastebank.reading import balance_of, day_list, search_members
from wastebank.refusals import CardMisspelt, CardNotActive, MemberElsewhere
from wastebank.roles import RECORD_DEPOSIT, place_of
from wastebank.web.desk import form_key, needs, new_key, staff
from wastebank.web.frames import read_picture
from wastebank.web.showing import show
from wastebank.web.weighing import TypedLine, asked_lines, scale_of, shown_lines, typed_lines

LATEST = 8
LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Stand:
    """Who stands at the counter, by which card, and what was written so far."""

    member: Member
    card: str = ""
    lines: Sequence[TypedLine] = ()
    refusal: Refusal | None = None


@require_GET
@needs(RECORD_DEPOSIT)
def start(request: HttpRequest) -> HttpResponse:
    return start_page(request)


@require_POST
@needs(RECORD_DEPOSIT)
def find(request: HttpRequest) -> HttpResponse:
    """A card's code, a member's number or part of a name; codes never leave the body."""
    asked = question(request)
    try:
        if looks_like_code(asked):
            return weigh_page(request, by_card(staff(request), asked))
        return redirect("counter_weigh", number=parse_number(asked))
    except MisspeltNumber:
        return search_page(request, asked)
    except CardNotActive as refusal:
        return start_page(request, refusal=refusal, holder=waiting_holder(staff(request), asked))
    except Refusal as refusal:
        return start_page(request, refusal=refusal, asked=asked)


@require_POST
@needs(RECORD_DEPOSIT)
def frame(request: HttpRequest) -> JsonResponse:
    """The code in a frame of the camera, for browsers that cannot read it themselves."""
    return JsonResponse({"code": read_picture(picture(request))})


@require_http_methods(["GET", "POST"])
@needs(RECORD_DEPOSIT)
def weigh(request: HttpRequest, number: str) -> HttpResponse:
    by = staff(request)
    member = find_member(number=number, by=by)
    if request.method == "GET":
        return weigh_page(request, Stand(member))
    stand = Stand(member, card=request.POST.get("card", ""), lines=typed_lines(request.POST))
    changed = changed_lines(request, stand.lines)
    if changed is not None:
        return weigh_page(request, Stand(member, stand.card, changed))
    try:
        deposit = record_deposit(
            key=form_key(request),
            by=by,
            lines=asked_lines(stand.lines),
            card=stand.card or None,
            member=None if stand.card else member.number,
        )
    except Refusal as refusal:
        return weigh_page(request, Stand(member, stand.card, stand.lines, refusal))
    return redirect("counter_receipt", number=deposit.number)


# --- parsing


def question(request: HttpRequest) -> str:
    asked = request.POST.get("code", "").strip()[:LONGEST_QUESTION]
    return asked or read_picture(picture(request))


def picture(request: HttpRequest) -> UploadedFile[bytes] | None:
    return request.FILES.get("photo")


def looks_like_code(asked: str) -> bool:
    """A whole code, or what is left of one; no name begins with W and a figure."""
    plain = "".join(asked.split()).replace("-", "").upper()
    return plain.startswith((PREFIX, "WI", "WL")) and len(plain) > CODE_SYMBOLS // 2


def by_card(by: User, code: str) -> Stand:
    _, owner = active_card(code)
    if not place_of(by).covers(owner.place):
        raise MemberElsewhere
    return Stand(owner, card=code)


def waiting_holder(by: User, code: str) -> Member | None:
    """Whose card it is that was printed and not handed over yet, if this place may say so."""
    holder = read_card(code).member
    return holder if holder is not None and place_of(by).covers(holder.place) else None


def changed_lines(request: HttpRequest, lines: Sequence[TypedLine]) -> Sequence[TypedLine] | None:
    """The lines after a key that only changes the form, for browsers without modules."""
    if picked := request.POST.get("pick"):
        return [*lines, TypedLine(picked[:60], "")]
    dropped = request.POST.get("drop", "")
    if dropped.isascii() and dropped.isdigit():
        return [line for place, line in enumerate(lines) if place != int(dropped)]
    return lines if "more" in request.POST else None


# --- presenting


def start_page(
    request: HttpRequest,
    *,
    refusal: Refusal | None = None,
    asked: str = "",
    holder: Member | None = None,
) -> HttpResponse:
    today = day_list(by=staff(request), day=local_day(clock.now()))
    in_force = today.filter(void__isnull=True)
    misread = isinstance(refusal, CardMisspelt) or looks_like_code(asked)
    facts = {
        "asked": "" if misread else asked,
        "holder": holder,
        "receipts": today[:LATEST],
        **in_force.aggregate(count=Count("pk"), total_idr=Coalesce(Sum("total_idr"), 0)),
        "place": place_of(staff(request)),
    }
    return show(request, "counter/start.html", facts, refusal)


def search_page(request: HttpRequest, asked: str) -> HttpResponse:
    members = search_members(by=staff(request), text=asked) if asked else []
    facts = {"asked": asked, "members": members, "place": place_of(staff(request))}
    return show(request, "counter/search.html", facts)


def weigh_page(request: HttpRequest, stand: Stand) -> HttpResponse:
    by = staff(request)
    scale = scale_of(place_of(by))
    lines = shown_lines(stand.lines, scale)
    balance_idr = balance_of(stand.member).balance_idr
    total_idr = sum(line.rupiah_idr for line in lines)
    facts = {
        "key": new_key(),
        "place": place_of(by),
        "member": stand.member,
        "card": stand.card,
        "scale": scale,
        "lines": lines,
        "balance_idr": balance_idr,
        "total_idr": total_idr,
        "after_idr": balance_idr + total_idr,
        "shares": [(line.family, line.rupiah_idr) for line in lines],
        "language_next": reverse("counter_weigh", args=[stand.member.number]),
        "latest": day_list(by=by, day=local_day(clock.now()))[:3],
    }
    return show(request, "counter/weigh.html", facts, stand.refusal)
