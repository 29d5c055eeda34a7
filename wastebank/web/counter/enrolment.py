"""Members at the counter: enrolling one, and the sheet with their data and cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.members.enrol import CONSENT_VERSION, enrol_member, join_group
from wastebank.members.find import distinguishing_terms, find_member, visible_members
from wastebank.members.groups import groups_here
from wastebank.members.refusals import MemberDouble
from wastebank.members.wallets import balance_of
from wastebank.models import Card, CardEvent, Member
from wastebank.permissions import ENROL_MEMBER, HANDLE_CARDS, may, place_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import GroupForm, form_key, new_key
from wastebank.web.counter.forms import EnrolForm, HandOverForm

LATEST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card on the sheet, with a key for each thing that can be done to it."""

    card: Card
    pin_key: str
    replace_key: str
    block_key: str


@sensitive_post_parameters("national_id")
@require_http_methods(["GET", "POST"])
@needs(ENROL_MEMBER)
def enrol(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return enrol_page(request, EnrolForm())
    form = EnrolForm(request.POST)
    if not form.is_valid():
        return enrol_page(request, form)
    try:
        member = enrol_member(
            key=form_key(request),
            by=staff(request),
            consent_version=CONSENT_VERSION,
            **{name: value for name, value in form.cleaned_data.items() if name != "consent"},
        )
    except Refusal as refusal:
        return enrol_page(request, form, None if form.accept(refusal) else refusal)
    return redirect("counter_member", number=member.number)


def enrol_page(
    request: HttpRequest, form: EnrolForm, refusal: Refusal | None = None
) -> HttpResponse:
    facts = {
        "form": form,
        "key": new_key(),
        "doubles": doubles_in(request, refusal),
        "consent_version": CONSENT_VERSION,
        "place": place_of(staff(request)),
    }
    answer = show(request, "counter/members/enrol.html", facts, refusal)
    if form.errors:
        answer.status_code = 422
    return answer


def doubles_in(request: HttpRequest, refusal: Refusal | None) -> list[tuple[Member, str]]:
    """The records a refusal speaks of, as far as this person may open them."""
    if not isinstance(refusal, MemberDouble):
        return []
    by = staff(request)
    found = visible_members(by).filter(number__in=refusal.facts["members"]).order_by("pk")
    return [(member, distinguishing_terms(member, by)) for member in found]


@require_GET
@needs(HANDLE_CARDS)
def member_sheet(request: HttpRequest, number: str) -> HttpResponse:
    return sheet_page(request, find_member(number=number, by=staff(request)))


@require_POST
@needs(ENROL_MEMBER)
def join(request: HttpRequest, number: str) -> HttpResponse:
    """The member is weighed with another group from now on, or with none."""
    by = staff(request)
    member = find_member(number=number, by=by)
    group = GroupForm.of(request).text("group")
    try:
        join_group(key=form_key(request), by=by, member=number, group=group)
    except Refusal as refusal:
        return sheet_page(request, member, refused_form="group", refusal=refusal)
    return redirect("counter_member", number=member.number)


def sheet_page(
    request: HttpRequest,
    member: Member,
    *,
    refused_form: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The sheet; `refused_form` says at which of its forms a refusal stands."""
    cards = list(member.cards.order_by("-printed_at", "-pk"))
    events = CardEvent.objects.filter(card__in=cards).order_by("-at", "-pk")
    facts: dict[str, Any] = {
        "member": member,
        "place": place_of(staff(request)),
        "balance_idr": balance_of(member).balance_idr,
        "cards": [CardRow(card, new_key(), new_key(), new_key()) for card in cards],
        "any_active": any(card.state == "active" for card in cards),
        "events": events[:LATEST_EVENTS],
        "key_issue": new_key(),
        "key_hand_over": new_key(),
        "may_correct": may(staff(request), ENROL_MEMBER),
        "groups": groups_here(by=staff(request)),
        "key_group": new_key(),
        "reasons": Card.Why.choices,
        "refused_form": refused_form,
        "typed": HandOverForm.of(request).cleaned_data,
    }
    return show(request, "counter/members/page.html", facts, refusal)
