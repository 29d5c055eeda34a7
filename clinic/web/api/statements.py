"""Statements of clinics over HTTP: read, disputed, answered, approved by two and paid."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from clinic.models import StatementLine
from clinic.settlements.answers import answer_dispute
from clinic.settlements.approving import propose_statement
from clinic.settlements.paying import pay_statement
from clinic.settlements.replies import dispute_line
from clinic.settlements.results import state_of
from clinic.settlements.shown import StatementSeen, statement_seen, statements_of
from clinic.settlements.sums import LineFigures, StatementFigures
from wastebank.models import Approval
from wastebank.web.api.approvals.proposed import (
    MAY_PROPOSE,
    PROPOSES,
    ProposedAnswer,
    proposed,
    proposed_as,
)
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
from wastebank.web.common.access import staff

router = Router(tags=["clinic"])

ClinicCode = Annotated[Text, Path(description="The clinic's code, such as `KSM`.")]
StatementNumber = Annotated[Text, Path(description="Clinic and month, such as `KSM-2026-10`.")]
State = Literal["empty", "replies", "ready", "approved", "partly_paid", "paid", "carried"]
LineStateName = Literal[
    "as_asked", "waits", "cut", "held", "restored", "cancelled", "credit", "carried"
]


class ClinicStatementRow(BaseModel):
    statement: str
    clinic: str
    month: str
    state: State = Field(
        description="`replies`: the clinic may dispute cuts; `ready`: to be approved by two;"
        " `carried`: below nothing, and taken over by the next statement."
    )
    asked: int
    adjusted: int = Field(description="Cut and held: asked − adjusted = approved.")
    held: int = Field(description="Of it disputed, and not answered yet.")
    approved: int
    paid: int
    open: int = Field(description="What is to be paid; below nothing it is carried forward.")
    due_on: str


class ClinicStatementsAnswer(BaseModel):
    items: list[ClinicStatementRow]


class LineAnswer(BaseModel):
    line: int = Field(description="Its number in the statement, from 1.")
    receipt: str | None = Field(description="Null: a credit, or what was carried forward.")
    at: str = Field(description="When care was given, taken back or paid too much.")
    state: LineStateName
    asked: int
    adjusted: int
    approved: int
    paid: int
    reason: str | None = Field(description="Why it is cut, as a code.")
    dispute: str | None = Field(description="Why the clinic disputes that, as a code.")
    until: str | None = Field(description="The last day of the next answer, if one is awaited.")


class PaymentSeenAnswer(BaseModel):
    reference: str
    amount: int = Field(description="What was sent; it may settle other statements, too.")
    settles: int = Field(description="What of it this statement got.")
    state: Literal["sent", "unknown", "arrived", "failed"]
    sent_on: str


class ClinicStatementAnswer(ClinicStatementRow):
    lines: list[LineAnswer]
    payments: list[PaymentSeenAnswer]
    owed: int = Field(description="By the book, over all statements and open visits; signed.")
    approval: int | None = Field(description="The proposal that waits for a second person.")


class DisputeAsked(RequestBody):
    line: Whole
    reason: Text = Field(examples=["two_people"])
    note: Text = ""


class DisputeTaken(BaseModel):
    statement: str
    line: int
    held: int
    answer_until: str


class AnswerAsked(RequestBody):
    line: Whole
    accept: bool
    note: Text


class AnswerGiven(BaseModel):
    statement: str
    line: int
    accepted: bool


class ApproveAsked(RequestBody):
    note: Text = ""


class PayAsked(RequestBody):
    amount: Whole
    account: Text = Field(description="The code of the box or bank account.", examples=["BRI"])
    reference: Text = Field(description="The bank's; taken once.")
    over: bool = Field(False, description="More than is open is meant: a credit on the next one.")


class PayAnswer(BaseModel):
    reference: str
    amount: int
    credit: int = Field(description="What no statement had open.")
    state: Literal["sent", "unknown", "arrived", "failed"]
    paid_at: str


@router.get(
    "clinics/{clinic}/statements",
    response={200: ClinicStatementsAnswer, **refusals(404, 422)},
    operation_id="list_statements",
    summary="The statements of a clinic, the latest first",
)
def list_statements(request: HttpRequest, clinic: ClinicCode) -> ClinicStatementsAnswer:
    found = statements_of(by=staff(request), clinic=clinic)
    return ClinicStatementsAnswer(items=[ClinicStatementRow(**row_facts(one)) for one in found])


@router.get(
    "statements/{statement}",
    response={200: ClinicStatementAnswer, **refusals(404, 422)},
    operation_id="see_clinic_statement",
    summary="A statement line by line, as sums: no service, no patient, no card",
)
def see_statement(request: HttpRequest, statement: StatementNumber) -> ClinicStatementAnswer:
    return statement_answer(statement_seen(by=staff(request), number=statement))


@router.post(
    "statements/{statement}/dispute",
    response=recorded_as(DisputeTaken),
    operation_id="dispute_line",
    summary="The clinic's lead disputes a cut; its sum is held until the bank answers",
    openapi_extra=KEYED,
)
def dispute(
    request: HttpRequest, response: HttpResponse, statement: StatementNumber, asked: DisputeAsked
) -> Status[DisputeTaken]:
    made = dispute_line(
        key=key_of(request),
        by=staff(request),
        statement=statement,
        line=asked.line,
        reason=asked.reason,
        note=asked.note,
    )
    line = made.adjustment.line
    answer = DisputeTaken(
        statement=line.statement.number,
        line=line.position,
        held=made.adjustment.account_idr,
        answer_until=str(made.answer_until),
    )
    return answered(response, Done(answer, made.replayed))


@router.post(
    "statements/{statement}/answer",
    response=proposed_as(AnswerGiven),
    operation_id="answer_dispute",
    summary="Pay a disputed line after all, or keep the cut; once",
    openapi_extra=MAY_PROPOSE,
)
def answer(
    request: HttpRequest, response: HttpResponse, statement: StatementNumber, asked: AnswerAsked
) -> Status[AnswerGiven] | Status[ProposedAnswer]:
    made = answer_dispute(
        key=key_of(request),
        by=staff(request),
        statement=statement,
        line=asked.line,
        accept=asked.accept,
        note=asked.note,
    )
    if isinstance(made, Approval):
        return proposed(response, made.number, replayed=made.replayed)
    line = made.reply.adjustment.line
    said = AnswerGiven(statement=line.statement.number, line=line.position, accepted=made.accepted)
    return answered(response, Done(said, made.replayed))


@router.post(
    "statements/{statement}/approve",
    response=proposed_as(),
    operation_id="approve_statement",
    summary="Put a statement before a second person, who agrees to it",
    openapi_extra=PROPOSES,
)
def approve(
    request: HttpRequest, response: HttpResponse, statement: StatementNumber, asked: ApproveAsked
) -> Status[ProposedAnswer]:
    made = propose_statement(
        key=key_of(request), by=staff(request), statement=statement, note=asked.note
    )
    return proposed(response, made.number, replayed=made.replayed)


@router.post(
    "statements/{statement}/pay",
    response=recorded_as(PayAnswer),
    operation_id="pay_statement",
    summary="Pay a clinic out of a cash account, the oldest statement first",
    openapi_extra=KEYED,
)
def pay(
    request: HttpRequest, response: HttpResponse, statement: StatementNumber, asked: PayAsked
) -> Status[PayAnswer]:
    made = pay_statement(
        key=key_of(request),
        by=staff(request),
        statement=statement,
        amount_idr=asked.amount,
        account=asked.account,
        reference=asked.reference,
        over_ok=asked.over,
    )
    said = PayAnswer(
        reference=made.reference,
        amount=made.amount_idr,
        credit=made.excess_idr,
        state=state_of(made).value,
        paid_at=show_time(made.paid_at),
    )
    return answered(response, Done(said, made.replayed))


# --- what is shown


def row_facts(figures: StatementFigures) -> dict[str, Any]:
    statement = figures.statement
    return {
        "statement": statement.number,
        "clinic": statement.clinic.place.code,
        "month": f"{statement.month:%Y-%m}",
        "state": figures.state.value,
        "asked": figures.asked_idr,
        "adjusted": figures.cut_idr + figures.held_idr,
        "held": figures.held_idr,
        "approved": figures.approved_idr,
        "paid": figures.paid_idr,
        "open": figures.open_idr,
        "due_on": statement.due_on.isoformat(),
    }


def statement_answer(seen: StatementSeen) -> ClinicStatementAnswer:
    paid = seen.figures.paid_by_line()
    return ClinicStatementAnswer(
        **row_facts(seen.figures),
        lines=[line_answer(one, paid[one.line.position]) for one in seen.figures.lines],
        payments=[
            PaymentSeenAnswer(
                reference=one.payment.reference,
                amount=one.payment.amount_idr,
                settles=one.settles_idr,
                state=one.state.value,
                sent_on=one.payment.sent_on.isoformat(),
            )
            for one in seen.payments
        ],
        owed=seen.ladder.owed_idr,
        approval=seen.proposal.pk if seen.proposal else None,
    )


def line_answer(figures: LineFigures, paid_idr: int) -> LineAnswer:
    line = figures.line
    adjustment = getattr(line, "adjustment", None)
    reply = getattr(adjustment, "reply", None)
    return LineAnswer(
        line=line.position,
        receipt=receipt_of(line),
        at=show_time(figures.at),
        state=figures.state.value,
        asked=figures.asked_idr,
        adjusted=figures.cut_idr + figures.held_idr,
        approved=figures.approved_idr,
        paid=paid_idr,
        reason=adjustment.reason if adjustment else None,
        dispute=reply.reason if reply and reply.is_dispute else None,
        until=figures.until.isoformat() if figures.until else None,
    )


def receipt_of(line: StatementLine) -> str | None:
    if line.cancel is not None:
        return line.cancel.redemption.number
    return line.visit.number if line.visit is not None else None
