"""Days over HTTP: closing one, and what its sheet says; the same commands as the counter's."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import AfterValidator, BaseModel, Field, StrictBool, WithJsonSchema

from ledger import clock
from wastebank.days import closing
from wastebank.deposits.counted import MaterialTotal
from wastebank.models import DayClosing, Place, User
from wastebank.numbering import open_day
from wastebank.permissions import place_of, visible_places
from wastebank.refusals import DayAhead, FieldMalformed, PlaceUnknown
from wastebank.values.calendar import local_day, parse_day
from wastebank.web.api.common import (
    KEYED,
    Done,
    RequestBody,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.schemas import UnitCode
from wastebank.web.common.access import staff

router = Router(tags=["days"])


def checked_day(text: str) -> str:
    """A calendar day as ISO 8601 writes it, kept as it was said."""
    try:
        return parse_day(text).isoformat()
    except ValueError:
        raise FieldMalformed(field="day") from None


Day = Annotated[
    str,
    AfterValidator(checked_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
DayAsked = Annotated[Day, Path(description="A calendar day where the bank is.")]


class CloseAsked(RequestBody):
    place: Text | None = Field(None, description="If not the own place: its code.")
    earlier: StrictBool = Field(False, description="Close forgotten days before it, too.")


class CloseAnswer(BaseModel):
    place: str
    day: str
    closed_at: str
    deposits: int
    total: int = Field(description="Of all its deposits, also those taken back since.")
    voids: int
    voided: int = Field(description="What was taken back on that day, of whichever day it was.")
    corrections: int
    corrected: int = Field(description="What corrections of that day added, with its sign.")


class MaterialSums(BaseModel):
    name: str
    unit: UnitCode
    amount: int
    rupiah: int
    voided_amount: int
    voided_rupiah: int


class SheetAnswer(BaseModel):
    place: str
    day: str
    closed_at: str | None
    deposits: int
    first: str | None
    last: str | None
    total: int
    voids: int
    voided: int
    corrections: int
    corrected: int
    materials: list[MaterialSums]
    seal: str | None = Field(description="The root over the book up to the day's last entry.")


@router.post(
    "days/{day}/close",
    response=recorded_as(CloseAnswer),
    operation_id="close_day",
    summary="Close a day: it takes no more records, and the book is sealed",
    openapi_extra=KEYED,
)
def close_day(
    request: HttpRequest, response: HttpResponse, day: DayAsked, asked: CloseAsked
) -> Status[CloseAnswer]:
    closed = closing.close_day(
        key=key_of(request),
        by=staff(request),
        day=parse_day(day),
        place=asked.place,
        with_earlier=asked.earlier,
    )
    return answered(response, Done(close_answer(closed), closed.replayed))


def close_answer(closed: DayClosing) -> CloseAnswer:
    return CloseAnswer(
        place=closed.place.code,
        day=closed.day.isoformat(),
        closed_at=show_time(closed.closed_at),
        deposits=closed.deposit_count,
        total=closed.total_idr,
        voids=closed.void_count,
        voided=closed.voided_idr,
        corrections=closed.correction_count,
        corrected=closed.corrected_idr,
    )


@router.get(
    "days/{day}",
    response={200: SheetAnswer, **refusals(404, 422)},
    operation_id="see_day",
    summary="A day of the own place, or of the one named, as its sheet says it",
)
def see_day(request: HttpRequest, day: DayAsked, place: Text = "") -> SheetAnswer:
    by = staff(request)
    chosen = visible_places(by).filter(code=place).first() if place else None
    if place and chosen is None:
        raise PlaceUnknown(place=place)
    sheet = closing.day_sheet(by=by, day=begun(parse_day(day), by, chosen), place=chosen)
    return SheetAnswer(
        place=sheet.place.code,
        day=sheet.day.isoformat(),
        closed_at=show_time(sheet.closing.closed_at) if sheet.closing else None,
        deposits=sheet.sums.deposit_count,
        first=sheet.first_number or None,
        last=sheet.last_number or None,
        total=sheet.sums.total_idr,
        voids=sheet.sums.void_count,
        voided=sheet.sums.voided_idr,
        corrections=sheet.sums.correction_count,
        corrected=sheet.sums.corrected_idr,
        materials=[material_sums(total) for total in sheet.materials],
        seal=sheet.seal.root if sheet.seal else None,
    )


def begun(day: date, by: User, place: Place | None) -> date:
    """A day with records or none; the open day may lie ahead, once today is closed."""
    ahead = open_day(place or place_of(by))
    if day > max(ahead, local_day(clock.now())):
        raise DayAhead(day=day.isoformat())
    return day


def material_sums(total: MaterialTotal) -> MaterialSums:
    return MaterialSums.model_validate(
        {
            "name": total.name,
            "unit": total.unit,
            "amount": total.amount,
            "rupiah": total.rupiah_idr,
            "voided_amount": total.voided_amount,
            "voided_rupiah": total.voided_idr,
        }
    )
