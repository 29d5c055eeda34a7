"""Money that is carried, counted and compared over HTTP."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from wastebank.funds.cash.begun import begin_count
from wastebank.funds.cash.counting import record_count
from wastebank.funds.cash.differences import proposal_of
from wastebank.funds.cash.statements import reconcile_statement
from wastebank.funds.cash.transfers import transfer_cash
from wastebank.models import CashCount
from wastebank.values.calendar import parse_day
from wastebank.web.api.common import (
    KEYED,
    Done,
    QueryNumber,
    RequestBody,
    Text,
    Whole,
    answered,
    key_of,
    recorded_as,
    show_time,
)
from wastebank.web.api.days import Day
from wastebank.web.common.access import staff

router = Router(tags=["cash"])


class CashTransferAsked(RequestBody):
    from_account: Text = Field(description="The code of the account it leaves.")
    to_account: Text
    amount: Whole
    day: Day | None = Field(None, description="If not today: at most 31 days ago.")
    reference: Text = ""
    note: Text = ""


class CashTransferAnswer(BaseModel):
    transfer: int
    from_account: str
    to_account: str
    amount: int
    day: str
    from_after: int
    to_after: int


class CountBegunAsked(RequestBody):
    account: Text = Field(description="The code of a box.")


class CountBegunAnswer(BaseModel):
    count: int
    account: str
    begun_at: str


class CashCountAsked(RequestBody):
    counted: Whole
    after: Whole | None = Field(
        None, description="Where money moved meanwhile: after which step it was counted."
    )
    note: Text = ""


class BankStatementAsked(RequestBody):
    day: Day
    reference: Text
    closing: Whole
    steps: list[Whole] = Field(description="The steps that stand on it, as `open_steps` say.")
    note: Text = ""


class CashCountAnswer(BaseModel):
    count: int
    account: str
    day: str
    reference: str | None = Field(description="Of a bank's statement.")
    counted: int
    book: int = Field(description="What the book says for the same moment.")
    difference: int
    approval: int | None = Field(
        description="The proposal to book the difference, which waits for a second person."
    )
    counted_at: str


@router.post(
    "cash/transfers",
    response=recorded_as(CashTransferAnswer),
    operation_id="transfer_cash",
    summary="Carry money from one account to another",
    openapi_extra=KEYED,
)
def carry(
    request: HttpRequest, response: HttpResponse, asked: CashTransferAsked
) -> Status[CashTransferAnswer]:
    made = transfer_cash(
        key=key_of(request),
        by=staff(request),
        source=asked.from_account,
        target=asked.to_account,
        amount_idr=asked.amount,
        day=parse_day(asked.day) if asked.day else None,
        reference=asked.reference,
        note=asked.note,
    )
    answer = CashTransferAnswer(
        transfer=made.pk,
        from_account=made.source.code,
        to_account=made.target.code,
        amount=made.amount_idr,
        day=made.day.isoformat(),
        from_after=made.source_after_idr,
        to_after=made.target_after_idr,
    )
    return answered(response, Done(answer, made.replayed))


@router.post(
    "cash/counts",
    response=recorded_as(CountBegunAnswer),
    operation_id="begin_cash_count",
    summary="Begin to count a box; what the book expects is not said",
    openapi_extra=KEYED,
)
def begin(
    request: HttpRequest, response: HttpResponse, asked: CountBegunAsked
) -> Status[CountBegunAnswer]:
    begun = begin_count(key=key_of(request), by=staff(request), account=asked.account)
    answer = CountBegunAnswer(
        count=begun.pk, account=begun.account.code, begun_at=show_time(begun.begun_at)
    )
    return answered(response, Done(answer, begun.replayed))


@router.post(
    "cash/counts/{count}",
    response=recorded_as(CashCountAnswer),
    operation_id="record_cash_count",
    summary="What lay in the box",
    openapi_extra=KEYED,
)
def counted(
    request: HttpRequest, response: HttpResponse, count: QueryNumber, asked: CashCountAsked
) -> Status[CashCountAnswer]:
    made = record_count(
        key=key_of(request),
        by=staff(request),
        count=count,
        counted_idr=asked.counted,
        after=asked.after,
        note=asked.note,
    )
    return answered(response, Done(count_answer(made), made.replayed))


@router.post(
    "cash/{account}/statements",
    response=recorded_as(CashCountAnswer),
    operation_id="reconcile_cash",
    summary="Compare a bank account with the bank's statement",
    openapi_extra=KEYED,
)
def compare(
    request: HttpRequest, response: HttpResponse, account: Text, asked: BankStatementAsked
) -> Status[CashCountAnswer]:
    made = reconcile_statement(
        key=key_of(request),
        by=staff(request),
        account=account,
        day=parse_day(asked.day),
        reference=asked.reference,
        closing_idr=asked.closing,
        steps=asked.steps,
        note=asked.note,
    )
    return answered(response, Done(count_answer(made), made.replayed))


def count_answer(made: CashCount) -> CashCountAnswer:
    proposal = proposal_of(made)
    return CashCountAnswer(
        count=made.pk,
        account=made.account.code,
        day=made.day.isoformat(),
        reference=made.reference,
        counted=made.counted_idr,
        book=made.book_idr,
        difference=made.difference_idr,
        approval=proposal.number if proposal else None,
        counted_at=show_time(made.counted_at),
    )
