"""What two people do, over HTTP: what waits, and how it ends; and the limits above which."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from ledger.refusals import Refusal
from wastebank.approvals import answer as answers
from wastebank.approvals.approvable import approvable_of
from wastebank.approvals.find import find_approval, waiting_approvals, why_not_agree
from wastebank.approvals.limits import declared_limits, limit_idr, propose_limit
from wastebank.approvals.propose import plain
from wastebank.models import Approval, ApprovalEnd, User
from wastebank.permissions import SEE_OFFICE, require
from wastebank.web.api.approvals.proposed import PROPOSES, ProposedAnswer, proposed, proposed_as
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
    refusals,
    show_time,
)
from wastebank.web.common.access import staff

router = Router(tags=["two people"])

ApprovalNumber = Annotated[QueryNumber, Path(description="As the list of proposals says it.")]
LimitCode = Annotated[Text, Path(description="As the list of limits says it.")]
State = Literal["waiting", "agreed", "declined", "withdrawn"]
Seen = dict[str, Any]


class ChangeRow(BaseModel):
    label: str
    now: str
    then: str


class ApprovalAnswer(BaseModel):
    approval: int
    what: str = Field(description="The kind of act.")
    name: str = Field(description="What people call that kind.")
    subject: str
    question: str = Field(description="What a second person is asked, in one sentence.")
    amount: int = Field(description="In rupiah, signed; 0: it is about no sum.")
    note: str
    place: str | None
    proposed_by: str
    proposed_at: str
    state: State
    facts: Seen = Field(description="What it rests on now, or rested on when it ended.")
    is_as_proposed: bool = Field(description="Whether these are the facts of the proposal.")
    rows: list[ChangeRow] = Field(description="What changes, in the reader's words.")
    why_not: str | None = Field(
        description="The code of the refusal by which this person cannot agree; null: they can."
    )


class ApprovalsAnswer(BaseModel):
    items: list[ApprovalAnswer] = Field(description="What waits, the oldest first.")


class ApprovalEndAnswer(BaseModel):
    approval: int
    state: State
    by: str
    at: str
    note: str
    result: str = Field(description="The kind and number of what was made; empty: nothing was.")


class AgreeAsked(RequestBody):
    facts: Seen | None = Field(
        None, description="Those that the second person saw; left out, those of the proposal."
    )
    note: Text = ""


class DeclineAsked(RequestBody):
    note: Text


class WithdrawAsked(RequestBody):
    note: Text = ""


class LimitRow(BaseModel):
    limit: str
    name: str
    amount: int | None = Field(description="In rupiah; null: no limit. 0: always two people.")


class LimitsAnswer(BaseModel):
    items: list[LimitRow]


class LimitAsked(RequestBody):
    amount: Whole | None = Field(description="In rupiah; null: no limit any more.")
    note: Text = ""


def shown(by: User, approval: Approval) -> ApprovalAnswer:
    approvable = approvable_of(approval.what)
    end = ApprovalEnd.objects.filter(approval=approval).first()
    if end is None:
        facts, why_not = plain(approvable.facts_now(approval.request)), why_not_agree(by, approval)
    else:
        facts, why_not = end.facts or approval.facts, _ended(end)
    return ApprovalAnswer(
        approval=approval.number,
        what=approval.what,
        name=str(approvable.name),
        subject=approval.subject,
        question=approvable.question(approval),
        amount=approval.amount_idr,
        note=approval.note,
        place=approval.place.code if approval.place else None,
        proposed_by=approval.proposed_by,
        proposed_at=show_time(approval.proposed_at),
        state=state_of(end),
        facts=facts,
        is_as_proposed=facts == approval.facts,
        rows=[
            ChangeRow(label=row.label, now=row.now, then=row.then)
            for row in approvable.rows(approval.request, facts)
        ],
        why_not=why_not.code if why_not else None,
    )


def _ended(end: ApprovalEnd) -> Refusal:
    return answers.ended_before(end)


STATES: dict[str, State] = {"agreed": "agreed", "declined": "declined", "withdrawn": "withdrawn"}


def state_of(end: ApprovalEnd | None) -> State:
    return "waiting" if end is None else STATES[end.how]


def ended(response: HttpResponse, end: ApprovalEnd) -> Status[ApprovalEndAnswer]:
    said = ApprovalEndAnswer(
        approval=end.approval_id,
        state=state_of(end),
        by=end.by,
        at=show_time(end.at),
        note=end.note,
        result=end.result,
    )
    return answered(response, Done(said, end.replayed))


@router.get(
    "approvals",
    response={200: ApprovalsAnswer, **refusals()},
    operation_id="list_approvals",
    summary="What waits for a second person, the oldest first",
)
def list_approvals(request: HttpRequest) -> ApprovalsAnswer:
    by = staff(request)
    return ApprovalsAnswer(items=[shown(by, one) for one in waiting_approvals(by)])


@router.get(
    "approvals/{approval}",
    response={200: ApprovalAnswer, **refusals(404, 422)},
    operation_id="show_approval",
    summary="A proposal with its facts, whether it waits or has ended",
)
def show_approval(request: HttpRequest, approval: ApprovalNumber) -> ApprovalAnswer:
    by = staff(request)
    return shown(by, find_approval(by=by, number=approval))


@router.post(
    "approvals/{approval}/agree",
    response=recorded_as(ApprovalEndAnswer),
    operation_id="agree_approval",
    summary="Agree as the second person: it is carried out as it was proposed",
    openapi_extra=KEYED,
)
def agree(
    request: HttpRequest, response: HttpResponse, approval: ApprovalNumber, asked: AgreeAsked
) -> Status[ApprovalEndAnswer]:
    end = answers.agree(
        key=key_of(request),
        by=staff(request),
        approval=approval,
        facts_seen=asked.facts,
        note=asked.note,
    )
    return ended(response, end)


@router.post(
    "approvals/{approval}/decline",
    response=recorded_as(ApprovalEndAnswer),
    operation_id="decline_approval",
    summary="Decline as the second person, and say why",
    openapi_extra=KEYED,
)
def decline(
    request: HttpRequest, response: HttpResponse, approval: ApprovalNumber, asked: DeclineAsked
) -> Status[ApprovalEndAnswer]:
    end = answers.decline(
        key=key_of(request), by=staff(request), approval=approval, note=asked.note
    )
    return ended(response, end)


@router.post(
    "approvals/{approval}/withdraw",
    response=recorded_as(ApprovalEndAnswer),
    operation_id="withdraw_approval",
    summary="Take the own proposal back",
    openapi_extra=KEYED,
)
def withdraw(
    request: HttpRequest, response: HttpResponse, approval: ApprovalNumber, asked: WithdrawAsked
) -> Status[ApprovalEndAnswer]:
    end = answers.withdraw(
        key=key_of(request), by=staff(request), approval=approval, note=asked.note
    )
    return ended(response, end)


@router.get(
    "limits",
    response={200: LimitsAnswer, **refusals()},
    operation_id="list_limits",
    summary="The sums above which an act needs two people",
)
def list_limits(request: HttpRequest) -> LimitsAnswer:
    require(staff(request), SEE_OFFICE)
    rows = [
        LimitRow(limit=one.code, name=str(one.name), amount=limit_idr(one))
        for one in declared_limits().values()
    ]
    return LimitsAnswer(items=rows)


@router.post(
    "limits/{limit}",
    response=proposed_as(),
    operation_id="propose_limit",
    summary="Propose another limit; it holds once a second person has agreed",
    openapi_extra=PROPOSES,
)
def new_limit(
    request: HttpRequest, response: HttpResponse, limit: LimitCode, asked: LimitAsked
) -> Status[ProposedAnswer]:
    approval = propose_limit(
        key=key_of(request),
        by=staff(request),
        limit=limit,
        amount_idr=asked.amount,
        note=asked.note,
    )
    return proposed(response, approval.number, replayed=approval.replayed)
