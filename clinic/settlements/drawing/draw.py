"""A month's statement is drawn up for one clinic: all of it in one transaction, or nothing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format

from clinic import actions
from clinic.models import (
    AdjustmentBooked,
    Authorisation,
    Clinic,
    Redemption,
    RedemptionCancel,
    RedemptionPayment,
    Statement,
    StatementLine,
)
from clinic.permissions import SETTLE
from clinic.settlements.drawing.sample import drawn, new_seed
from clinic.settlements.find import paid_clinic
from clinic.settlements.posted.payable import Payable
from clinic.settlements.refusals import MonthOutOfTurn, MonthRunning, StatementStands, VisitsOpen
from clinic.settlements.sums import credits_of, figures_of_all, open_visits
from ledger import clock
from wastebank.commands import log, record
from wastebank.models import User
from wastebank.permissions import require
from wastebank.values.calendar import local_day, month_begin, month_bounds, next_month

SHOWN_VISITS = 5  # of those that are still open: enough to find them


def draw_statement(*, key: UUID, by: User, clinic: str, month: date) -> Statement:
    """Draw up what a clinic asks for a month that is over, once, in the order of the months."""
    require(by, SETTLE)
    found = paid_clinic(by=by, code=clinic)
    first = month_begin(month)
    return record(
        Statement,
        key=key,
        verb="draw_statement",
        request={"by": by.username, "clinic": found.place.code, "month": first.isoformat()},
        make=lambda: _draw(key, by, found, first),
    )


def month_due(clinic: Clinic) -> date | None:
    """The first day of the month whose statement is next; None if nothing ever happened there."""
    last = clinic.statements.order_by("-month").first()
    if last is not None:
        return next_month(last.month)
    first = open_visits(clinic).order_by("redeemed_at").first()
    return month_begin(local_day(first.redeemed_at)) if first else None


def _draw(key: UUID, by: User, clinic: Clinic, month: date) -> Statement:
    starts_at, ends_at = month_bounds(month)
    require_over(month, ends_at)
    payable = Payable.lock(key=key, actor=by.username, clinic=clinic)
    require_turn(clinic, month)
    require_visits_ended(clinic, month, ends_at)
    statement = Statement.objects.create(
        number=statement_number(clinic, month),
        clinic=clinic,
        month=month,
        starts_at=starts_at,
        ends_at=ends_at,
        drawn_at=clock.now(),
        due_on=local_day(clock.now()) + timedelta(days=clinic.due_days),
        sample_seed=new_seed(),
        actor=by.username,
        actor_name=str(by),
    )
    write_lines(statement)
    payable.set_off()
    log(
        by=by,
        action=actions.DRAW_STATEMENT,
        subject=f"statement:{statement.number}",
        key=key,
        place=clinic.place,
    )
    return statement


def statement_number(clinic: Clinic, month: date) -> str:
    return f"{clinic.place.code}-{month:%Y-%m}"


def require_over(month: date, ends_at: datetime) -> None:
    """A month is over from the first local midnight after it on."""
    if clock.now() < ends_at:
        raise MonthRunning(month=month_words(month), day=date_format(next_month(month), "j M Y"))


def require_turn(clinic: Clinic, month: date) -> None:
    if clinic.statements.filter(month=month).exists():
        raise StatementStands(statement=statement_number(clinic, month))
    due = month_due(clinic)
    if due is not None and due != month:
        raise MonthOutOfTurn(month=month_words(due))


def require_visits_ended(clinic: Clinic, month: date, ends_at: datetime) -> None:
    """What is held may still become care of the month. A hold whose time is over holds nothing."""
    still = Authorisation.objects.filter(
        clinic=clinic, opened_at__lt=ends_at, hold__end=None, hold__expires_at__gt=clock.now()
    ).order_by("opened_at", "pk")
    numbers = list(still.values_list("pk", flat=True))
    if numbers:
        raise VisitsOpen(
            count=len(numbers), month=month_words(month), visits=numbers[:SHOWN_VISITS]
        )


def month_words(month: date) -> str:
    return date_format(month, "F Y")


# --- the lines


def write_lines(statement: Statement) -> None:
    now = clock.now()
    StatementLine.objects.bulk_create(
        StatementLine(statement=statement, position=position, added_at=now, **columns)
        for position, columns in enumerate(line_columns(statement), start=1)
    )


def line_columns(statement: Statement) -> Iterator[dict[str, Any]]:
    """Every visit before the end of the month that stands in no statement yet, the oldest first,
    also one that was recorded late; then what takes away from them."""
    visits = list(with_payments(open_visits(statement.clinic), statement.ends_at))
    sampled = drawn(visits, statement.sample_seed)
    for visit in visits:
        yield {"visit": visit, "asked_idr": visit.booked_idr, "sampled": visit.pk in sampled}
    taken_back = cancels_to_come(statement.clinic).filter(cancelled_at__lt=statement.ends_at)
    for cancel in taken_back:
        yield {"cancel": cancel, "asked_idr": -given_back_idr(cancel), "sampled": False}
    for payment in credits_of(statement.clinic).filter(end__arrived=True).order_by("pk"):
        yield {"credit": payment, "asked_idr": -payment.excess_idr, "sampled": False}
    for earlier, below_idr in below_nothing(statement.clinic):
        yield {"carried": earlier, "asked_idr": below_idr, "sampled": False}


def with_payments(visits: QuerySet[Redemption], until: datetime) -> QuerySet[Redemption]:
    payments = Prefetch("payments", queryset=RedemptionPayment.objects.order_by("position"))
    return (
        visits.filter(redeemed_at__lt=until)
        .order_by("redeemed_at", "pk")
        .prefetch_related(payments)
    )


def cancels_to_come(clinic: Clinic) -> QuerySet[RedemptionCancel]:
    """Cancellations of visits that stand in a statement, which stand in none themselves yet."""
    return (
        RedemptionCancel.objects.filter(redemption__clinic=clinic, statement_line=None)
        .exclude(redemption__statement_line=None)
        .select_related("redemption__statement_line")
        .order_by("cancelled_at", "pk")
    )


def given_back_idr(cancel: RedemptionCancel) -> int:
    """What a cancellation took from the clinic: what the visit asked, less what a cut had given
    back before."""
    line = cancel.redemption.statement_line
    cut = AdjustmentBooked.objects.filter(adjustment__line=line).select_related("adjustment")
    return line.asked_idr - sum(booked.adjustment.account_idr for booked in cut)


def below_nothing(clinic: Clinic) -> Iterator[tuple[Statement, int]]:
    """Approved statements that came to less than nothing, which no other one has taken over."""
    approved = clinic.statements.filter(approval__isnull=False, carried_to=None).order_by("month")
    for figures in figures_of_all(list(approved.select_related("approval"))):
        if figures.open_idr < 0:
            yield figures.statement, figures.open_idr
