"""The clinic's lead says to a cut that it is right, or disputes it; silence is acceptance."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from clinic import actions
from clinic.models import Adjustment, AdjustmentReply, StatementLine
from clinic.permissions import REPLY_TO_STATEMENTS
from clinic.settlements.adjust import checked_note_for
from clinic.settlements.find import find_line, find_statement
from clinic.settlements.posted.payable import Payable
from clinic.settlements.reasons import DISPUTES, by_code
from clinic.settlements.refusals import (
    DisputeTooLate,
    NotCut,
    RepliedBefore,
    VisitCancelledMeanwhile,
)
from ledger import clock
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import require
from wastebank.values.calendar import local_day

ANSWER_DAYS = 14  # the bank's, from a dispute on


def dispute_line(
    *, key: UUID, by: User, statement: str, line: int, reason: str, note: str = ""
) -> AdjustmentReply:
    """Dispute a cut, with a code of `reasons.DISPUTES`: its sum is held until the bank answers.
    Nothing else of the statement waits for it."""
    why = checked_note_for(reason, by_code(DISPUTES), note)
    columns = {"is_dispute": True, "reason": reason, "note": why}
    return write_reply(key=key, by=by, statement=statement, line=line, columns=columns)


def accept_cut(*, key: UUID, by: User, statement: str, line: int) -> AdjustmentReply:
    """Agree to a cut before its day has come."""
    columns = {"is_dispute": False, "reason": "", "note": ""}
    return write_reply(key=key, by=by, statement=statement, line=line, columns=columns)


def write_reply(
    *, key: UUID, by: User, statement: str, line: int, columns: Mapping[str, Any]
) -> AdjustmentReply:
    require(by, REPLY_TO_STATEMENTS)
    found = find_statement(by=by, number=statement)
    cut = find_line(statement=found, line=line)

    def make() -> AdjustmentReply:
        Payable.lock(key=key, actor=by.username, clinic=found.clinic)
        today = local_day(clock.now())
        adjustment = require_open(cut)
        until = today + timedelta(days=ANSWER_DAYS) if columns["is_dispute"] else None
        made = AdjustmentReply.objects.create(
            adjustment=adjustment,
            answer_until=until,
            actor=by.username,
            actor_name=str(by),
            replied_at=clock.now(),
            **columns,
        )
        log(
            by=by,
            action=actions.REPLY_TO_CUT,
            subject=f"statement:{found.number}",
            key=key,
            reason=made.note,
            place=found.clinic.place,
        )
        return made

    request = {"by": by.username, "statement": found.number, "line": line, **columns}
    return record(AdjustmentReply, key=key, verb="reply_to_cut", request=request, make=make)


def require_open(line: StatementLine) -> Adjustment:
    """The line's cut, if something may still be said to it."""
    adjustment = Adjustment.objects.filter(line=line).select_related("line__visit__cancel").first()
    if adjustment is None:
        raise NotCut
    if AdjustmentReply.objects.filter(adjustment=adjustment).exists():
        raise RepliedBefore
    if local_day(clock.now()) > adjustment.dispute_until:
        raise DisputeTooLate(day=date_format(adjustment.dispute_until, "j M"))
    if hasattr(adjustment.line.visit, "cancel"):
        raise VisitCancelledMeanwhile
    return adjustment
