"""Pages for everybody: who are you, what is paid for what, is this receipt true."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ledger import clock
from ledger.refusals import Refusal
from wastebank.bank.opening import is_unopened
from wastebank.materials.price_list import BoardLine, price_board
from wastebank.models import Material, Place
from wastebank.printing.receipt_check import find_receipt, times_printed
from wastebank.printing.refusals import ReceiptUnknown
from wastebank.refusals import PlaceUnknown
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.letters import sought
from wastebank.values.names import found_form, sought_words
from wastebank.web.common.addresses import address_for_others
from wastebank.web.common.answers import show
from wastebank.web.common.board import BoardRow, board_row
from wastebank.web.common.sharing import board_words, whatsapp
from wastebank.web.common.throttle import Throttle
from wastebank.web.public.forms import CheckForm

# Eight letters make a million million codes; at this pace nobody meets one by chance.
CHECK_THROTTLE = Throttle("check", most=20, minutes=15)
LONGEST_SEARCH = 60
WOVEN = [family for family in Material.Family.values for _strip in range(14)][:80]


@dataclass(frozen=True, slots=True)
class BoardFamily:
    family: str
    name: str
    rows: Sequence[BoardRow]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated and is_unopened():
        return redirect("public:opening")
    return show(request, "public/home.html", {"woven": WOVEN})


@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """What each place pays today, all of it or what is looked for."""
    places = list(bank_places())
    chosen = chosen_place(places, request.GET.get("place", ""))
    now = clock.now()
    board = price_board(chosen, now) if chosen else []
    asked = sought(request.GET.get("find", ""), LONGEST_SEARCH)
    families = board_families([line for line in board if is_sought(line, asked)])
    facts = {
        "places": places,
        "chosen": chosen,
        "families": families,
        "today": local_day(now),
        "since": max((line.offer.valid_from for line in board), default=None),
        "sought": asked,
        "share": share_board(request, chosen, board) if chosen and board else "",
    }
    return show(request, "public/prices.html", facts)


def share_board(request: HttpRequest, place: Place, board: Sequence[BoardLine]) -> str:
    """A link that tells a friend what is paid here today, and where the whole list stands."""
    query = urlencode({"place": place.code})
    address = address_for_others(request, f"{reverse('public:prices')}?{query}")
    return whatsapp(board_words(place, board), address)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the receipt with this code says. The code is typed, and never stands in an address."""
    code = CheckForm.of(request).text("code")
    if request.method == "GET":
        return show(request, "public/check.html", {"code": ""})
    try:
        with CHECK_THROTTLE.tried(request, wrong=ReceiptUnknown):
            receipt = find_receipt(
                code=code,
                language=language(),
                check_url=address_for_others(request, request.path),
            )
    except Refusal as refusal:
        return show(request, "public/check.html", {"code": code}, refusal)
    facts = {"receipt": receipt, "printed": times_printed(receipt.number)}
    return show(request, "public/receipt.html", facts)


def bank_places() -> QuerySet[Place]:
    """The waste bank's places, main banks first."""
    places = Place.objects.filter(active=True).exclude(kind=Place.Kind.CLINIC)
    return places.order_by("kind", "ordered_by", "pk")


def chosen_place(places: Sequence[Place], code: str) -> Place | None:
    if not code:
        return places[0] if places else None
    found = [place for place in places if place.code == code]
    if not found:
        raise PlaceUnknown(place=code[:20])
    return found[0]


def is_sought(line: BoardLine, sought: str) -> bool:
    """Whether every word that was typed stands somewhere in what this material is called."""
    family = str(line.material.get_family_display())
    called = found_form([line.material.looked_for, family])
    return all(word in called for word in sought_words(sought))


def board_families(board: Sequence[BoardLine]) -> list[BoardFamily]:
    """The board of a day, family by family."""
    rows: dict[str, list[BoardRow]] = {value: [] for value in Material.Family.values}
    for line in board:
        rows[line.material.family].append(board_row(line))
    labels = dict(Material.Family.choices)
    return [
        BoardFamily(family, str(labels[family]), found) for family, found in rows.items() if found
    ]
