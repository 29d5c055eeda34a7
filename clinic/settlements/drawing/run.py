"""The monthly run: a statement for each clinic, and for each month that was missed before.

Each clinic and month is a transaction of its own. Killed anywhere and run again, it goes on where
it stopped: what is drawn up stays as it is, and nothing is drawn up twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from clinic.models import Clinic, Statement
from clinic.permissions import SETTLE
from clinic.settlements.drawing.draw import draw_statement, month_due
from clinic.settlements.find import clinics_paid_by
from clinic.settlements.refusals import StatementStands
from ledger.refusals import Refusal
from wastebank.models import User
from wastebank.permissions import require
from wastebank.values.calendar import month_begin, next_month


@dataclass(frozen=True, slots=True)
class RunStep:
    """What became of one clinic and month; just one of the two: a statement or a refusal."""

    clinic: Clinic
    month: date
    statement: Statement | None = None
    refusal: Refusal | None = None


def says_nothing(_done: int, _of: int) -> None:
    return None


def run_statements(
    *, by: User, month: date, tell: Callable[[int, int], None] = says_nothing
) -> list[RunStep]:
    """Draw up what is missing until a month, clinic by clinic. What one is refused for stops that
    clinic alone."""
    require(by, SETTLE)
    clinics = list(clinics_paid_by(by))
    steps: list[RunStep] = []
    for number, clinic in enumerate(clinics):
        tell(number, len(clinics))
        for missing in months_missing(clinic, month_begin(month)):
            steps.append(draw(by, clinic, missing))
            if steps[-1].refusal:
                break
    tell(len(clinics), len(clinics))
    return steps


def months_missing(clinic: Clinic, until: date) -> Iterator[date]:
    """In order, each once; none of a clinic where nothing ever happened."""
    month = month_due(clinic)
    while month is not None and month <= until:
        yield month
        month = next_month(month)


def draw(by: User, clinic: Clinic, month: date) -> RunStep:
    try:
        made = draw_statement(key=uuid4(), by=by, clinic=clinic.place.code, month=month)
    except StatementStands:
        # Somebody else drew it up in the same instant: it is the one.
        made = clinic.statements.get(month=month)
    except Refusal as refusal:
        return RunStep(clinic, month, refusal=refusal)
    return RunStep(clinic, month, made)
