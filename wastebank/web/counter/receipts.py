"""What the counter recorded: a receipt on screen and on paper, and the void."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.refusals import Refusal
from wastebank.deposits.find import find_deposit
from wastebank.deposits.receipts import deposit_receipt
from wastebank.deposits.void import void_deposit, voids_plainly, why_not_void
from wastebank.members.wallets import balance_of
from wastebank.models import Deposit
from wastebank.papers.receipt.slip import NO_FIGURE, Receipt, TextLine, TextTotal
from wastebank.permissions import (
    CORRECT_DEPOSIT,
    RECORD_DEPOSIT,
    SEE_CONTACTS,
    SEE_DEPOSITS,
    VOID_DEPOSIT,
    may,
)
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.quantities import show_unpaid
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.mending.facts import correction_facts
from wastebank.web.common.mending.page import mending
from wastebank.web.common.printing import (
    Slip,
    check_url,
    message_link,
    papers_of,
    print_slip,
)
from wastebank.web.counter.forms import VoidForm


@require_GET
@needs(SEE_DEPOSITS)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    return receipt_page(request, find_deposit(number=number, by=staff(request)))


@require_POST
@needs(SEE_DEPOSITS)
def print_out(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on paper, the way that the form names."""
    deposit = find_deposit(number=number, by=staff(request))
    return print_slip(
        request,
        slip_of(request, deposit),
        template="counter/receipts/paper.html",
        facts={"deposit": deposit, "place": deposit.place},
        refused=lambda refusal: receipt_page(request, deposit, unprinted=refusal),
    )


@require_POST
@needs(VOID_DEPOSIT)
def void(request: HttpRequest, number: str) -> HttpResponse:
    deposit = find_deposit(number=number, by=staff(request))
    form = VoidForm.of(request)
    try:
        void_deposit(
            key=form_key(request),
            by=staff(request),
            deposit=deposit.number,
            reason=form.text("quick") or form.text("reason"),
        )
    except Refusal as refusal:
        return receipt_page(request, deposit, refusal)
    return redirect("counter_receipt", number=deposit.number)


@require_http_methods(["GET", "POST"])
@needs(CORRECT_DEPOSIT)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """What should it have been? On the same day; later in the office."""
    deposit = find_deposit(number=number, by=staff(request))
    back = reverse("counter_receipt", args=[deposit.number])

    def draw(
        request: HttpRequest, facts: Mapping[str, Any], refusal: Refusal | None
    ) -> HttpResponse:
        whole = {**facts, "back": back, "place": deposit.place}
        return show(request, "counter/receipts/correct.html", whole, refusal)

    return mending(request, deposit, back, draw)


# --- parsing and presenting


def slip_of(request: HttpRequest, deposit: Deposit) -> Slip:
    def draw(copy_number: int) -> Receipt:
        return deposit_receipt(
            deposit, language=language(), check_url=check_url(request), copy_number=copy_number
        )

    page = reverse("counter_receipt", args=[deposit.number])
    return Slip(deposit.number, deposit.place, page, draw)


def worth_of(line: TextLine) -> str:
    """` = Rp5.560`; what was taken for nothing has said so already."""
    return "" if line.amount == NO_FIGURE else f" = Rp{line.amount}"


def said_sum(total: TextTotal) -> str:
    return show_unpaid(language()) if total.amount == NO_FIGURE else total.amount


def message(request: HttpRequest, deposit: Deposit) -> str:
    """The deposit as a text to send; `message_link` says what must not stand in it.

    It goes to the member's own telephone, if one is kept and this person may see it.
    """
    said = slip_of(request, deposit).draw(0).texts
    rows = [f"• {line.name}: {line.detail}{worth_of(line)}" for line in said.lines]
    sums = [f"{total.label}: {said_sum(total)}" for total in said.totals]
    head = [said.place_name, f"{said.title}, {said.moment}"]
    phone = deposit.member.phone if may(staff(request), SEE_CONTACTS) else ""
    return message_link(request, [*head, *rows, *sums], code=said.check_code, phone=phone)


def weigh_again(deposit: Deposit) -> str:
    """Where the lines of a voided deposit stand on the scale once more, for the same member."""
    weigh = reverse("counter_weigh", args=[deposit.member.number])
    return f"{weigh}?{urlencode({'again': deposit.number})}"


def receipt_page(
    request: HttpRequest,
    deposit: Deposit,
    refusal: Refusal | None = None,
    unprinted: Refusal | None = None,
) -> HttpResponse:
    """The receipt on screen; `refusal` of its void, `unprinted` why no paper came out."""
    by = staff(request)
    lines = list(deposit.lines.order_by("line"))
    voided = getattr(deposit, "void", None)
    why_not = None if voided else why_not_void(by=by, deposit=deposit)
    facts = {
        "deposit": deposit,
        "place": deposit.place,
        "is_first": voided is None and not Deposit.objects.exclude(pk=deposit.pk).exists(),
        "lines": lines,
        "void": voided,
        "may_void": voided is None and why_not is None and voids_plainly(deposit),
        "correct_url": reverse("counter_correct", args=[deposit.number]),
        "why_not_void": why_not if may(by, VOID_DEPOSIT) and voids_plainly(deposit) else None,
        **correction_facts(by, deposit),
        "counts_later": deposit.book_day != local_day(deposit.weighed_at),
        "weigh_again": weigh_again(deposit) if voided and may(by, RECORD_DEPOSIT) else "",
        "shares": [(line.family, line.rupiah_idr) for line in lines],
        "balance_idr": balance_of(deposit.member).balance_idr,
        "papers": papers_of(deposit.place),
        "print_url": reverse("counter_print", args=[deposit.number]),
        "whatsapp": "" if voided else message(request, deposit),
        "sent": request.GET.get("sent") == "1",
        "unprinted": unprinted,
        "unvoided": refusal,
        "key_void": new_key(),
        "reason": VoidForm.of(request).text("reason"),
        "reasons_to_void": [_("Wrong weight"), _("Wrong material"), _("Wrong member")],
        "print_now": request.GET.get("print") == "1" and not voided,
    }
    return show(request, "counter/receipts/page.html", facts, refusal or unprinted)
