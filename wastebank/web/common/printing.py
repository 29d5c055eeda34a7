"""The ways from a recorded receipt to paper, the same for every desk that has receipts.

`-58` and `-80` are pages to print, `pdf-` and `escpos-` files, `app-` a page with a link for a
print helper on Android, `tcp` the printer of the place. Each is counted as one print.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Refusal
from wastebank.deposits.receipts import count_print
from wastebank.models import Place
from wastebank.papers.receipt.escpos import escpos
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.receipt.slip import Receipt
from wastebank.printing.network_printer import print_at_place
from wastebank.refusals import FieldMalformed
from wastebank.web.common.access import staff
from wastebank.web.common.addresses import address_for_others
from wastebank.web.common.answers import show
from wastebank.web.common.forms import PaperForm, form_key, new_key
from wastebank.web.common.sharing import whatsapp

WIDTHS_MM = {"58": 58, "80": 80}
ROLL_WORDS = {58: _("Roll of 58 mm"), 80: _("Roll of 80 mm")}
APP_WORDS = {58: _("Print app, 58 mm"), 80: _("Print app, 80 mm")}
TCP = "tcp"
APP = "app"

Printer = Callable[[Receipt, int], bytes]
FILES: dict[str, tuple[Printer, str, str]] = {
    "pdf": (roll_pdf, "application/pdf", "pdf"),
    "escpos": (escpos, "application/octet-stream", "bin"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt that can be printed: `draw` makes copy n of it, `page` is where it is shown."""

    number: str
    place: Place
    page: str
    draw: Callable[[int], Receipt]


@dataclass(frozen=True, slots=True)
class PaperKey:
    """A key of the desk that prints: the paper it asks for, its sign, its word, a fresh key."""

    paper: str
    sign: str
    word: Any
    key: str


def papers_of(place: Place) -> Mapping[str, Sequence[PaperKey]]:
    """The papers offered at a place: what its paper fits first, the others behind a fold."""
    here = place.paper_mm
    there = 80 if here == 58 else 58
    first = [PaperKey(f"-{here}", "cetak", _("Print"), new_key())]
    if place.printer_host:
        first.insert(0, PaperKey(TCP, "cetak", _("Print here"), new_key()))
    first.append(PaperKey(f"{APP}-{here}", "unduh", _("Print app"), new_key()))
    others = [PaperKey(f"-{there}", "cetak", ROLL_WORDS[there], new_key())]
    others.append(PaperKey(f"{APP}-{there}", "unduh", APP_WORDS[there], new_key()))
    others += [
        PaperKey(f"{form}-{width}", "unduh", f"{word} {width} mm", new_key())
        for form, word in (("pdf", "PDF"), ("escpos", "ESC/POS"))
        for width in (here, there)
    ]
    return {"first": first, "others": others}


def print_slip(
    request: HttpRequest,
    slip: Slip,
    *,
    template: str,
    facts: Mapping[str, Any],
    refused: Callable[[Refusal], HttpResponse],
) -> HttpResponse:
    """Carry out the print that a form asks for. `refused` shows the desk with the reason."""
    paper = PaperForm.of(request).text("paper")
    if paper == TCP:
        return send_slip(request, slip, refused)
    form, dash, width = paper.rpartition("-")
    if not dash or width not in WIDTHS_MM or form not in ("", APP, *FILES):
        raise FieldMalformed(field="paper")
    counted = count_print(
        key=form_key(request), by=staff(request), receipt=slip.number, paper=paper
    )
    receipt, width_mm = slip.draw(counted.copy_number), WIDTHS_MM[width]
    if form in FILES:
        return file_answer(slip.number, form, receipt, width_mm)
    shown = {
        **facts,
        "receipt": receipt,
        "width": width,
        "paper": paper,
        "key_again": new_key(),
        "app": app_links(escpos(receipt, width_mm)) if form == APP else None,
    }
    return show(request, template, shown)


def send_slip(
    request: HttpRequest, slip: Slip, refused: Callable[[Refusal], HttpResponse]
) -> HttpResponse:
    try:
        print_at_place(
            key=form_key(request),
            by=staff(request),
            place=slip.place,
            receipt=slip.number,
            draw=lambda copy_number, width_mm: escpos(slip.draw(copy_number), width_mm),
        )
    except Refusal as refusal:
        return refused(refusal)
    return redirect(f"{slip.page}?sent=1")


def file_answer(number: str, form: str, receipt: Receipt, width_mm: int) -> HttpResponse:
    draw, content_type, ending = FILES[form]
    return HttpResponse(
        draw(receipt, width_mm),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{number}.{ending}"'},
    )


def app_links(data: bytes) -> Mapping[str, str]:
    """Links that hand the bytes to a print helper on the device.

    They name the person as the paper does, and yet keep to "no personal data in addresses": neither
    scheme is ever sent to a server, written to a log or kept among the visited pages.
    """
    letters = base64.b64encode(data).decode("ascii")
    return {
        "intent": f"intent:base64,{letters}#Intent;scheme=rawbt;package=ru.a402d.rawbtprinter;end;",
        "rawbt": f"rawbt:base64,{letters}",
    }


def message_link(
    request: HttpRequest, lines: Sequence[str], *, code: str = "", phone: str = ""
) -> str:
    """A link that offers a receipt in WhatsApp: to this telephone, or to whomever one chooses.

    Unlike the links for a print app this one reaches a stranger's server, so it keeps to what
    `sharing` allows: no name, no number of a member; and of care no lines and no check code.
    """
    address = check_url(request)
    if not address:  # a code alone says to nobody where it is asked for
        return whatsapp("\n".join(lines), "", phone)
    if code:
        check = _("Check it with the code %(code)s:") % {"code": code}
    else:
        check = str(_("Check it with the code on the receipt:"))
    return whatsapp("\n".join([*lines, check]), address, phone)


def check_url(request: HttpRequest) -> str:
    """Where receipts are checked; empty if that address opens on this machine alone."""
    return address_for_others(request, reverse("check"))
