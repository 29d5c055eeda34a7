"""At the scale: what was typed is read, doubted once where it is far from usual, and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ledger import clock
from ledger.refusals import Refusal
from wastebank.codes.card_code import MisspeltCode, hash_code, parse_code
from wastebank.codes.secrets import lock_away, take_out
from wastebank.deposits.day_list import list_of_today
from wastebank.deposits.find import find_deposit
from wastebank.deposits.record import record_deposit
from wastebank.deposits.refusals import DepositUnknown
from wastebank.members.find import find_member
from wastebank.members.wallets import balance_of
from wastebank.models import Deposit, Member, RejectReason
from wastebank.numbering import day_ahead
from wastebank.permissions import RECORD_DEPOSIT, place_of
from wastebank.values.language import language
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show, speaks_json, status_of
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.weights import (
    Doubt,
    TypedLine,
    asked_lines,
    doubts_of,
    scale_of,
    shown_lines,
    typed_again,
)
from wastebank.web.counter.forms import WeighForm

LATEST = 3
RECORDED = 201
SHOWN_CARD = "shown card"  # in the session: whose card was scanned last
DOUBTED = 409  # nothing was recorded: somebody has to look first


@dataclass(frozen=True, slots=True)
class WeighingState:
    """Who stands at the counter, by which card, and what was written so far."""

    member: Member
    card: str = ""
    lines: Sequence[TypedLine] = ()
    refusal: Refusal | None = None
    doubts: Sequence[Doubt] = ()
    sure: str = ""  # the marks somebody said are right


@require_http_methods(["GET", "POST"])
@needs(RECORD_DEPOSIT)
def weigh(request: HttpRequest, number: str) -> HttpResponse:
    member = find_member(number=number, by=staff(request))
    if request.method == "GET":
        voided = voided_lines(request, member)
        return weigh_page(request, WeighingState(member, shown_card(request, member), lines=voided))
    form = WeighForm.of(request)
    if speaks_json(request):
        return record_for_script(request, member, form)
    card, lines, sure = form.text("card"), form.lines(), form.confirmed
    changed = form.changed_lines()
    if changed is not None:
        return weigh_page(request, WeighingState(member, card, changed, sure=sure))
    try:
        doubts = doubtful(request, member, lines, sure)
        if doubts:
            return weigh_page(request, WeighingState(member, card, lines, doubts=doubts, sure=sure))
        deposit = recorded(request, member, form)
    except Refusal as refusal:
        return weigh_page(request, WeighingState(member, card, lines, refusal, sure=sure))
    shown = reverse("counter_receipt", args=[deposit.number])
    return redirect(f"{shown}?print=1" if form.text("print") else shown)


def record_for_script(request: HttpRequest, member: Member, form: WeighForm) -> JsonResponse:
    """The same for the page that stays: 201 with the receipt, or why not, or what is doubted."""
    try:
        doubts = doubtful(request, member, form.lines(), form.confirmed)
        if doubts:
            return doubted(doubts)
        return receipt_json(recorded(request, member, form))
    except Refusal as refusal:
        why = {"code": refusal.code, "message": str(refusal)}
        return JsonResponse(why, status=status_of(refusal))


def receipt_json(deposit: Deposit) -> JsonResponse:
    receipt = reverse("counter_receipt", args=[deposit.number])
    answer = {"number": deposit.number, "total": deposit.total_idr, "receipt": receipt}
    return JsonResponse(answer, status=RECORDED)


def doubted(doubts: Sequence[Doubt]) -> JsonResponse:
    return JsonResponse({"doubts": [doubt_json(doubt) for doubt in doubts]}, status=DOUBTED)


def doubt_json(doubt: Doubt) -> dict[str, Any]:
    return {
        "mark": doubt.mark,
        "name": doubt.name,
        "unit": doubt.unit,
        "amount": doubt.amount,
        "usual": doubt.usual_amount,
    }


def voided_lines(request: HttpRequest, member: Member) -> Sequence[TypedLine]:
    """The lines of the voided deposit of this member that the address asks to weigh again."""
    number = request.GET.get("again", "")
    if not number:
        return ()
    deposit = find_deposit(number=number, by=staff(request))
    if deposit.member_id != member.pk or not hasattr(deposit, "void"):
        raise DepositUnknown
    return typed_again(deposit, language())


def recorded(request: HttpRequest, member: Member, form: WeighForm) -> Deposit:
    card = form.shown_card
    return record_deposit(
        key=form_key(request),
        by=staff(request),
        lines=asked_lines(form.lines()),
        card=card,
        member=None if card else member.number,
        weighed_at=form.moment,
    )


def digest_of(card: str) -> str:
    """What a draft keeps of a scanned card; empty where there is none."""
    try:
        return hash_code(parse_code(card)) if card else ""
    except MisspeltCode:
        return ""


def keep_card(request: HttpRequest, member: Member, code: str) -> None:
    """Note by which card a member came. No code lies in the database for anybody to read."""
    request.session[SHOWN_CARD] = [member.number, lock_away(SHOWN_CARD, code)]


def shown_card(request: HttpRequest, member: Member) -> str:
    """The code of the card by which this member came; empty if it was the number or the name."""
    number, locked = request.session.get(SHOWN_CARD, ("", ""))
    return take_out(SHOWN_CARD, locked) if number == member.number else ""


def doubtful(
    request: HttpRequest, member: Member, lines: Sequence[TypedLine], sure: str
) -> list[Doubt]:
    """The lines far from usual that nobody confirmed yet."""
    by = staff(request)
    said = set(sure.split())
    doubts = doubts_of(by, place_of(by), member, asked_lines(lines))
    return [doubt for doubt in doubts if doubt.mark not in said]


def weigh_page(request: HttpRequest, state: WeighingState) -> HttpResponse:
    by = staff(request)
    place = place_of(by)
    scale = scale_of(place, state.member)
    lines = shown_lines(state.lines, scale)
    balance_idr = balance_of(state.member).balance_idr
    total_idr = sum(line.rupiah_idr for line in lines)
    facts: dict[str, Any] = {
        "key": new_key(),
        "place": place,
        "member": state.member,
        "card": state.card,
        "card_hash": digest_of(state.card),
        "sent_at": clock.now(),
        "scale": scale,
        "reasons": RejectReason.choices,
        "lines": lines,
        "doubts": state.doubts,
        "marks": " ".join(doubt.mark for doubt in state.doubts),
        "sure": state.sure,
        "balance_idr": balance_idr,
        "total_idr": total_idr,
        "after_idr": balance_idr + total_idr,
        "shares": [(line.family, line.rupiah_idr) for line in lines],
        "latest": list_of_today(by=by)[:LATEST],
        "ahead": day_ahead(place),
    }
    answer = show(request, "counter/weigh/page.html", facts, state.refusal)
    if state.doubts:
        answer.status_code = DOUBTED
    return answer
