"""Pages for everybody: who are you, what is paid for what, is this receipt true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from ledger import clock
from ledger.refusals import Refusal
from wastebank.checking import find_receipt
from wastebank.models import Material, Place
from wastebank.prices import local_day
from wastebank.reading import BoardLine, price_board
from wastebank.refusals import PlaceUnknown, ReceiptUnknown
from wastebank.web.showing import show
from wastebank.web.throttle import Door

# Eight letters make a million million codes; at this pace nobody meets one by chance.
CHECK_DOOR = Door("check", most=20, minutes=15)
LONGEST_CODE = 40
WOVEN = [family for family in Material.Family.values for _strip in range(14)][:80]
PER_UNIT = {"g": _("per kg"), "ml": _("per litre"), "pcs": _("per piece")}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A material on the board; `price_idr` None: ask."""

    name: str
    family: str
    terms: str
    price_idr: int | None


@dataclass(frozen=True, slots=True)
class BoardFamily:
    family: str
    name: str
    rows: Sequence[BoardRow]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "public/home.html", {"woven": WOVEN})


@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """What each place pays today."""
    places = list(bank_places())
    chosen = chosen_place(places, request.GET.get("place", ""))
    today = local_day(clock.now())
    families = board_families(chosen, today) if chosen else []
    facts = {"places": places, "chosen": chosen, "families": families, "today": today}
    return show(request, "public/prices.html", facts)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the receipt with this code says. The code is typed, and never stands in an address."""
    code = request.POST.get("code", "")[:LONGEST_CODE]
    if request.method == "GET":
        return show(request, "public/check.html", {"code": ""})
    try:
        CHECK_DOOR.require_calm(request)
        receipt = find_receipt(
            code=code, language=language(), check_url=request.build_absolute_uri(request.path)
        )
    except Refusal as refusal:
        if isinstance(refusal, ReceiptUnknown):
            CHECK_DOOR.count_miss(request)
        return show(request, "public/check.html", {"code": code}, refusal)
    return show(request, "public/receipt.html", {"receipt": receipt})


def language() -> str:
    return (get_language() or "id")[:2]


def bank_places() -> QuerySet[Place]:
    """The waste bank's places, main banks first."""
    places = Place.objects.filter(active=True).exclude(kind=Place.Kind.CLINIC)
    return places.order_by("kind", "name", "pk")


def chosen_place(places: Sequence[Place], code: str) -> Place | None:
    if not code:
        return places[0] if places else None
    found = [place for place in places if place.code == code]
    if not found:
        raise PlaceUnknown(place=code[:20])
    return found[0]


def board_families(place: Place, day: date) -> list[BoardFamily]:
    """The board of a day, family by family."""
    rows: dict[str, list[BoardRow]] = {value: [] for value in Material.Family.values}
    for line in price_board(place, day):
        rows[line.material.family].append(board_row(line))
    labels = dict(Material.Family.choices)
    return [
        BoardFamily(family, str(labels[family]), found) for family, found in rows.items() if found
    ]


def board_row(line: BoardLine) -> BoardRow:
    material = line.material
    terms = [str(PER_UNIT[material.unit]), material.grade]
    return BoardRow(
        name=material.name,
        family=material.family,
        terms=" · ".join(filter(None, terms)),
        price_idr=line.offer.price_idr,
    )
