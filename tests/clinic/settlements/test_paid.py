"""A clinic's month is drawn up, approved by two and paid, and the book says the same."""

from clinic.settlements.posted.payable import owed_idr
from clinic.settlements.sums import StatementState, figures_of
from ledger.audit import audit
from tests.cast import Cast
from tests.clinic.settlements import months


def test_a_month_is_drawn_up_approved_and_paid(cast: Cast) -> None:
    months.credit(cast)
    months.visit(cast, 20_000)
    months.visit(cast, 35_000, cash_idr=5_000)
    months.cancel(cast, months.visit(cast, 9_000))
    month = months.this_month()
    with months.on_day(1):
        statement = months.draw(cast, month)
        figures = figures_of(statement)
        assert (len(figures.lines), figures.asked_idr) == (2, 50_000)
        assert figures.state == StatementState.READY
        months.approve(cast, statement)
        months.bank_account(cast)
        months.pay(cast, statement, 30_000)
        statement.refresh_from_db()
        figures = figures_of(statement)
        assert (figures.state, figures.open_idr) == (StatementState.PARTLY_PAID, 20_000)
        assert owed_idr(cast.sehati) == 20_000
        assert figures.paid_by_line() == {1: 20_000, 2: 10_000}
        months.pay(cast, statement, 20_000, "3391 0028 7702")
        assert figures_of(statement).state == StatementState.PAID
        assert owed_idr(cast.sehati) == 0
        assert audit() == []
