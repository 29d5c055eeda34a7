"""Two who settle with a clinic at the same time: one of them does it, and the book holds."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from clinic.models import (
    ClinicPayment,
    RedemptionCancel,
    Statement,
    StatementApproval,
    StatementLine,
)
from clinic.settlements.drawing.run import run_statements
from clinic.settlements.posted.payable import owed_idr
from clinic.settlements.refusals import MoreThanOpen
from clinic.settlements.shown import ladder_of
from clinic.settlements.sums import figures_of
from ledger import clock
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import Cast, hire
from tests.clinic.settlements import months
from tests.proof.races.racing import race

pytestmark = pytest.mark.usefixtures("committed_db")
ROUNDS = 4


def at(moment: datetime, command: Callable[[], object]) -> Callable[[], object]:
    """A command at an instant: a thread begins without the clock of the test."""

    def run() -> object:
        with clock.at(moment):
            return command()

    return run


def settled(cast: Cast) -> None:
    assert check_book() == []
    assert ladder_of(cast.sehati).differs_idr == 0


def test_a_cancel_beside_the_run_is_on_one_side_of_it(cast: Cast) -> None:
    """Cancelled before, the visit stands in no statement; after, as two lines of the same one."""
    months.credit(cast)
    month = months.this_month()
    for _ in range(ROUNDS):
        visit = months.visit(cast)
        day = months.after(month)
        answers = race(
            [
                at(day, partial(run_statements, by=cast.bambang, month=month)),
                at(day, partial(months.cancel, cast, visit)),
                at(day, partial(run_statements, by=cast.bambang, month=month)),
            ]
        )
        assert not [one for one in answers if isinstance(one, BaseException)], answers
        assert Statement.objects.filter(month=month).count() == 1
        lines = StatementLine.objects.filter(visit=visit).count()
        taken = StatementLine.objects.filter(cancel__redemption=visit).count()
        assert (lines, taken) in {(0, 0), (1, 1)}
        assert RedemptionCancel.objects.filter(redemption=visit).count() == 1
        settled(cast)
        month = months.next_month(month)


def test_of_two_approvers_one_agrees(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast)
    second = hire("putri", "treasurer", cast.induk)
    month = months.this_month()
    day = months.after(month)
    with clock.at(day):
        statement = months.draw(cast, month)
        proposal = months.proposed(cast, statement)
    answers = race(
        [at(day, partial(months.agreed, cast, proposal, by=by)) for by in (cast.maya, second)]
    )
    assert sum(isinstance(one, Refusal) for one in answers) == 1, answers
    assert StatementApproval.objects.count() == 1
    settled(cast)


def test_two_payments_do_not_pay_more_than_is_open(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast, 20_000)
    months.bank_account(cast)
    month = months.this_month()
    day = months.after(month)
    with clock.at(day):
        statement = months.draw(cast, month)
        months.approve(cast, statement)
    answers = race(
        [at(day, partial(months.pay, cast, statement, 15_000, ref)) for ref in ("1", "2", "3")]
    )
    refused = [one for one in answers if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [MoreThanOpen] * 2, answers
    assert ClinicPayment.objects.count() == 1
    assert figures_of(Statement.objects.get()).open_idr == owed_idr(cast.sehati) == 5_000
    settled(cast)


def test_one_reference_is_taken_by_one_payment(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast, 20_000)
    months.bank_account(cast)
    month = months.this_month()
    day = months.after(month)
    with clock.at(day):
        statement = months.draw(cast, month)
        months.approve(cast, statement)
    key = uuid.uuid4().hex[:12]
    answers = race([at(day, partial(months.pay, cast, statement, 4_000, key)) for _ in range(3)])
    assert sum(isinstance(one, ClinicPayment) for one in answers) == 1, answers
    assert sum(isinstance(one, Refusal) for one in answers) == 2, answers
    settled(cast)
