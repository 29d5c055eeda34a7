"""Blank cards in bulk: a hundred to a file, each file made when it is asked for.

An order has one key; every file's key follows from it, so a file that was lost on the way is
printed again with the same codes, and none is made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ledger.models import KeyedResult
from ledger.refusals import Refusal
from wastebank.cards.counts import card_counts
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.papers.card.sheet import card_sheet_pdf
from wastebank.permissions import HANDLE_CARDS, visible_places
from wastebank.refusals import FieldMalformed
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import pdf, pdf_name
from wastebank.web.common.card_papers import face_of
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.office.forms import OrderForm
from wastebank.web.office.page import office_page

PER_FILE = 100
ORDERS = (50, 100, 200, 500, 1_000)


@dataclass(frozen=True, slots=True)
class File:
    """A part of an order: its cards from one number to another, and whether it was made."""

    number: int
    first: int
    last: int
    is_made: bool

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@require_GET
@needs(HANDLE_CARDS)
def cards(request: HttpRequest) -> HttpResponse:
    return order_page(request)


@require_POST
@needs(HANDLE_CARDS)
def order(request: HttpRequest) -> HttpResponse:
    """Split an order into files, and say which of them were made."""
    try:
        form = OrderForm.of(request)
        key, count, place = form_key(request), asked_count(form), form.text("for_place")
        if not visible_places(staff(request)).filter(code=place).exists():
            raise FieldMalformed(field="place")
    except Refusal as refusal:
        return order_page(request, refusal)
    files = files_of(key, count)
    facts = {
        "key": key,
        "language_next": reverse("office:cards"),
        "count": count,
        "for_place": place,
        "files": files,
        "done": sum(file.count for file in files if file.is_made),
    }
    return office_page(request, "office/cards/order.html", facts)


@require_POST
@needs(HANDLE_CARDS)
def sheet(request: HttpRequest) -> HttpResponse:
    """One file of an order: its cards are made now, or were, and come as sheets of ten."""
    try:
        form = OrderForm.of(request)
        files = files_of(form_key(request), asked_count(form))
        number = form.text("file")
        chosen = next((file for file in files if str(file.number) == number), None)
        if chosen is None:
            raise FieldMalformed(field="file")
        made = print_blank_cards(
            key=file_key(form_key(request), chosen.number),
            by=staff(request),
            count=chosen.count,
            place=form.text("for_place"),
        )
    except Refusal as refusal:
        return order_page(request, refusal)
    faces = [face_of(card.code, "", "") for card in made]
    return pdf(card_sheet_pdf(faces), pdf_name(_("Blank cards"), chosen.first, chosen.last))


def asked_count(form: OrderForm) -> int:
    count = form.text("count")
    if count not in map(str, ORDERS):
        raise FieldMalformed(field="count")
    return int(count)


def file_key(key: UUID, number: int) -> UUID:
    return uuid5(key, f"file {number}")


def files_of(key: UUID, count: int) -> list[File]:
    firsts = range(1, count + 1, PER_FILE)
    keys = {number: str(file_key(key, number)) for number in range(1, len(firsts) + 1)}
    made = set(KeyedResult.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return [
        File(number, first, min(first + PER_FILE - 1, count), keys[number] in made)
        for number, first in enumerate(firsts, start=1)
    ]


def order_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    by = staff(request)
    facts = {
        "key": new_key(),
        "orders": ORDERS,
        "places": visible_places(by).order_by("-kind", "ordered_by"),
        "counts": card_counts(by=by),
    }
    return office_page(request, "office/cards/page.html", facts, refusal)
