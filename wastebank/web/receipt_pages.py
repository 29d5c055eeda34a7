"""What the counter recorded: the day's list, a receipt on screen and on paper, the void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.deposits import find_deposit, void_deposit
from wastebank.models import Deposit
from wastebank.papers.escpos import escpos
from wastebank.papers.receipt import Receipt
from wastebank.papers.roll import roll_pdf
from wastebank.prices import local_day
from wastebank.reading import balance_of, day_list, day_totals
from wastebank.receipts import count_print, deposit_receipt
from wastebank.refusals import FieldMalformed
from wastebank.roles import SEE_DEPOSITS, VOID_ANY_DAY, VOID_DEPOSIT, may
from wastebank.web.desk import form_key, needs, new_key, staff
from wastebank.web.showing import show

PER_PAGE = 50
PAPERS = [
    ("-58", "cetak", _("Roll of 58 mm")),
    ("-80", "cetak", _("Roll of 80 mm")),
    ("pdf-58", "unduh", "PDF 58 mm"),
    ("pdf-80", "unduh", "PDF 80 mm"),
    ("escpos-58", "unduh", "ESC/POS 58 mm"),
    ("escpos-80", "unduh", "ESC/POS 80 mm"),
]
WIDTHS_MM = {"58": 58, "80": 80}

Printer = Callable[[Receipt, int], bytes]
FILES: dict[str, tuple[Printer, str, str]] = {
    "pdf": (roll_pdf, "application/pdf", "pdf"),
    "escpos": (escpos, "application/octet-stream", "bin"),
}


@require_GET
@needs(SEE_DEPOSITS)
def day(request: HttpRequest) -> HttpResponse:
    today = local_day(clock.now())
    chosen = asked_day(request.GET.get("day", ""), today)
    deposits = day_list(by=staff(request), day=chosen)
    totals = day_totals(deposits)
    facts = {
        "day": chosen,
        "today": today,
        "place": staff(request).place,
        "page": Paginator(deposits, PER_PAGE).get_page(request.GET.get("page")),
        "totals": totals,
        "total_idr": sum(row.rupiah_idr for row in totals),
        "shares": [(row.family, row.rupiah_idr) for row in totals],
    }
    return show(request, "counter/day.html", facts)


@require_GET
@needs(SEE_DEPOSITS)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    return receipt_page(request, find_deposit(number=number, by=staff(request)))


@require_POST
@needs(SEE_DEPOSITS)
def print_out(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on paper: `-58` and `-80` are pages to print, the others are files."""
    deposit = find_deposit(number=number, by=staff(request))
    paper = request.POST.get("paper", "")
    form, dash, width = paper.rpartition("-")
    if not dash or width not in WIDTHS_MM or form not in ("", *FILES):
        raise FieldMalformed(field="paper")
    copy_number = count_print(
        key=form_key(request),
        by=staff(request),
        receipt=deposit.number,
        paper=paper,
    )
    slip = deposit_receipt(
        deposit, language=language(), check_url=check_url(request), copy_number=copy_number
    )
    if not form:
        facts = {"receipt": slip, "width": width, "deposit": deposit, "place": deposit.place}
        return show(request, "counter/paper.html", facts)
    draw, content_type, ending = FILES[form]
    return HttpResponse(
        draw(slip, WIDTHS_MM[width]),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{deposit.number}.{ending}"'},
    )


@require_POST
@needs(VOID_DEPOSIT)
def void(request: HttpRequest, number: str) -> HttpResponse:
    deposit = find_deposit(number=number, by=staff(request))
    try:
        void_deposit(
            key=form_key(request),
            by=staff(request),
            deposit=deposit.number,
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return receipt_page(request, deposit, refusal)
    return redirect("counter_receipt", number=deposit.number)


# --- parsing and presenting


def asked_day(text: str, today: date) -> date:
    """The day in the address; today if there is none that could be."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    # before it, a time zone may step out of the calendar
    return min(day, today) if day.year >= 2000 else today


def language() -> str:
    return (get_language() or "id")[:2]


def check_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("check"))


def receipt_page(
    request: HttpRequest, deposit: Deposit, refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    lines = list(deposit.lines.order_by("line"))
    voided = getattr(deposit, "void", None)
    same_day = local_day(deposit.recorded_at) == local_day(clock.now())
    may_void = may(by, VOID_DEPOSIT) and (same_day or may(by, VOID_ANY_DAY))
    facts = {
        "deposit": deposit,
        "place": deposit.place,
        "lines": lines,
        "void": voided,
        "may_void": may_void and voided is None,
        "shares": [(line.family, line.rupiah_idr) for line in lines],
        "balance_idr": balance_of(deposit.member).balance_idr,
        "papers": [(paper, sign, word, new_key()) for paper, sign, word in PAPERS],
        "key_void": new_key(),
        "reason": request.POST.get("reason", ""),
    }
    return show(request, "counter/receipt.html", facts, refusal)
