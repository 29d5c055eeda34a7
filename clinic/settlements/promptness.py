"""How soon clinics are paid: from the day of care to payment or refusal (R23), and what waits.

Counted from the day of care, not from the statement: one that is drawn up late is late, too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from clinic.models import Clinic, ClinicPaymentPart, Statement
from clinic.permissions import SEE_STATEMENTS
from clinic.settlements.find import clinics_paid_by
from clinic.settlements.sums import (
    LineFigures,
    LineState,
    StatementFigures,
    figures_of_all,
    standing_parts,
)
from ledger import clock
from wastebank.models import User
from wastebank.permissions import require
from wastebank.values.calendar import local_day, month_back

# The last day of each band; after the last one it is open.
BANDS = (7, 30, 90)
MONTHS = 12  # a year of statements: the figure is of today, and no history


@dataclass(frozen=True, slots=True)
class Promptness:
    """Visits by how many days went by: `counts` stands in the order of the bands ≤7, 8–30, 31–90,
    >90. `settled` were paid or refused; `waiting` are not yet, by their age today."""

    settled: tuple[int, int, int, int]
    waiting: tuple[int, int, int, int]

    @property
    def count(self) -> int:
        return sum(self.settled)


def promptness(*, by: User, clinic: Clinic | None = None) -> Promptness:
    """Of the statements of the last twelve months, of one clinic or of all that somebody sees."""
    require(by, SEE_STATEMENTS)
    clinics = [clinic] if clinic else list(clinics_paid_by(by))
    since = month_back(local_day(clock.now()), MONTHS)
    statements = Statement.objects.filter(clinic__in=clinics, month__gte=since)
    figures = figures_of_all(list(statements.select_related("approval")))
    parts = parts_of(one.statement for one in figures)
    settled, waiting = [0] * 4, [0] * 4
    today = local_day(clock.now())
    for one in figures:
        for line, done in days_done(one, parts.get(one.statement.pk, [])):
            into, until = (waiting, today) if done is None else (settled, done)
            into[band_of((until - local_day(line.at)).days)] += 1
    return Promptness(tuple(settled), tuple(waiting))  # type: ignore[arg-type]  # four each


def band_of(days: int) -> int:
    return sum(days > last for last in BANDS)


def parts_of(statements: Iterable[Statement]) -> Mapping[int, list[ClinicPaymentPart]]:
    """What payments settled of each statement, in their order."""
    parts: dict[int, list[ClinicPaymentPart]] = {}
    found = standing_parts().filter(statement__in=list(statements)).select_related("payment")
    for part in found.order_by("pk"):
        parts.setdefault(part.statement_id, []).append(part)
    return parts


def days_done(
    figures: StatementFigures, parts: list[ClinicPaymentPart]
) -> Iterator[tuple[LineFigures, date | None]]:
    """Each visit with the day on which the last of it was paid, or all of it was refused; None
    while it waits."""
    paid_idr = -sum(min(line.approved_idr, 0) for line in figures.lines)
    # What lines below nothing take is settled with the approval.
    steps = (
        [(paid_idr, local_day(figures.statement.approval.approved_at))]
        if figures.is_approved
        else []
    )
    for part in parts:
        paid_idr += part.amount_idr
        steps.append((paid_idr, part.payment.sent_on))
    reached_idr = 0
    for line in figures.lines:
        if line.line.visit_id is None or line.state in (LineState.HELD, LineState.WAITS):
            continue
        reached_idr += line.approved_idr
        if line.approved_idr:
            yield line, next((day for sum_idr, day in steps if sum_idr >= reached_idr), None)
        elif hasattr(line.line, "adjustment") and hasattr(line.line.adjustment, "booked"):
            yield line, local_day(line.line.adjustment.booked.booked_at)
