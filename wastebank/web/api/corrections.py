"""Putting right what is on record, over HTTP: what a body leaves out stays as it is."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field, StrictBool

from wastebank.materials.correct import correct_material
from wastebank.members.correct import correct_member
from wastebank.staff.correct import correct_place, correct_staff
from wastebank.web.api.common import (
    KEYED,
    Done,
    ReasonAsked,
    Text,
    answered,
    key_of,
    recorded_as,
)
from wastebank.web.common.access import staff

router = Router(tags=["waste bank"])

MemberNumber = Annotated[Text, Path(description="The number on the card.")]
PlaceCode = Annotated[Text, Path(description="The code before its receipt numbers.")]
MaterialCode = Annotated[Text, Path(description="The code of the material.")]
UserName = Annotated[Text, Path(description="With which somebody signs in.")]
Fact = Text | None


class MemberRight(ReasonAsked):
    """What is right of a member; an empty text takes a fact off the record."""

    name: Fact = None
    kind: Fact = Field(None, description="person, household, group or institution")
    phone: Fact = None
    address: Fact = None
    rt: Fact = None
    rw: Fact = None
    guardian_name: Fact = None
    national_id: Fact = Field(None, description="Sixteen digits; kept encrypted, never shown.")
    somebody_else: StrictBool = Field(False, description="Not the one whom `member_double` named.")


class PlaceRight(ReasonAsked):
    name: Fact = None
    address: Fact = None


class MaterialRight(ReasonAsked):
    """Its unit and its code stay: what was weighed rests on them."""

    name_id: Fact = None
    name_en: Fact = None
    family: Fact = None
    grade: Fact = None
    aliases: Fact = None
    own_code: Fact = Field(None, description="What the bank itself calls it in its lists.")


class StaffRight(ReasonAsked):
    first_name: Fact = None
    last_name: Fact = None


class CorrectionAnswer(BaseModel):
    corrected: str = Field(description="The number, code or name of what was put right.")


@router.post(
    "members/{member}/correct",
    response=recorded_as(CorrectionAnswer),
    operation_id="correct_member",
    summary="Put right what is on record of a member",
    openapi_extra=KEYED,
)
def member_right(
    request: HttpRequest, response: HttpResponse, member: MemberNumber, asked: MemberRight
) -> Status[CorrectionAnswer]:
    right = correct_member(key=key_of(request), by=staff(request), member=member, **dict(asked))
    return answered(response, Done(CorrectionAnswer(corrected=right.number), right.replayed))


@router.post(
    "places/{place}/correct",
    response=recorded_as(CorrectionAnswer),
    operation_id="correct_place",
    summary="Put right what a place is called and where it is",
    openapi_extra=KEYED,
)
def place_right(
    request: HttpRequest, response: HttpResponse, place: PlaceCode, asked: PlaceRight
) -> Status[CorrectionAnswer]:
    right = correct_place(key=key_of(request), by=staff(request), place=place, **dict(asked))
    return answered(response, Done(CorrectionAnswer(corrected=right.code), right.replayed))


@router.post(
    "materials/{material}/correct",
    response=recorded_as(CorrectionAnswer),
    operation_id="correct_material",
    summary="Put right what a material is called",
    openapi_extra=KEYED,
)
def material_right(
    request: HttpRequest, response: HttpResponse, material: MaterialCode, asked: MaterialRight
) -> Status[CorrectionAnswer]:
    right = correct_material(
        key=key_of(request), by=staff(request), material=material, **dict(asked)
    )
    return answered(response, Done(CorrectionAnswer(corrected=right.code), right.replayed))


@router.post(
    "staff/{username}/correct",
    response=recorded_as(CorrectionAnswer),
    operation_id="correct_staff",
    summary="Put right what a member of staff is called",
    openapi_extra=KEYED,
)
def staff_right(
    request: HttpRequest, response: HttpResponse, username: UserName, asked: StaffRight
) -> Status[CorrectionAnswer]:
    right = correct_staff(key=key_of(request), by=staff(request), username=username, **dict(asked))
    return answered(response, Done(CorrectionAnswer(corrected=right.username), right.replayed))
