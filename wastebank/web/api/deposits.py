"""Deposits over HTTP: recorded, seen, taken back, and looked at again."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel

from wastebank.deposits import review
from wastebank.deposits.correcting.shown import corrections_of, repaid_idr
from wastebank.models import Approval
from wastebank.permissions import SEE_DEPOSITS, require
from wastebank.web.api import commands
from wastebank.web.api.approvals.proposed import MAY_PROPOSE, ProposedAnswer, proposed, proposed_as
from wastebank.web.api.common import (
    KEYED,
    Done,
    ReasonAsked,
    RequestBody,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.schemas import (
    CorrectedAnswer,
    CorrectionAsked,
    DepositAnswer,
    DepositAsked,
    DepositSeen,
    VoidAnswer,
    VoidAsked,
)
from wastebank.web.common.access import staff

router = Router(tags=["waste bank"])

DepositNumber = Annotated[Text, Path(description="The receipt's number.")]


class ReviewAsked(RequestBody):
    note: Text


class ReviewAnswer(BaseModel):
    deposit: str
    note: str
    reviewed_at: str


@router.post(
    "deposits",
    response=recorded_as(DepositAnswer),
    operation_id="record_deposit",
    summary="Record waste that was weighed, and credit it",
    openapi_extra=KEYED,
)
def record_deposit(
    request: HttpRequest, response: HttpResponse, asked: DepositAsked
) -> Status[DepositAnswer]:
    return answered(response, commands.deposit(key_of(request), staff(request), asked))


@router.get(
    "deposits/{deposit}",
    response={200: DepositSeen, **refusals(404, 422)},
    operation_id="see_deposit",
    summary="A deposit as its receipt says it, and whether it was taken back",
)
def see_deposit(request: HttpRequest, deposit: DepositNumber) -> DepositSeen:
    by = require(staff(request), SEE_DEPOSITS)
    found, taken_back = commands.seen_deposit(deposit, by)
    return DepositSeen(
        **dict(commands.deposit_answer(found)),
        place=found.place.code,
        recorded_by=found.actor_name,
        void=taken_back,
        corrections=[commands.correction_answer(made) for made in corrections_of(found)],
        repaid=repaid_idr(found),
    )


@router.post(
    "deposits/{deposit}/void",
    response=proposed_as(VoidAnswer),
    operation_id="void_deposit",
    summary="Take a deposit back, once; spent credit comes back from later deposits",
    openapi_extra=MAY_PROPOSE,
)
def void_deposit(
    request: HttpRequest, response: HttpResponse, deposit: DepositNumber, asked: ReasonAsked
) -> Status[VoidAnswer] | Status[ProposedAnswer]:
    whole = VoidAsked(deposit=deposit, reason=asked.reason)
    done = commands.void(key_of(request), staff(request), whole)
    if isinstance(done, Approval):
        return proposed(response, done.number, replayed=done.replayed)
    return answered(response, done)


@router.post(
    "deposits/{deposit}/correct",
    response=proposed_as(CorrectedAnswer),
    operation_id="correct_deposit",
    summary="Put a deposit right: its lines, or whose it is",
    openapi_extra=MAY_PROPOSE,
)
def correct_deposit(
    request: HttpRequest, response: HttpResponse, deposit: DepositNumber, asked: CorrectionAsked
) -> Status[CorrectedAnswer] | Status[ProposedAnswer]:
    done = commands.correct(key_of(request), staff(request), deposit, asked)
    if isinstance(done, Approval):
        return proposed(response, done.number, replayed=done.replayed)
    return answered(response, done)


@router.post(
    "deposits/{deposit}/review",
    response=recorded_as(ReviewAnswer),
    operation_id="review_deposit",
    summary="Say what was odd about a deposit with review flags",
    openapi_extra=KEYED,
)
def review_deposit(
    request: HttpRequest, response: HttpResponse, deposit: DepositNumber, asked: ReviewAsked
) -> Status[ReviewAnswer]:
    made = review.review_deposit(
        key=key_of(request), by=staff(request), deposit=deposit, note=asked.note
    )
    answer = ReviewAnswer(
        deposit=made.deposit.number, note=made.note, reviewed_at=show_time(made.reviewed_at)
    )
    return answered(response, Done(answer, made.replayed))
