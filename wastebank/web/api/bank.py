"""The bank's own facts over HTTP: what it is called, and putting that right."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from wastebank.bank.facts import set_bank
from wastebank.bank.known import bank_facts
from wastebank.permissions import SEE_PRICES, require
from wastebank.values.calendar import zone_now
from wastebank.web.api.common import (
    KEYED,
    Done,
    RequestBody,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
)
from wastebank.web.api.corrections import CorrectionAnswer
from wastebank.web.common.access import staff

router = Router(tags=["waste bank"])


class BankAnswer(BaseModel):
    name: str = Field(description="Empty: nobody has said it yet, and no card can be printed.")
    phone: str
    address: str
    time_zone: str = Field(description="Days are counted in it, such as Asia/Jakarta.")


class BankRight(RequestBody):
    """What is right of the bank; what is left out stays."""

    name: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    time_zone: Text | None = Field(None, description="It stands once anything was recorded.")
    reason: Text = ""


@router.get(
    "bank",
    response={200: BankAnswer, **refusals()},
    operation_id="show_bank",
    summary="What the bank is called, and where it is",
)
def show_bank(request: HttpRequest) -> BankAnswer:
    require(staff(request), SEE_PRICES)
    facts = bank_facts()
    return BankAnswer(
        name=facts.name,
        phone=facts.phone,
        address=facts.address,
        time_zone=facts.time_zone or zone_now(),
    )


@router.post(
    "bank",
    response=recorded_as(CorrectionAnswer),
    operation_id="set_bank",
    summary="Say what the bank is called and where it is, or put it right",
    openapi_extra=KEYED,
)
def bank_right(
    request: HttpRequest, response: HttpResponse, asked: BankRight
) -> Status[CorrectionAnswer]:
    kept = set_bank(key=key_of(request), by=staff(request), **dict(asked))
    return answered(response, Done(CorrectionAnswer(corrected="bank"), kept.replayed))
