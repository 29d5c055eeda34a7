"""The bank does not pay a part of a line, and says why. The clinic may dispute it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from clinic import actions
from clinic.models import (
    Adjustment,
    AdjustmentPart,
    Redemption,
    RedemptionLine,
    RedemptionPayment,
    Statement,
    StatementApproval,
    StatementLine,
)
from clinic.permissions import SETTLE
from clinic.settlements.find import find_line, find_statement
from clinic.settlements.posted.payable import Payable
from clinic.settlements.reasons import CUTS, Reason, by_code
from clinic.settlements.refusals import (
    CutBefore,
    CutOutOfRange,
    NotAVisit,
    ReasonUnknown,
    StatementApproved,
    TwinUnknown,
)
from ledger import clock
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import require
from wastebank.refusals import FieldMissing
from wastebank.text import checked_reason
from wastebank.values.calendar import local_day


def adjust_line(
    *,
    key: UUID,
    by: User,
    statement: str,
    line: int,
    amount_idr: int,
    reason: str,
    note: str = "",
    twin: str = "",
) -> Adjustment:
    """Cut a visit's line by a part of what its care cost, while nobody has approved the statement.

    `reason` is a code of `reasons.CUTS`; `twin` the receipt of the visit that this one repeats.
    """
    require(by, SETTLE)
    found = find_statement(by=by, number=statement)
    cut = find_line(statement=found, line=line)
    why = checked_note_for(reason, by_code(CUTS), note)
    other = find_twin(found, twin) if twin.strip() else None
    request = {
        "by": by.username,
        "statement": found.number,
        "line": line,
        "amount_idr": amount_idr,
        "reason": reason,
        "note": why,
        "twin": other.number if other else "",
    }
    columns = {"amount_idr": amount_idr, "reason": reason, "note": why, "twin": other}

    def make() -> Adjustment:
        Payable.lock(key=key, actor=by.username, clinic=found.clinic)
        made = write_adjustment(by, found, cut, columns)
        note_cut(key, by, found, made)
        return made

    return record(Adjustment, key=key, verb="adjust_line", request=request, make=make)


def checked_note_for(reason: str, reasons: Mapping[str, Reason], note: str) -> str:
    if reason not in reasons:
        raise ReasonUnknown(reason=reason[:20])
    why = checked_reason(note, needed=False)
    if reasons[reason].needs_note and not why:
        raise FieldMissing(field="note")
    return why


def find_twin(statement: Statement, number: str) -> Redemption:
    """A visit of the same clinic: where else somebody was is not said."""
    twins = Redemption.objects.filter(clinic=statement.clinic)
    found = twins.filter(number=number.strip().upper()[:40]).first()
    if found is None:
        raise TwinUnknown
    return found


def write_adjustment(
    by: User, statement: Statement, line: StatementLine, columns: Mapping[str, Any]
) -> Adjustment:
    """Under the clinic's lock."""
    visit = require_cuttable(statement, line)
    if not 0 < columns["amount_idr"] <= visit.total_idr:
        raise CutOutOfRange(most_idr=visit.total_idr)
    parts = list(parts_back(visit.payments.order_by("position"), columns["amount_idr"]))
    account_idr = sum(part_idr for payment, part_idr in parts if payment.account_id)
    made = Adjustment.objects.create(
        line=line,
        account_idr=account_idr,
        cash_idr=columns["amount_idr"] - account_idr,
        dispute_until=local_day(clock.now()) + timedelta(days=statement.clinic.dispute_days),
        actor=by.username,
        actor_name=str(by),
        adjusted_at=clock.now(),
        **columns,
    )
    AdjustmentPart.objects.bulk_create(
        AdjustmentPart(adjustment=made, payment=payment, amount_idr=part_idr)
        for payment, part_idr in parts
    )
    return made


def require_cuttable(statement: Statement, line: StatementLine) -> Redemption:
    if StatementApproval.objects.filter(statement=statement).exists():
        raise StatementApproved(statement=statement.number)
    visit = Redemption.objects.filter(statement_line=line, cancel=None).first()
    if visit is None:
        raise NotAVisit
    if Adjustment.objects.filter(line=line).exists():
        raise CutBefore
    return visit


def parts_back(
    payments: Iterable[RedemptionPayment], amount_idr: int
) -> Iterator[tuple[RedemptionPayment, int]]:
    """What each payer gets back of a cut: the order of payers walked back, the last one first."""
    left_idr = amount_idr
    for payment in sorted(payments, key=lambda one: -one.position):
        part_idr = min(left_idr, payment.amount_idr)
        if part_idr:
            yield payment, part_idr
        left_idr -= part_idr


def note_cut(key: UUID, by: User, statement: Statement, made: Adjustment) -> None:
    log(
        by=by,
        action=actions.CUT_LINE,
        subject=f"statement:{statement.number}",
        key=key,
        reason=made.note,
        place=statement.clinic.place,
    )


def care_line_of(visit: Redemption, number: int) -> RedemptionLine | None:
    return visit.lines.filter(line=number).first()
