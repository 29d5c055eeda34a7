"""The member's own pages: the balance and what it buys, the book, each deposit, the statement."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from wastebank.cards.renewed import announced
from wastebank.deposits.correcting.shown import repayments_of
from wastebank.deposits.receipts import deposit_receipt
from wastebank.deposits.refusals import DepositUnknown
from wastebank.materials.price_list import BoardLine, price_board
from wastebank.members.wallets import balance_of
from wastebank.models import Deposit, Member
from wastebank.papers.reports.statement import statement_pdf
from wastebank.passbook.care import Enough, HeldCredit, clinics_near, enough_for, held_credit
from wastebank.passbook.history import brought_in_all, often_brought
from wastebank.passbook.lines import passbook_page
from wastebank.passbook.months import month_of, newest_month
from wastebank.passbook.statement import MONTHS, member_statement
from wastebank.receivables.owed import owed_by
from wastebank.refusals import FieldMalformed
from wastebank.reports.asked import asked_month
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.units import GRAM
from wastebank.web.common.addresses import address_for_others
from wastebank.web.common.answers import pdf, show
from wastebank.web.common.board import BoardRow, board_row
from wastebank.web.common.sharing import board_words, deposit_words, whatsapp
from wastebank.web.member.corrections import own_corrections, shown_owed
from wastebank.web.member.rows import book_rows, month_rows
from wastebank.web.member.session import Opened, closing_itself, opened, opened_book
from wastebank.web.member.sign_in import sign_in, sign_in_page

ROWS_AT_HOME = 6
PRICES_AT_HOME = 6
USUAL_MONTHS = 6


@sensitive_post_parameters("who", "card", "pin")
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return sign_in(request)
    book = opened_book(request)
    return closing_itself(own_page(request, book)) if book else sign_in_page(request)


def own_page(request: HttpRequest, book: Opened) -> HttpResponse:
    """The first page of an open passbook."""
    now, member = clock.now(), book.member
    balance = balance_of(member)
    lines, older = passbook_page(member, limit=ROWS_AT_HOME)
    clinics = clinics_near(member, now)
    enough = enough_for(balance.available_idr, clinics)
    board = price_board(member.place, now)
    known = best_known(member, board)
    facts = {
        "member": member,
        "balance": balance,
        "held_credit": shown_holds(book) if balance.held_idr else (),
        "rows": book_rows(lines, shown=book.shown),
        "tells_care": book.tells_care,
        "is_own": book.is_own,
        "news": announced(member, now),
        "older": older,
        "clinics": clinics,
        "enough": enough,
        "to_bring": to_bring(enough, known),
        "brought": brought_in_all(member),
        "owing": [shown_owed(owed) for owed in owed_by([member])],
        "prices": [board_row(line) for line in known[:PRICES_AT_HOME]],
        "share": whatsapp(board_words(member.place, board), prices_address(request, member)),
    }
    return show(request, "member/home.html", facts)


def shown_holds(book: Opened) -> list[HeldCredit]:
    """What is held for a visit that is going on, where the passbook may say at which clinic."""
    return [held for held in held_credit(book.member) if held.place.code in book.shown]


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("member:home")


@require_GET
@opened
def passbook(request: HttpRequest, book: Opened) -> HttpResponse:
    """A month of the book; without one the newest in which something moved."""
    member = book.member
    asked = asked_month(request.GET.get("month", ""), today=local_day(clock.now()))
    month = month_of(member, asked or newest_month(member))
    facts = {
        "member": member,
        "month": month,
        "rows": month_rows(month.lines, shown=book.shown),
        "tells_care": book.tells_care,
        "is_own": book.is_own,
        "months": MONTHS,
        "usual": USUAL_MONTHS,
    }
    return show(request, "member/passbook.html", facts)


@require_GET
@opened
def deposit(request: HttpRequest, book: Opened, number: str) -> HttpResponse:
    """One deposit, line by line, as its receipt tells it."""
    member = book.member
    found = own_deposit(member, number)
    check_url = address_for_others(request, reverse("check"))
    facts = {
        "member": member,
        "deposit": found,
        "receipt": deposit_receipt(found, language=language(), check_url=check_url),
        "lines": found.lines.order_by("line"),
        "corrections": own_corrections(found, member),
        "repaid": repayments_of(found) if found.member_id == member.pk else (),
        "share": whatsapp(deposit_words(found), prices_address(request, member)),
    }
    return show(request, "member/deposit.html", facts)


def own_deposit(member: Member, number: str) -> Deposit:
    """One that was recorded for this member, or put to them later."""
    deposits = Deposit.objects.select_related("place", "member", "void")
    own = Q(member=member) | Q(corrections__member_after=member)
    found = deposits.filter(own, number=number.upper()).first()
    if found is None:
        raise DepositUnknown
    return found


@require_GET
@opened
def statement(request: HttpRequest, book: Opened) -> HttpResponse:
    """The statement as PDF, of as many months as are asked for."""
    member = book.member
    asked = request.GET.get("months", str(USUAL_MONTHS))
    if asked not in map(str, MONTHS):
        raise FieldMalformed(field="months")
    paper = member_statement(member, months=int(asked), language=language(), shown=book.shown)
    name = f"{member.number}-{paper.first_day:%Y-%m-%d}-{paper.last_day:%Y-%m-%d}.pdf"
    return pdf(statement_pdf(paper), name)


def prices_address(request: HttpRequest, member: Member) -> str:
    query = urlencode({"place": member.place.code})
    return address_for_others(request, f"{reverse('public:prices')}?{query}")


def best_known(member: Member, board: Sequence[BoardLine]) -> list[BoardLine]:
    """The board with what this member brought of late before it, then one of each family."""
    brought = {pk: index for index, pk in enumerate(often_brought(member))}
    seen: dict[str, int] = {}
    ranked: list[tuple[int, bool, int, int, BoardLine]] = []
    for line in board:
        family = line.material.family
        seen[family] = seen.get(family, 0) + 1
        known = brought.get(line.material.pk, len(brought))
        asked = line.offer.price_idr is None
        ranked.append((known, asked, seen[family], len(ranked), line))
    ranked.sort(key=lambda row: row[:4])
    return [line for *_, line in ranked]


def to_bring(enough: Enough | None, known: Sequence[BoardLine]) -> dict[str, Any] | None:
    """How much of what this member knows best makes the first visit, where credit is missing."""
    if enough is None or not enough.missing_idr:
        return None
    for line in known:
        price_idr = line.offer.price_idr
        if price_idr and line.material.unit == GRAM.code:
            grams = -(-enough.missing_idr * GRAM.per_large // price_idr)
            row: BoardRow = board_row(line)
            return {"row": row, "grams": grams}
    return None
