"""The bank answers a dispute, once: the line is paid after all, or stays cut.

Before the statement is approved the answer is part of what the second person agrees to. After it,
an answer that changes the sum is proposed to a second person of its own.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from clinic import actions
from clinic.models import (
    AdjustmentReply,
    DisputeAnswer,
    Statement,
    StatementApproval,
    StatementLine,
)
from clinic.permissions import SETTLE
from clinic.settlements.find import find_line, find_statement
from clinic.settlements.posted.booking import book_cut, sources_of_cuts
from clinic.settlements.posted.payable import Payable
from clinic.settlements.refusals import (
    AnsweredBefore,
    AnswerTooLate,
    NotDisputed,
    VisitCancelledMeanwhile,
)
from ledger import clock
from wastebank.approvals.propose import put_proposal, record_or_propose
from wastebank.commands import log
from wastebank.models import Approval, User
from wastebank.permissions import require
from wastebank.text import checked_note
from wastebank.values.calendar import local_day

ANSWER = "dispute_answer"  # as an approvable


def answer_dispute(
    *, key: UUID, by: User, statement: str, line: int, accept: bool, note: str
) -> DisputeAnswer | Approval:
    """Pay a disputed line after all, or keep the cut, with words for the clinic.

    Answers an `Approval` where the statement is approved already and its sum would change.
    """
    require(by, SETTLE)
    why = checked_note(note)
    found = find_statement(by=by, number=statement)
    cut = find_line(statement=found, line=line)
    request = {
        "by": by.username,
        "statement": found.number,
        "line": line,
        "accept": accept,
        "note": why,
    }

    def make() -> DisputeAnswer | Approval:
        payable = lock_dispute(key, by, found, cut)
        reply = require_open_dispute(cut)
        if accept and StatementApproval.objects.filter(statement=found).exists():
            return propose_answer(key, by, found, cut, why)
        return write_answer(payable, reply, by, {"accepted": accept, "note": why})

    return record_or_propose(
        model=DisputeAnswer, key=key, verb="answer_dispute", request=request, make=make
    )


def lock_dispute(key: UUID, by: User, statement: Statement, line: StatementLine) -> Payable:
    """The clinic's side and whoever a cut goes back to: an answer may carry it out."""
    adjustments = [line.adjustment] if hasattr(line, "adjustment") else []
    return Payable.lock(
        key=key, actor=by.username, clinic=statement.clinic, also=sources_of_cuts(adjustments)
    )


def require_open_dispute(line: StatementLine) -> AdjustmentReply:
    """The dispute of a line, if the bank may still answer it."""
    reply = (
        AdjustmentReply.objects.filter(adjustment__line=line, is_dispute=True)
        .select_related("adjustment__line__visit__cancel")
        .first()
    )
    if reply is None:
        raise NotDisputed
    if DisputeAnswer.objects.filter(reply=reply).exists():
        raise AnsweredBefore
    if reply.answer_until is not None and local_day(clock.now()) > reply.answer_until:
        raise AnswerTooLate(day=date_format(reply.answer_until, "j M"))
    if hasattr(reply.adjustment.line.visit, "cancel"):
        raise VisitCancelledMeanwhile
    return reply


def propose_answer(
    key: UUID, by: User, statement: Statement, line: StatementLine, note: str
) -> Approval:
    return put_proposal(
        key=key,
        by=by,
        what=ANSWER,
        subject=f"{statement.number}/{line.position}",
        request={"statement": statement.number, "line": line.position, "note": note},
        amount_idr=line.adjustment.account_idr,
        note=note,
        place=statement.clinic.place.parent,
    )


def write_answer(
    payable: Payable, reply: AdjustmentReply, by: User, columns: Mapping[str, Any]
) -> DisputeAnswer:
    """Under the locks of `lock_dispute`. A cut that is kept is carried out at once, if its
    statement is approved; else that happens with the approval."""
    statement = reply.adjustment.line.statement
    made = DisputeAnswer.objects.create(
        reply=reply,
        answered_at=clock.now(),
        **{"actor": by.username, "actor_name": str(by), **columns},
    )
    if not made.accepted and StatementApproval.objects.filter(statement=statement).exists():
        book_cut(payable, reply.adjustment)
    log(
        by=by,
        action=actions.ANSWER_DISPUTE,
        subject=f"statement:{statement.number}",
        key=payable.key,
        reason=made.note,
        place=payable.clinic.place,
    )
    return made
