"""The member's own pages: open with number or card and PIN, read, leave.

The session holds the member's id and nothing else. It ends by itself, since phones are shared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.models import Deposit, Member, Place
from wastebank.opening import open_passbook
from wastebank.papers.statement import statement_pdf
from wastebank.passbook import often_brought, taken_back
from wastebank.prices import local_day
from wastebank.quantities import show_amount
from wastebank.reading import (
    BoardLine,
    PassbookLine,
    balance_of,
    passbook_page,
    price_board,
)
from wastebank.receipts import deposit_receipt
from wastebank.refusals import DepositUnknown, FieldMalformed, OpeningWrong
from wastebank.statements import MONTHS, member_statement
from wastebank.web.public import BoardRow, board_row, language
from wastebank.web.showing import show
from wastebank.web.templatetags.wastebank_parts import local_date
from wastebank.web.throttle import Door

View = Callable[..., HttpResponse]

SESSION_MEMBER = "member"
SESSION_SECONDS = 30 * 60
# Many phones share one address of their network, so this is wide; the PIN has its own five tries.
OPENING_DOOR = Door("opening", most=30, minutes=15)
LONGEST_NUMBER = 60
ROWS_AT_HOME = 8
ROWS_PER_PAGE = 30
PRICES_AT_HOME = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of movement is shown."""

    name: Any  # a text that is translated when it is shown
    sign: str
    desk: str


KINDS = {
    "deposit": Kind(_("Deposit"), "setor", ""),
    "deposit_reversed": Kind(_("Deposit voided"), "batal", "is-stop"),
    "redemption": Kind(_("Care"), "tukar", "clinic"),
    "redemption_reversed": Kind(_("Care cancelled"), "batal", "clinic"),
}
OTHER_KIND = Kind(_("Change of balance"), "saldo", "")


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the passbook as a member reads it."""

    kind: Kind
    terms: str
    change_idr: int
    balance_idr: int
    taken_back: bool
    href: str


def opened_member(request: HttpRequest) -> Member | None:
    """The member whose passbook is open in this browser."""
    found = request.session.get(SESSION_MEMBER)
    if found is None:
        return None
    members = Member.objects.select_related("place")
    return members.filter(pk=found, closed_at__isnull=True).first()


def opened(view: View) -> View:
    """Gives a view the member whose passbook is open; others come to the door."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = opened_member(request)
        if member is None:
            return redirect("member:home")
        return view(request, member, *args, **kwargs)

    return guarded


@sensitive_post_parameters("who", "pin")
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return open_door(request)
    member = opened_member(request)
    if member is None:
        return show(request, "member/door.html", {"who": ""})
    lines, older = passbook_page(member, limit=ROWS_AT_HOME)
    facts = {
        "member": member,
        "balance": balance_of(member),
        "rows": book_rows(lines),
        "older": older,
        "clinics": clinics_near(member),
        "prices": best_known_prices(member),
        "months": MONTHS,
    }
    return show(request, "member/home.html", facts)


def open_door(request: HttpRequest) -> HttpResponse:
    who = request.POST.get("who", "").strip()[:LONGEST_NUMBER]
    try:
        OPENING_DOOR.require_calm(request)
        member = open_passbook(who=who, pin=request.POST.get("pin", ""))
    except Refusal as refusal:
        if isinstance(refusal, OpeningWrong):
            OPENING_DOOR.count_miss(request)
        return show(request, "member/door.html", {"who": typed_again(who)}, refusal)
    # A new key, and nothing of whoever used this browser before.
    request.session.flush()
    request.session[SESSION_MEMBER] = member.pk
    request.session.set_expiry(SESSION_SECONDS)
    return redirect("member:home")


def typed_again(who: str) -> str:
    """A number is kept for another try; a card's code is not shown on a screen."""
    return who if who[:1].isdigit() else ""


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("member:home")


@require_GET
@opened
def passbook(request: HttpRequest, member: Member) -> HttpResponse:
    """Older lines; `before` is the step of the book that the page before ended with."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    lines, older = passbook_page(member, before_version=before, limit=ROWS_PER_PAGE)
    facts = {"member": member, "rows": book_rows(lines), "older": older, "newest": before is None}
    return show(request, "member/passbook.html", facts)


@require_GET
@opened
def deposit(request: HttpRequest, member: Member, number: str) -> HttpResponse:
    """One deposit, line by line."""
    deposits = Deposit.objects.select_related("place", "member", "void")
    found = deposits.filter(member=member, number=number.upper()).first()
    if found is None:
        raise DepositUnknown
    check_url = request.build_absolute_uri(reverse("check"))
    receipt = deposit_receipt(found, language=language(), check_url=check_url)
    facts = {"member": member, "deposit": found, "receipt": receipt, "lines": found.lines.all()}
    return show(request, "member/deposit.html", facts)


@require_GET
@opened
def statement(request: HttpRequest, member: Member) -> HttpResponse:
    """The statement as PDF, of as many months as are asked for."""
    asked = request.GET.get("months", "6")
    if asked not in map(str, MONTHS):
        raise FieldMalformed(field="months")
    paper = member_statement(member, months=int(asked), language=language())
    name = f"{member.number}-{paper.last_day:%Y-%m-%d}.pdf"
    return HttpResponse(
        statement_pdf(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def book_rows(lines: Sequence[PassbookLine]) -> list[BookRow]:
    reversed_entries = taken_back(lines)
    return [book_row(line, voided=line.entry_id in reversed_entries) for line in lines]


def book_row(line: PassbookLine, *, voided: bool) -> BookRow:
    kind = KINDS.get(line.kind, OTHER_KIND)
    weights = " + ".join(show_amount(amount, unit, language()) for unit, amount in line.weights)
    about = weights or line.place_name
    terms = [day_of(line), about, str(_("taken back")) if voided else ""]
    return BookRow(
        kind=kind,
        terms=" · ".join(filter(None, terms)),
        change_idr=line.change_idr,
        balance_idr=line.balance_idr,
        taken_back=voided,
        href=href_of(line),
    )


def day_of(line: PassbookLine) -> str:
    """`22 Nov`; with its year if that is not the running one."""
    day = local_day(line.occurred_at)
    this_year = day.year == local_day(clock.now()).year
    return date_format(day, "j M") if this_year else local_date(day)


def href_of(line: PassbookLine) -> str:
    """What a line opens: the deposit, or the visit as the clinic's own room tells it."""
    if line.number:
        return reverse("member:deposit", args=[line.number])
    if line.kind.startswith("redemption"):
        return reverse("visits:of_entry", args=[line.entry_id])
    return ""


def clinics_near(member: Member) -> list[Place]:
    """Where the credit can be spent: the clinics of the programme."""
    clinics = Place.objects.filter(kind=Place.Kind.CLINIC, active=True)
    return list(clinics.filter(parent_id=member.place.main_id).order_by("name"))


def best_known_prices(member: Member) -> list[BoardRow]:
    """Today's prices at the member's place: what was brought of late, then one of each family."""
    board = price_board(member.place, local_day(clock.now()))
    brought = {pk: place for place, pk in enumerate(often_brought(member))}
    seen: dict[str, int] = {}
    ranked: list[tuple[int, int, int, BoardLine]] = []
    for line in board:
        family = line.material.family
        seen[family] = seen.get(family, 0) + 1
        known = brought.get(line.material.pk, len(brought))
        ranked.append((known, seen[family], len(ranked), line))
    ranked.sort(key=lambda row: row[:3])
    return [board_row(line) for *_, line in ranked[:PRICES_AT_HOME]]
