"""R17 over random histories: each visit stands in one statement or is open, line by line, and the
book says what the rows say after every step."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from django.db.models import Model, QuerySet

from clinic.book.settled import SETTLED
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.models import (
    Adjustment,
    AdjustmentReply,
    ClinicPayment,
    Redemption,
    Statement,
    StatementLine,
)
from clinic.settlements.drawing.run import run_statements
from clinic.settlements.replies import accept_cut
from clinic.settlements.results import doubt_payment, end_payment
from clinic.settlements.shown import ladder_of
from clinic.settlements.sums import figures_of, open_visits
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, WATI_PIN, Cast
from tests.clinic.settlements import months
from tests.proof.proving import PROVING
from wastebank.models import Approval
from wastebank.values.calendar import local_day, month_back

Row = TypeVar("Row", bound=Model)
STEPS, SEEDS = (250, range(20)) if PROVING else (90, range(1))


class History:
    """Steps drawn by a seed; each may be refused, and none may unsettle the book."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.random = cast, Random(seed)
        self.now = clock.now()
        self.done: Counter[str] = Counter()
        self.steps: list[tuple[Callable[[], object], int]] = [
            (self.visit, 9),
            (self.cancel, 3),
            (self.run, 3),
            (self.cut, 5),
            (self.reply, 5),
            (self.answer, 3),
            (self.approve, 3),
            (self.pay, 4),
            (self.tell, 4),
        ]

    def step(self) -> None:
        self.now += timedelta(hours=self.random.randrange(1, 60))
        todo, weights = zip(*self.steps, strict=True)
        [step] = self.random.choices(todo, weights)
        with clock.at(self.now):
            try:
                step()
                self.done[step.__name__] += 1
            except Refusal as refusal:
                self.done[refusal.code] += 1
            except Nothing:
                self.done["nothing"] += 1
            self.settled()

    def settled(self) -> None:
        assert [finding for law in SETTLED for finding in law()] == []
        ladder = ladder_of(self.cast.sehati)
        assert ladder.differs_idr == 0, ladder

    def some(self, rows: QuerySet[Row]) -> Row:
        found = list(rows)
        if not found:
            raise Nothing
        return self.random.choice(found)

    # --- the steps

    def visit(self) -> Redemption:
        siti = self.random.random() < 0.7
        amounts = [self.random.randrange(1, 40) * 500 for _ in range(self.random.randrange(1, 4))]
        return redeem(
            key=uuid.uuid4(),
            by=self.cast.dewi,
            card=(self.cast.siti_card if siti else self.cast.wati_card).code,
            pin=SITI_PIN if siti else WATI_PIN,
            lines=[ServiceAsked("obat", 1, amount_idr) for amount_idr in amounts],
            cash_idr=self.random.choice([0, 0, amounts[0], sum(amounts)]),
        )

    def cancel(self) -> object:
        return months.cancel(self.cast, self.some(Redemption.objects.filter(cancel=None)))

    def run(self) -> object:
        before = month_back(local_day(clock.now()), 1)
        return [
            step.refusal and self.done.update([step.refusal.code])
            for step in run_statements(by=self.cast.bambang, month=before)
        ]

    def statement(self) -> Statement:
        return self.some(Statement.objects.all())

    def cut(self) -> object:
        visits = StatementLine.objects.exclude(visit=None).select_related("statement", "visit")
        if self.random.random() < 0.8:
            visits = visits.filter(statement__approval=None, adjustment=None)
        line = self.some(visits)
        assert line.visit
        most_idr = line.visit.total_idr
        amount_idr = self.random.choice([most_idr, self.random.randrange(1, most_idr + 1)])
        return months.cut(self.cast, line.statement, line.position, amount_idr)

    def reply(self) -> object:
        one = self.some(Adjustment.objects.filter(reply=None))
        if self.random.random() < 0.8:
            return months.dispute(self.cast, one.line.statement, one.line.position)
        return accept_cut(
            key=uuid.uuid4(),
            by=self.cast.lestari,
            statement=one.line.statement.number,
            line=one.line.position,
        )

    def answer(self) -> object:
        one = self.some(AdjustmentReply.objects.filter(is_dispute=True, answer=None))
        line = one.adjustment.line
        accept = self.random.random() < 0.5
        said = months.answer(self.cast, line.statement, line.position, accept=accept)
        return months.agreed(self.cast, said) if isinstance(said, Approval) else said

    def approve(self) -> object:
        return months.approve(self.cast, self.statement())

    def pay(self) -> object:
        open_idr = max(1, figures_of(statement := self.statement()).open_idr)
        amount_idr = self.random.choice([open_idr, open_idr // 2 + 1, open_idr + 7_000])
        return months.pay(
            self.cast, statement, amount_idr, str(uuid.uuid4()), over_ok=amount_idr > open_idr
        )

    def tell(self) -> object:
        one = self.some(ClinicPayment.objects.filter(end=None))
        said = {"key": uuid.uuid4(), "by": self.cast.bambang, "reference": one.reference}
        if self.random.random() < 0.3:
            return doubt_payment(**said)  # type: ignore[arg-type]
        arrived = self.random.random() < 0.7
        return end_payment(arrived=arrived, note="kata bank", **said)  # type: ignore[arg-type]


class Nothing(Exception):
    """There is nothing yet to do this step with."""


@pytest.mark.parametrize("seed", SEEDS)
def test_any_history_stands_line_by_line(cast: Cast, seed: int) -> None:
    months.credit(cast, 400)
    months.bank_account(cast)
    history = History(cast, seed)
    for _ in range(STEPS):
        history.step()
    assert check_book() == []
    each_visit_stands_once(cast)
    assert {"approve", "pay", "cut"} <= set(history.done), history.done


def each_visit_stands_once(cast: Cast) -> None:
    """Every visit is in one of three: a line, open, or cancelled before any statement; and what
    all of them come to is what was paid by credit less what came back."""
    lines = Counter(StatementLine.objects.exclude(visit=None).values_list("visit_id", flat=True))
    assert set(lines.values()) <= {1}
    never = set(
        Redemption.objects.filter(cancel__isnull=False, statement_line=None).values_list(
            "pk", flat=True
        )
    )
    still_open = set(open_visits(cast.sehati).values_list("pk", flat=True))
    every = set(Redemption.objects.values_list("pk", flat=True))
    assert every == set(lines) | still_open | never
    assert not (set(lines) & still_open) | (set(lines) & never)
    for line in StatementLine.objects.exclude(visit=None).select_related("visit"):
        assert line.visit
        assert line.asked_idr == line.visit.booked_idr
