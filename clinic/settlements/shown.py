"""What a page, a file or a program is shown of a statement; one reading for office and clinic.

The bank's copy names no service, no patient and no card; the clinic's own may. What is here names
neither: `LineSeen.line.visit` leads the clinic's pages to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from clinic.models import (
    AdjustmentBooked,
    Clinic,
    ClinicPayment,
    RedemptionPayment,
    Statement,
    StatementLine,
)
from clinic.models.charges import IS_CASH
from clinic.settlements.drawing.draw import cancels_to_come, given_back_idr
from clinic.settlements.find import find_statement, paid_clinic, visible_statements
from clinic.settlements.posted.payable import owed_idr
from clinic.settlements.results import PaymentState, state_of
from clinic.settlements.sums import (
    StatementFigures,
    credits_of,
    figures_of,
    figures_of_all,
    open_visits,
    standing_parts,
)
from wastebank.approvals.find import visible_approvals
from wastebank.models import Approval, User
from wastebank.permissions import SEE_APPROVALS, may


@dataclass(frozen=True, slots=True)
class PaymentSeen:
    """A payment, how it stands, and what of it this statement got (0 once it failed)."""

    payment: ClinicPayment
    state: PaymentState
    settles_idr: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Why the bank owes a clinic what it owes: the parts add up to the book, or they do not.

    `open_idr` and `held_idr` are of approved statements, `waiting_idr` of those to be approved,
    `running_idr` of visits and cancellations that stand in none yet, `credit_idr` paid too much.
    """

    open_idr: int
    held_idr: int
    waiting_idr: int
    running_idr: int
    credit_idr: int
    owed_idr: int  # by the book, signed

    @property
    def sum_idr(self) -> int:
        return self.open_idr + self.held_idr + self.waiting_idr + self.running_idr - self.credit_idr

    @property
    def differs_idr(self) -> int:
        """0: it agrees with the book."""
        return self.owed_idr - self.sum_idr


@dataclass(frozen=True, slots=True)
class StatementSeen:
    """Everything that one page of a statement says, save what each side adds of its own."""

    figures: StatementFigures
    ladder: Ladder
    payments: Sequence[PaymentSeen]
    cash_back_idr: int  # owed by the clinic's desk to patients, of cuts that were carried out
    proposal: Approval | None  # waits for a second person

    @property
    def statement(self) -> Statement:
        return self.figures.statement


def statement_seen(*, by: User, number: str) -> StatementSeen:
    """A statement with its lines, its payments and what stands beside it in the book."""
    found = find_statement(by=by, number=number)
    figures = figures_of(found)
    return StatementSeen(
        figures=figures,
        ladder=ladder_of(found.clinic),
        payments=payments_of(found),
        cash_back_idr=cash_back_idr(found),
        proposal=waiting_proposal(by, found),
    )


def statements_of(*, by: User, clinic: str = "") -> list[StatementFigures]:
    """The statements somebody may see, of one clinic or of all, the latest first."""
    found = visible_statements(by)
    if clinic:
        found = found.filter(clinic=paid_clinic(by=by, code=clinic))
    return figures_of_all(list(found))


def waiting_proposal(by: User, statement: Statement) -> Approval | None:
    if not may(by, SEE_APPROVALS):
        return None
    waiting = visible_approvals(by).filter(waiting__isnull=False, what="statement")
    return waiting.filter(subject=statement.number).first()


def payments_of(statement: Statement) -> list[PaymentSeen]:
    parts = statement.payment_parts.select_related("payment__doubt", "payment__end").order_by("pk")
    seen = []
    for part in parts:
        state = state_of(part.payment)
        settles_idr = 0 if state == PaymentState.FAILED else part.amount_idr
        seen.append(PaymentSeen(part.payment, state, settles_idr))
    return seen


def cash_back_idr(statement: Statement) -> int:
    booked = AdjustmentBooked.objects.filter(adjustment__line__statement=statement)
    return int(booked.aggregate(sum_idr=Sum("adjustment__cash_idr"))["sum_idr"] or 0)


@dataclass(frozen=True, slots=True)
class CashBack:
    """What a clinic's desk owes a patient: the part of a cut that had been paid in cash."""

    receipt: str
    member_id: int
    amount_idr: int
    since: datetime


def cash_owed_to_patients(clinic: Clinic) -> list[CashBack]:
    """The cash of cuts that were carried out, of visits that nobody took back since, the latest
    first."""
    booked = (
        AdjustmentBooked.objects.filter(
            adjustment__line__statement__clinic=clinic,
            adjustment__cash_idr__gt=0,
            adjustment__line__visit__cancel=None,
        )
        .select_related("adjustment__line__visit")
        .order_by("-booked_at", "-pk")
    )
    rows = []
    for one in booked:
        visit = one.adjustment.line.visit
        assert visit is not None, "only visits are cut"
        rows.append(CashBack(visit.number, visit.member_id, one.adjustment.cash_idr, one.booked_at))
    return rows


# --- against the book


def ladder_of(clinic: Clinic) -> Ladder:
    figures = figures_of_all(unsettled(clinic))
    approved = [one for one in figures if one.is_approved]
    waiting = [one for one in figures if not one.is_approved]
    return Ladder(
        open_idr=sum(one.open_idr for one in approved),
        held_idr=sum(one.held_idr for one in approved),
        waiting_idr=sum(one.asked_idr for one in waiting),
        running_idr=running_idr(clinic),
        credit_idr=sum(payment.excess_idr for payment in credits_of(clinic)),
        owed_idr=owed_idr(clinic),
    )


def running_idr(clinic: Clinic) -> int:
    """What stands in no statement yet: visits, less cancellations of visits that stand in one."""
    payments = RedemptionPayment.objects.filter(redemption__in=open_visits(clinic))
    asked = payments.exclude(IS_CASH).aggregate(sum_idr=Sum("amount_idr"))["sum_idr"] or 0
    return int(asked) - sum(given_back_idr(cancel) for cancel in cancels_to_come(clinic))


def unsettled(clinic: Clinic) -> list[Statement]:
    """Statements of which the book still says something: all others are settled to the rupiah."""
    statements = list(clinic.statements.select_related("approval").order_by("month"))
    asked = sums(StatementLine.objects.filter(statement__in=statements), "statement", "asked_idr")
    cut = sums(
        AdjustmentBooked.objects.filter(adjustment__line__statement__in=statements),
        "adjustment__line__statement",
        "adjustment__account_idr",
    )
    paid = sums(standing_parts().filter(statement__in=statements), "statement", "amount_idr")
    carried = sums(StatementLine.objects.filter(carried__in=statements), "carried", "asked_idr")
    left_idr = {
        one.pk: asked.get(one.pk, 0)
        - cut.get(one.pk, 0)
        - paid.get(one.pk, 0)
        - carried.get(one.pk, 0)
        for one in statements
    }
    return [one for one in statements if left_idr[one.pk] or not hasattr(one, "approval")]


def sums(rows: QuerySet[Any], by: str, column: str) -> Mapping[int, int]:
    """The sum of a column for each statement."""
    return dict(rows.order_by().values_list(by).annotate(sum_idr=Sum(column)))
