"""What the desk was paid for: the day's visits, a visit on screen and on paper, the cancel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clinic.charges.cancel import cancel_redemption, why_not_cancel
from clinic.charges.find import find_redemption
from clinic.charges.payers import shares_of
from clinic.charges.receipts import redemption_receipt
from clinic.charges.redemption_list import day_sums, visits_on
from clinic.models import Redemption
from clinic.models.charges import CASH, CREDIT
from clinic.permissions import REDEEM, SEE_VISITS, clinic_of
from clinic.web.desk.choice import bar_of
from clinic.web.desk.forms import CancelForm
from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.bank.known import bank_facts
from wastebank.members.wallets import balance_of
from wastebank.papers.receipt.slip import Receipt
from wastebank.reports.asked import asked_day, asked_page
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show
from wastebank.web.common.forms import new_key, read_key
from wastebank.web.common.printing import (
    Slip,
    check_url,
    message_link,
    papers_of,
    print_slip,
)

PER_PAGE = 50


@require_GET
@needs(SEE_VISITS)
def day(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    today = local_day(clock.now())
    chosen = asked_day(request.GET.get("day", ""), today=today)
    visits = visits_on(by=by, day=chosen)
    facts = {
        **bar_of(by, clinic_of(by)),
        "day": chosen,
        "today": today,
        "page": asked_page(visits, PER_PAGE, request.GET.get("page", "")),
        "sums": day_sums(by=by, day=chosen),
    }
    return show(request, "clinic/visits/list.html", facts)


@require_GET
@needs(SEE_VISITS)
def visit(request: HttpRequest, number: str) -> HttpResponse:
    return visit_page(request, find_redemption(number=number, by=staff(request)))


@require_POST
@needs(SEE_VISITS)
def print_out(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on paper, by the road the form names."""
    by = staff(request)
    found = find_redemption(number=number, by=by)
    page = reverse("clinic:visit", args=[found.number])
    return print_slip(
        request,
        slip_of(request, found),
        template="clinic/desk/paper.html",
        facts={**bar_of(by, found.clinic), "visit": found, "language_next": page},
        refused=lambda refusal: visit_page(request, found, unprinted=refusal),
    )


@require_POST
@needs(REDEEM)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    by = staff(request)
    found = find_redemption(number=number, by=by)
    form = CancelForm.of(request)
    try:
        cancel_redemption(
            key=read_key(form.text("key")),
            by=by,
            redemption=found.number,
            reason=form.text("reason"),
        )
    except Refusal as refusal:
        return visit_page(request, found, refusal, form=form)
    return redirect("clinic:visit", number=found.number)


def slip_of(request: HttpRequest, found: Redemption) -> Slip:
    def draw(copy_number: int) -> Receipt:
        return redemption_receipt(
            found, language=language(), check_url=check_url(request), copy_number=copy_number
        )

    page = reverse("clinic:visit", args=[found.number])
    return Slip(found.number, found.clinic.place, page, draw)


def message(request: HttpRequest, found: Redemption) -> str:
    """The visit as a text to send: sums and the bank's name. Which clinic it was is about health,
    and so is the number, which begins with the clinic's code."""
    said = slip_of(request, found).draw(0).texts
    sums = [f"{total.label}: {total.amount}" for total in said.totals[1:]]
    return message_link(request, [bank_facts().called, said.moment, *sums])


def visit_page(
    request: HttpRequest,
    found: Redemption,
    refusal: Refusal | None = None,
    unprinted: Refusal | None = None,
    form: CancelForm | None = None,
) -> HttpResponse:
    """The visit on screen; `refusal` of its cancel, `unprinted` why no paper came out."""
    by = staff(request)
    cancelled = getattr(found, "cancel", None)
    paid = shares_of(found.payments.all())
    answered = refusal is None or refusal.sticky or isinstance(refusal, KeyReused)
    facts = {
        **bar_of(by, found.clinic),
        "visit": found,
        "lines": found.lines.order_by("line"),
        "cancel": cancelled,
        "done": request.GET.get("done") == "1",
        "may_cancel": why_not_cancel(by=by, redemption=found) is None,
        "shares": [(payer.sign, sum_idr) for payer, sum_idr in paid],
        "others": [share for share in paid if share[0].code not in (CREDIT, CASH)],
        "available_idr": balance_of(found.member).available_idr,
        "papers": papers_of(found.clinic.place),
        "print_url": reverse("clinic:print", args=[found.number]),
        "whatsapp": "" if cancelled else message(request, found),
        "sent": request.GET.get("sent") == "1",
        "unprinted": unprinted,
        "uncancelled": refusal,
        "key": new_key() if answered else form.text("key") if form else "",
        "reason": form.text("reason") if form else "",
        "language_next": reverse("clinic:visit", args=[found.number]),
    }
    return show(request, "clinic/visits/page.html", facts, refusal or unprinted)
