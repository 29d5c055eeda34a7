"""One receivable: where it comes from, what came back, and the proposal to give it up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ledger.refusals import Refusal
from wastebank.deposits.correcting.preview import usual_deposit_idr
from wastebank.deposits.correcting.shown import what_changed
from wastebank.models import Approval, Receivable, WriteOffReason
from wastebank.permissions import SEE_RECEIVABLES, WRITE_OFF, may
from wastebank.receivables.caps import Cap
from wastebank.receivables.write_off import WHAT, find_receivable, left_of, propose_write_off
from wastebank.values.language import language
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.page import office_page
from wastebank.web.office.receivables.forms import WriteOffForm


@require_GET
@needs(SEE_RECEIVABLES)
def receivable(request: HttpRequest, number: int) -> HttpResponse:
    return receivable_page(request, find_receivable(by=staff(request), number=number))


@require_POST
@needs(WRITE_OFF)
def write_off(request: HttpRequest, number: int) -> HttpResponse:
    found, form = find_receivable(by=staff(request), number=number), WriteOffForm.of(request)
    try:
        propose_write_off(
            key=form_key(request),
            by=staff(request),
            receivable=found.pk,
            reason=form.text("why"),
            note=form.text("note"),
        )
    except Refusal as refusal:
        return receivable_page(request, found, refusal)
    return redirect("office:receivable", number=found.pk)


def receivable_page(
    request: HttpRequest, found: Receivable, refusal: Refusal | None = None
) -> HttpResponse:
    by, form = staff(request), WriteOffForm.of(request)
    left_idr, usual_idr = left_of(found.pk), usual_deposit_idr(found.member)
    cap = Cap(found.percent, found.floor_idr)
    waiting = Approval.objects.filter(
        what=WHAT, subject=f"receivable:{found.pk}", waiting__isnull=False
    ).first()
    facts = {
        "receivable": found,
        "correction": found.correction,
        "changed": what_changed(found.correction, language()),
        "left_idr": left_idr,
        "back_idr": found.amount_idr - left_idr,
        "back_percent": (found.amount_idr - left_idr) * 100 // found.amount_idr,
        "usual_idr": usual_idr,
        "deposits_left": cap.deposits_until_gone(left_idr, usual_idr),
        "moves": found.moves.select_related("deposit", "correction").order_by("step"),
        "waiting": waiting,
        "may_write_off": bool(left_idr) and waiting is None and may(by, WRITE_OFF),
        "reasons": WriteOffReason.choices,
        "why": form.text("why"),
        "note": form.text("note"),
        "key": new_key(),
    }
    return office_page(request, "office/receivables/page.html", facts, refusal)
