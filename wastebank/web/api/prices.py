"""Materials and their prices over HTTP: what was, is and will be paid, and what is taken back."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from ledger import clock
from wastebank.materials import prices
from wastebank.materials.price_list import PastPrice, price_board, prices_of
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import Material
from wastebank.permissions import SEE_OFFICE, SEE_PRICES, place_of, require, visible_places
from wastebank.refusals import PlaceUnknown
from wastebank.web.api.common import (
    KEYED,
    DatedRow,
    Done,
    QueryNumber,
    ReasonAsked,
    Text,
    answered,
    dated_facts,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.schemas import MaterialRow, MaterialsAnswer
from wastebank.web.common.access import staff

router = Router(tags=["prices"])

PriceNumber = Annotated[QueryNumber, Path(description="As the list of prices says it.")]


class PriceRow(DatedRow):
    kind: Literal["fixed", "ask", "list", "none"]
    price: int | None = Field(description="Per kilogram, litre or piece; null: not fixed.")
    collector_price: int | None = Field(description="What buyers pay.")
    state: Literal["", "now", "coming", "withdrawn", "replaced"] = Field(
        description="Empty: it held before. Replaced: another was set for its instant later."
    )


class PricesAnswer(BaseModel):
    place: str
    items: list[PriceRow]


class PriceWithdrawalAnswer(BaseModel):
    price: int
    reason: str
    withdrawn_at: str


@router.get(
    "materials",
    response={200: MaterialsAnswer, **refusals()},
    operation_id="list_materials",
    summary="What is bought today at the place of the device, with prices",
)
def list_materials(request: HttpRequest) -> MaterialsAnswer:
    by = require(staff(request), SEE_PRICES)
    board = price_board(place_of(by), clock.now())
    rows = [
        MaterialRow.model_validate(
            {
                "material": line.material.code,
                "name": line.material.name,
                "unit": line.material.unit,
                "price": line.offer.price_idr,
                "family": line.material.family,
                "grade": line.material.grade,
            }
        )
        for line in board
    ]
    return MaterialsAnswer(items=rows)


@router.get(
    "materials/{material}/prices",
    response={200: PricesAnswer, **refusals(404, 422)},
    operation_id="list_prices",
    summary="What a place has set for a material, the newest first",
)
def list_prices(request: HttpRequest, material: Text, place: Text = "") -> PricesAnswer:
    by = require(staff(request), SEE_OFFICE)
    found = Material.objects.filter(code=material).first()
    if found is None:
        raise MaterialUnknown(material=material)
    places = visible_places(by)
    at = places.filter(code=place).first() if place else by.place or places.first()
    if at is None:
        raise PlaceUnknown(place=place)
    rows = prices_of(found, at, clock.now())
    return PricesAnswer(place=at.code, items=[price_row(row) for row in rows])


@router.post(
    "prices/{price}/withdraw",
    response=recorded_as(PriceWithdrawalAnswer),
    operation_id="withdraw_price",
    summary="Take a price back that does not hold yet",
    openapi_extra=KEYED,
)
def withdraw_price(
    request: HttpRequest, response: HttpResponse, price: PriceNumber, asked: ReasonAsked
) -> Status[PriceWithdrawalAnswer]:
    gone = prices.withdraw_price(
        key=key_of(request), by=staff(request), price=price, reason=asked.reason
    )
    answer = PriceWithdrawalAnswer(
        price=gone.price_id, reason=gone.reason, withdrawn_at=show_time(gone.withdrawn_at)
    )
    return answered(response, Done(answer, gone.replayed))


def price_row(row: PastPrice) -> PriceRow:
    price = row.price
    return PriceRow.model_validate(
        {
            **dated_facts(price),
            "kind": price.kind,
            "price": price.price_idr,
            "collector_price": price.collector_price_idr,
            "state": row.state,
        }
    )
