"""The price board as a poster, for whoever wants to hang it up: nothing on it is private."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ledger import clock
from wastebank.bank.known import bank_facts
from wastebank.materials.price_list import price_board
from wastebank.models import Material, Place
from wastebank.papers.board.poster import poster_pdf
from wastebank.papers.board.setting import PosterFamily, PosterLine, PricePoster
from wastebank.refusals import FieldMalformed, PlaceUnknown
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.web.common.addresses import address_for_others
from wastebank.web.common.throttle import Throttle
from wastebank.web.public.pages import bank_places, chosen_place

PAPERS = ("a4", "a3")
# Drawing takes a moment, and anybody may ask.
POSTER_THROTTLE = Throttle("poster", most=30, minutes=15, of_cost=True)


@require_GET
def poster(request: HttpRequest) -> HttpResponse:
    """Today's prices of a place on A4 or A3."""
    paper = request.GET.get("paper", "a4")
    if paper not in PAPERS:
        raise FieldMalformed(field="paper")
    place = chosen_place(list(bank_places()), request.GET.get("place", ""))
    if place is None:
        raise PlaceUnknown(place="")
    POSTER_THROTTLE.count(request)
    name = f"{place.code}-{local_day(clock.now()).isoformat()}-{paper}.pdf"
    return HttpResponse(
        poster_pdf(price_poster(request, place), paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def price_poster(request: HttpRequest, place: Place) -> PricePoster:
    now = clock.now()
    board = price_board(place, now)
    lines: dict[str, list[PosterLine]] = {value: [] for value in Material.Family.values}
    for row in board:
        material, price_idr = row.material, row.offer.price_idr
        line = PosterLine(material.name, material.unit, price_idr, material.grade)
        lines[material.family].append(line)
    query = urlencode({"place": place.code})
    return PricePoster(
        bank_name=bank_facts().called,
        place_name=place.name,
        place_address=place.address,
        since=max((line.offer.valid_from for line in board), default=local_day(now)),
        families=tuple(
            PosterFamily(family, tuple(found)) for family, found in lines.items() if found
        ),
        link=address_for_others(request, f"{reverse('public:prices')}?{query}"),
        language=language(),
    )
