"""Cards at the counter: make, print, hand over by a scan, set the PIN, replace, block.

A code exists once, in the answer to the command that made it, and travels in the body of a form.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.cards.lifecycle import (
    activate_card,
    bind_card,
    block_card,
    issue_card,
    print_blank_cards,
    replace_card,
)
from wastebank.cards.pins import reset_pin, set_pin
from wastebank.cards.read import read_card
from wastebank.cards.refusals import CardInUse, CardUnknown
from wastebank.members.find import find_member
from wastebank.models import Card, Member, User
from wastebank.papers.card.sheet import card_pdf, card_sheet_pdf
from wastebank.papers.drawing.qr import svg_path
from wastebank.permissions import HANDLE_CARDS, place_of
from wastebank.refusals import FieldMalformed
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import pdf, pdf_name, show
from wastebank.web.common.card_papers import face_of
from wastebank.web.common.forms import ReasonForm, form_key, new_key
from wastebank.web.counter.enrolment import sheet_page
from wastebank.web.counter.forms import (
    BlanksForm,
    CardPaperForm,
    HandOverForm,
    IssueForm,
    PinForm,
    WhyForm,
)

BLANK_COUNTS = (10, 20, 50, 100)


@require_POST
@needs(HANDLE_CARDS)
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Make a card for this member; its code is shown once, to be printed."""
    member = find_member(number=number, by=staff(request))
    try:
        card = issue_card(
            key=form_key(request),
            by=staff(request),
            member=member.number,
            holder_name=IssueForm.of(request).text("holder_name"),
        )
    except Refusal as refusal:
        return sheet_page(request, member, refused_form="issue", refusal=refusal)
    return new_card_page(request, member, card)


@sensitive_post_parameters("pin", "pin_again", "code")
@require_POST
@needs(HANDLE_CARDS)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """The card in the hand becomes this member's, by a scan, with the PIN they choose."""
    member = find_member(number=number, by=staff(request))
    try:
        give(request, staff(request), member)
    except Refusal as refusal:
        return sheet_page(request, member, refused_form="hand_over", refusal=refusal)
    return redirect("counter_member", number=member.number)


def give(request: HttpRequest, by: User, member: Member) -> Card:
    """A card printed ahead is bound, one made for this member is activated."""
    form = HandOverForm.of(request)
    code, pin = form.text("code"), form.text("pin") or None
    again, why = form.text("pin_again"), form.why
    card = read_card(code)
    if card.member is None:
        return bind_card(
            key=form_key(request),
            by=by,
            code=code,
            member=member.number,
            holder_name=form.text("holder_name"),
            reason=why,
            pin=pin,
            pin_again=again,
        )
    if card.member_id != member.pk:
        raise CardInUse
    key = form_key(request)
    return activate_card(key=key, by=by, code=code, reason=why, pin=pin, pin_again=again)


@sensitive_post_parameters("pin", "pin_again")
@require_POST
@needs(HANDLE_CARDS)
def pin(request: HttpRequest, card_id: int) -> HttpResponse:
    """The member's first PIN, or a new one with the reason for it."""
    card, member = card_here(staff(request), card_id)
    form, key = PinForm.of(request), form_key(request)
    typed, again = form.text("pin"), form.text("pin_again")
    by, reason = staff(request), form.text("reason")
    try:
        if card.pin_hash:
            reset_pin(key=key, by=by, card_id=card_id, pin=typed, pin_again=again, reason=reason)
        else:
            set_pin(key=key, by=by, card_id=card_id, pin=typed, pin_again=again)
    except Refusal as refusal:
        return sheet_page(request, member, refused_form=f"pin-{card_id}", refusal=refusal)
    return redirect("counter_member", number=member.number)


@require_POST
@needs(HANDLE_CARDS)
def replace(request: HttpRequest, card_id: int) -> HttpResponse:
    """A new card for a lost one; the old code is dead in the same instant."""
    _, member = card_here(staff(request), card_id)
    reason = WhyForm.of(request).why
    try:
        card = replace_card(
            key=form_key(request), by=staff(request), card_id=card_id, reason=reason
        )
    except Refusal as refusal:
        return sheet_page(request, member, refused_form=f"replace-{card_id}", refusal=refusal)
    return new_card_page(request, member, card, replaced=True)


@require_POST
@needs(HANDLE_CARDS)
def block(request: HttpRequest, card_id: int) -> HttpResponse:
    _, member = card_here(staff(request), card_id)
    reason = ReasonForm.of(request).text("reason")
    try:
        block_card(key=form_key(request), by=staff(request), card_id=card_id, reason=reason)
    except Refusal as refusal:
        return sheet_page(request, member, refused_form=f"block-{card_id}", refusal=refusal)
    return redirect("counter_member", number=member.number)


@sensitive_post_parameters("code")
@require_POST
@needs(HANDLE_CARDS)
def paper(request: HttpRequest) -> HttpResponse:
    """The card as a PDF of two pages, from the code that came in the body."""
    code = CardPaperForm.of(request).text("code")
    card = read_card(code)
    if not place_of(staff(request)).covers(card.place):
        raise CardUnknown
    number = card.member.number if card.member else ""
    name = pdf_name(_("Card"), number or card.pk)
    return pdf(card_pdf(face_of(code, card.holder, number)), name)


@require_http_methods(["GET", "POST"])
@needs(HANDLE_CARDS)
def blanks(request: HttpRequest) -> HttpResponse:
    """Cards printed ahead, ten to a sheet, to be bound at enrolment by a scan."""
    if request.method == "GET":
        return blanks_page(request)
    try:
        count = BlanksForm.of(request).text("count")
        if count not in map(str, BLANK_COUNTS):
            raise FieldMalformed(field="count")
        cards = print_blank_cards(key=form_key(request), by=staff(request), count=int(count))
    except Refusal as refusal:
        return blanks_page(request, refusal)
    faces = [face_of(card.code, "", "") for card in cards]
    return pdf(card_sheet_pdf(faces), pdf_name(_("Blank cards"), len(faces)))


# --- presenting


def card_here(by: User, card_id: int) -> tuple[Card, Member]:
    card = Card.objects.select_related("member__place", "place").filter(pk=card_id).first()
    if card is None or card.member is None or not place_of(by).covers(card.place):
        raise CardUnknown
    return card, card.member


def new_card_page(
    request: HttpRequest, member: Member, card: Card, *, replaced: bool = False
) -> HttpResponse:
    facts = {
        "member": member,
        "card": card,
        "place": place_of(staff(request)),
        "replaced": replaced,
        "qr": svg_path(card.code),
        "key": new_key(),
    }
    return show(request, "counter/cards/page.html", facts)


def blanks_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    facts = {"counts": BLANK_COUNTS, "key": new_key(), "place": place_of(staff(request))}
    return show(request, "counter/cards/blanks.html", facts, refusal)
