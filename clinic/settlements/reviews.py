"""The medical reviewer looks at the visits that were drawn: what was given, and to nobody by name.

What does not fit is cut for that visit alone; nothing is concluded from it for others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from clinic import actions
from clinic.models import RedemptionLine, StatementApproval, StatementLine, VisitReview
from clinic.permissions import REVIEW_VISITS
from clinic.settlements.adjust import care_line_of, note_cut, write_adjustment
from clinic.settlements.find import clinics_paid_by
from clinic.settlements.posted.payable import Payable
from clinic.settlements.reasons import NOT_AS_GIVEN
from clinic.settlements.refusals import (
    NotDrawn,
    ReviewedBefore,
    StatementApproved,
    StatementLineUnknown,
)
from ledger import clock
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import require
from wastebank.text import checked_note, checked_reason


@dataclass(frozen=True, slots=True)
class DrawnVisit:
    """What a reviewer sees of a visit: its services, when, and at which clinic. `line` is the
    position in the statement; no receipt, no member and no card, which lead to a person."""

    statement: str
    line: int
    clinic: str
    redeemed_at: datetime
    services: Sequence[RedemptionLine]  # with `line`, `name`, `count`, `price_idr`, `rupiah_idr`
    total_idr: int
    review: VisitReview | None


def drawn_lines(by: User) -> QuerySet[StatementLine]:
    require(by, REVIEW_VISITS)
    return (
        StatementLine.objects.filter(sampled=True, statement__clinic__in=clinics_paid_by(by))
        .select_related("statement__clinic__place", "visit__cancel", "review")
        .prefetch_related("visit__lines__service")
        .order_by("-statement__month", "statement_id", "position")
    )


def drawn_visits(*, by: User, statement: str = "", waiting: bool = False) -> list[DrawnVisit]:
    """The drawn visits of a statement, or of all; with `waiting` those nobody has reviewed, of
    statements that are not approved yet."""
    lines = drawn_lines(by)
    if statement:
        lines = lines.filter(statement__number=statement.strip().upper()[:30])
    if waiting:
        lines = lines.filter(review=None, statement__approval=None)
    return [seen(line) for line in lines]


def seen(line: StatementLine) -> DrawnVisit:
    visit = line.visit
    assert visit is not None, "only visits are drawn"
    return DrawnVisit(
        statement=line.statement.number,
        line=line.position,
        clinic=line.statement.clinic.place.name,
        redeemed_at=visit.redeemed_at,
        services=sorted(visit.lines.all(), key=lambda service: service.line),
        total_idr=visit.total_idr,
        review=getattr(line, "review", None),
    )


def review_visit(
    *,
    key: UUID,
    by: User,
    statement: str,
    line: int,
    fits: bool,
    note: str = "",
    care_line: int | None = None,
) -> VisitReview:
    """Say whether what was given fits, once. `care_line` is the number of the service that does
    not: it is cut, while nobody has approved the statement."""
    require(by, REVIEW_VISITS)
    found = find_drawn(by, statement, line)
    why = checked_reason(note, needed=False) if fits else checked_note(note)
    request = {
        "by": by.username,
        "statement": found.statement.number,
        "line": line,
        "fits": fits,
        "note": why,
        "care_line": care_line,
    }

    def make() -> VisitReview:
        Payable.lock(key=key, actor=by.username, clinic=found.statement.clinic)
        if VisitReview.objects.filter(line=found).exists():
            raise ReviewedBefore
        if not fits and care_line is not None:
            cut_service(key, by, found, care_line, why)
        return write_review(key, by, found, {"fits": fits, "note": why})

    return record(VisitReview, key=key, verb="review_visit", request=request, make=make)


def find_drawn(by: User, statement: str, line: int) -> StatementLine:
    lines = StatementLine.objects.filter(statement__clinic__in=clinics_paid_by(by))
    lines = lines.select_related("statement__clinic__place", "visit")
    number = statement.strip().upper()[:30]
    found = lines.filter(statement__number=number, position=line).first()
    if found is None:
        raise StatementLineUnknown(line=line)
    if not found.sampled:
        raise NotDrawn
    return found


def cut_service(key: UUID, by: User, line: StatementLine, number: int, note: str) -> None:
    if StatementApproval.objects.filter(statement=line.statement).exists():
        raise StatementApproved(statement=line.statement.number)
    assert line.visit is not None, "only visits are drawn"
    service = care_line_of(line.visit, number)
    if service is None:
        raise StatementLineUnknown(line=number)
    columns: dict[str, Any] = {
        "amount_idr": service.rupiah_idr,
        "reason": NOT_AS_GIVEN.code,
        "note": note,
        "care_line": service,
    }
    note_cut(key, by, line.statement, write_adjustment(by, line.statement, line, columns))


def write_review(key: UUID, by: User, line: StatementLine, columns: dict[str, Any]) -> VisitReview:
    log(
        by=by,
        action=actions.REVIEW_VISIT,
        subject=f"statement:{line.statement.number}",
        key=key,
        place=line.statement.clinic.place,
    )
    return VisitReview.objects.create(
        line=line, actor=by.username, actor_name=str(by), reviewed_at=clock.now(), **columns
    )
