"""Where money lies: the boxes and bank accounts, new ones, and what lay there at the beginning."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from wastebank.funds.cash.accounts import find_cash
from wastebank.funds.cash.keep import open_cash_account
from wastebank.funds.cash.opening import bring_in_cash
from wastebank.funds.cash.standing import CashStanding, cash_standing, standing_of
from wastebank.models import CashAccount
from wastebank.permissions import SEE_CASH, require
from wastebank.values.calendar import parse_day
from wastebank.web.api.common import (
    KEYED,
    Done,
    RequestBody,
    Text,
    Whole,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.days import Day
from wastebank.web.common.access import staff

router = Router(tags=["cash"])

KindOfCash = Literal["box", "bank"]


class CashRow(BaseModel):
    account: str = Field(description="Its code.")
    name: str
    kind: KindOfCash
    place: str
    active: bool
    balance: int = Field(description="What lies there by the book.")
    counted: int | None = Field(description="What was counted last, or stood on the statement.")
    counted_on: str | None
    difference: int = Field(description="What the last count found and nobody has booked yet.")
    on_way: int = Field(description="Of a bank account: what stands on no statement yet.")


class CashAnswer(BaseModel):
    items: list[CashRow]


class OpenStepRow(BaseModel):
    step: int = Field(description="Send it as one of `steps` when it stands on a statement.")
    amount: int = Field(description="Signed.")
    kind: str
    occurred_at: str
    memo: str


class CashSeen(CashRow):
    open_steps: list[OpenStepRow] = Field(description="What stands on no statement yet.")


class CashAsked(RequestBody):
    code: Text = Field(examples=["KAS-MLT"])
    name: Text
    kind: Text = Field(description="box or bank")
    place: Text
    bank_name: Text = ""
    bank_number: Text = ""


class CashMade(BaseModel):
    account: str
    kind: KindOfCash
    place: str


class CashOpeningAsked(RequestBody):
    amount: Whole
    day: Day
    note: Text = Field(description="By which paper.")


class CashOpeningAnswer(BaseModel):
    account: str
    amount: int
    day: str
    recorded_at: str


@router.get(
    "cash",
    response={200: CashAnswer, **refusals()},
    operation_id="list_cash",
    summary="Boxes and bank accounts, with what lies there and how it was counted last",
)
def list_cash(request: HttpRequest) -> CashAnswer:
    return CashAnswer(items=[CashRow(**facts_of(row)) for row in cash_standing(staff(request))])


@router.get(
    "cash/{account}",
    response={200: CashSeen, **refusals(404, 422)},
    operation_id="see_cash",
    summary="One of them, with what stands on no statement of the bank yet",
)
def see_cash(request: HttpRequest, account: Text) -> CashSeen:
    by = require(staff(request), SEE_CASH)
    row = standing_of([find_cash(by=by, code=account)])[0]
    steps = [
        OpenStepRow(
            step=step.version,
            amount=step.amount_idr,
            kind=step.kind,
            occurred_at=show_time(step.occurred_at),
            memo=step.memo,
        )
        for step in row.on_way
    ]
    return CashSeen(**facts_of(row), open_steps=steps)


@router.post(
    "cash",
    response=recorded_as(CashMade),
    operation_id="open_cash",
    summary="Open a box or a bank account; it is empty",
    openapi_extra=KEYED,
)
def open_cash(request: HttpRequest, response: HttpResponse, asked: CashAsked) -> Status[CashMade]:
    made = open_cash_account(key=key_of(request), by=staff(request), **asked.model_dump())
    answer = CashMade(account=made.code, kind=kind_of(made), place=made.place.code)
    return answered(response, Done(answer, made.replayed))


@router.post(
    "cash/{account}/opening",
    response=recorded_as(CashOpeningAnswer),
    operation_id="bring_in_cash",
    summary="What lay there as a day began, once, before anything moves",
    openapi_extra=KEYED,
)
def bring_in(
    request: HttpRequest, response: HttpResponse, account: Text, asked: CashOpeningAsked
) -> Status[CashOpeningAnswer]:
    made = bring_in_cash(
        key=key_of(request),
        by=staff(request),
        account=account,
        amount_idr=asked.amount,
        day=parse_day(asked.day),
        note=asked.note,
    )
    answer = CashOpeningAnswer(
        account=made.account.code,
        amount=made.amount_idr,
        day=made.day.isoformat(),
        recorded_at=show_time(made.recorded_at),
    )
    return answered(response, Done(answer, made.replayed))


def kind_of(account: CashAccount) -> KindOfCash:
    return "bank" if account.is_bank else "box"


def facts_of(row: CashStanding) -> dict[str, Any]:
    return {
        "account": row.account.code,
        "name": row.account.name,
        "kind": kind_of(row.account),
        "place": row.account.place.code,
        "active": row.account.active,
        "balance": row.balance_idr,
        "counted": row.last.counted_idr if row.last else None,
        "counted_on": row.counted_on.isoformat() if row.counted_on else None,
        "difference": row.open_idr,
        "on_way": sum(step.amount_idr for step in row.on_way),
    }
