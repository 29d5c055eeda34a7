"""How far a statement is, read from what was written of it: line by line, and as sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet, Sum

from clinic.models import (
    Clinic,
    ClinicPayment,
    ClinicPaymentPart,
    Redemption,
    Statement,
    StatementLine,
)
from ledger import clock
from wastebank.values.calendar import local_day


class LineState(StrEnum):
    """What is with one line; of those below `CREDIT` all ask for less than nothing."""

    AS_ASKED = "as_asked"
    WAITS = "waits"  # cut; the clinic may agree or dispute until a day
    CUT = "cut"  # cut for good: agreed, or silent, or the bank kept it after a dispute
    HELD = "held"  # cut and disputed: the bank answers until a day
    RESTORED = "restored"  # cut, disputed, and paid after all
    CANCELLED = "cancelled"  # a visit taken back
    CREDIT = "credit"  # paid too much before
    CARRIED = "carried"  # below nothing, from an earlier statement


class StatementState(StrEnum):
    EMPTY = "empty"  # no line: nothing is paid
    REPLIES = "replies"  # the clinic may dispute lines
    READY = "ready"  # to be proposed to a second person, and agreed
    APPROVED = "approved"  # to be paid
    PARTLY_PAID = "partly_paid"
    PAID = "paid"  # nothing is open; what is disputed may still be held
    CARRIED = "carried"  # came to less than nothing, which the next statement takes over


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One line: `asked_idr` = `approved_idr` + `cut_idr` + `held_idr`, always."""

    line: StatementLine
    state: LineState
    asked_idr: int
    cut_idr: int
    held_idr: int

    @property
    def approved_idr(self) -> int:
        return self.asked_idr - self.cut_idr - self.held_idr

    @property
    def differs(self) -> bool:
        """Whether it is shown first: anything but a visit as it was asked."""
        return self.state != LineState.AS_ASKED

    @property
    def at(self) -> datetime:
        """When care was given, or taken back; of the others, when that happened."""
        line = self.line
        if line.visit is not None:
            return line.visit.redeemed_at
        if line.cancel is not None:
            return line.cancel.cancelled_at
        return line.credit.paid_at if line.credit is not None else line.added_at

    @property
    def until(self) -> date | None:
        """The last day of whoever is to answer next: the clinic, or the bank."""
        if self.state == LineState.WAITS:
            return self.line.adjustment.dispute_until
        return self.line.adjustment.reply.answer_until if self.state == LineState.HELD else None


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """A statement: asked − cut − held = approved; approved − paid − carried = open.

    `carried_idr` is what the next statement took over: less than nothing, or 0.
    """

    statement: Statement
    lines: Sequence[LineFigures]
    paid_idr: int
    carried_idr: int

    @property
    def asked_idr(self) -> int:
        return sum(line.asked_idr for line in self.lines)

    @property
    def cut_idr(self) -> int:
        return sum(line.cut_idr for line in self.lines)

    @property
    def held_idr(self) -> int:
        return sum(line.held_idr for line in self.lines)

    @property
    def approved_idr(self) -> int:
        return sum(line.approved_idr for line in self.lines)

    @property
    def open_idr(self) -> int:
        return self.approved_idr - self.paid_idr - self.carried_idr

    @property
    def is_approved(self) -> bool:
        return hasattr(self.statement, "approval")

    def waiting(self) -> list[LineFigures]:
        """The cut lines to which the clinic may still say something."""
        return [line for line in self.lines if line.state == LineState.WAITS]

    @property
    def state(self) -> StatementState:
        if not self.lines:
            return StatementState.EMPTY
        if not self.is_approved:
            return StatementState.REPLIES if self.waiting() else StatementState.READY
        if self.open_idr < 0 or self.carried_idr:
            return StatementState.CARRIED
        if self.open_idr == 0:
            return StatementState.PAID
        return StatementState.PARTLY_PAID if self.paid_idr else StatementState.APPROVED

    def paid_by_line(self) -> Mapping[int, int]:
        """What is paid of each line, by its position: the oldest first. What lines below nothing
        take away is taken from the oldest, too."""
        left_idr = self.paid_idr - sum(min(line.approved_idr, 0) for line in self.lines)
        paid: dict[int, int] = {}
        for figures in self.lines:
            paid[figures.line.position] = min(max(figures.approved_idr, 0), left_idr)
            left_idr -= paid[figures.line.position]
        return paid


LINE_PARTS = (
    "visit__cancel",
    "visit__member",
    "cancel__redemption__member",
    "credit",
    "carried",
    "adjustment__reply__answer",
    "adjustment__booked",
    "adjustment__twin",
    "review",
)


def lines_of(statements: Iterable[Statement]) -> QuerySet[StatementLine]:
    lines = StatementLine.objects.filter(statement__in=list(statements))
    return lines.select_related(*LINE_PARTS).order_by("statement_id", "position")


def figures_of(statement: Statement) -> StatementFigures:
    return figures_of_all([statement])[0]


def figures_of_all(statements: Sequence[Statement]) -> list[StatementFigures]:
    """The figures of several statements, in their order, by a few questions."""
    today = local_day(clock.now())
    lines: dict[int, list[LineFigures]] = {statement.pk: [] for statement in statements}
    for line in lines_of(statements):
        lines[line.statement_id].append(line_figures(line, today))
    paid = dict(
        standing_parts()
        .filter(statement__in=statements)
        .values_list("statement")
        .annotate(sum_idr=Sum("amount_idr"))
    )
    carried = dict(
        StatementLine.objects.filter(carried__in=statements).values_list("carried_id", "asked_idr")
    )
    return [
        StatementFigures(one, lines[one.pk], paid.get(one.pk, 0), carried.get(one.pk, 0))
        for one in statements
    ]


def line_figures(line: StatementLine, today: date) -> LineFigures:
    state = line_state(line, today)
    account_idr = line.adjustment.account_idr if hasattr(line, "adjustment") else 0
    cut_idr = account_idr if state in (LineState.WAITS, LineState.CUT) else 0
    held_idr = account_idr if state == LineState.HELD else 0
    return LineFigures(line, state, line.asked_idr, cut_idr, held_idr)


def line_state(line: StatementLine, today: date) -> LineState:
    if line.cancel_id:
        return LineState.CANCELLED
    if line.credit_id:
        return LineState.CREDIT
    if line.carried_id:
        return LineState.CARRIED
    return cut_state(line, today) if hasattr(line, "adjustment") else LineState.AS_ASKED


def cut_state(line: StatementLine, today: date) -> LineState:
    """What is with the cut of a visit. Of one that was cancelled before it was carried out nothing
    is left to cut: the cancellation takes the whole."""
    adjustment = line.adjustment
    if hasattr(adjustment, "booked"):
        return LineState.CUT
    if line.visit is not None and hasattr(line.visit, "cancel"):
        return LineState.AS_ASKED
    if not hasattr(adjustment, "reply"):
        return LineState.WAITS if today <= adjustment.dispute_until else LineState.CUT
    reply = adjustment.reply
    if not reply.is_dispute:
        return LineState.CUT
    if hasattr(reply, "answer"):
        return LineState.RESTORED if reply.answer.accepted else LineState.CUT
    until = reply.answer_until
    return LineState.HELD if until is not None and today <= until else LineState.RESTORED


# --- of a clinic


def standing_parts() -> QuerySet[ClinicPaymentPart]:
    """What payments settle of statements, without those that failed."""
    return ClinicPaymentPart.objects.exclude(payment__end__arrived=False)


def standing_payments(clinic: Clinic) -> QuerySet[ClinicPayment]:
    return ClinicPayment.objects.filter(clinic=clinic).exclude(end__arrived=False)


def open_visits(clinic: Clinic) -> QuerySet[Redemption]:
    """Visits that stand in no statement yet."""
    return Redemption.objects.filter(clinic=clinic, statement_line=None, cancel=None)


def credits_of(clinic: Clinic) -> QuerySet[ClinicPayment]:
    """What was paid too much, and stands in no statement yet."""
    return standing_payments(clinic).filter(excess_idr__gt=0, credit_line=None)
