"""The month that the look shows (paid.md): 23 visits, one cancelled after it was paid, one cut,
one disputed, paid in two parts. After every step the book says what the statements say."""

import uuid
from datetime import timedelta

from clinic.charges.prepare import ServiceAsked
from clinic.models import Redemption, Statement
from clinic.settlements.answers import answer_dispute
from clinic.settlements.replies import accept_cut
from clinic.settlements.shown import Ladder, ladder_of, statement_seen
from clinic.settlements.sums import LineState, StatementFigures, StatementState, figures_of
from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.clinic.settlements import months
from wastebank.members.wallets import balance_of
from wastebank.models import Approval
from wastebank.values.calendar import local_day

# What the 23 visits of October came to in all.
OTHERS_IDR = (18_126, 40_000, 5_000, 25_000, 28_044, *(17_000,) * 15, 30_161)
DOUBLE_IDR, LIMIT_IDR = 15_000, 60_000


class October:
    """Two months: a visit of the first is paid and then cancelled in the second."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        months.credit(cast, 400)
        months.bank_account(cast)
        self.september = months.this_month()
        self.october = months.next_month(self.september)
        self.september_visit = months.visit(cast, 20_000)
        with months.on_day(8, self.september):
            first = months.draw(cast, self.september)
            months.approve(cast, first)
            months.pay(cast, first, 20_000, "3391 0026 0001")
        with months.on_day(9, self.september):
            for amount_idr in OTHERS_IDR:
                months.visit(cast, amount_idr)
            self.limit = self.two_services(50_000, 10_000)
            self.double = self.two_services(10_000, 5_000)
            months.cancel(cast, self.september_visit)
        self.running(first)

    def two_services(self, *amounts_idr: int) -> Redemption:
        return self.cast.redeem(*(ServiceAsked("obat", 1, idr) for idr in amounts_idr))

    def running(self, statement: Statement) -> None:
        assert check_book() == []
        ladder = self.ladder()
        assert (ladder.differs_idr, ladder.running_idr) == (0, 456_331), ladder
        assert figures_of(statement).state == StatementState.PAID

    def ladder(self) -> Ladder:
        return ladder_of(self.cast.sehati)

    def line_of(self, statement: Statement, visit: Redemption) -> int:
        return statement.lines.get(visit=visit).position

    def seen(self, statement: Statement) -> StatementFigures:
        assert check_book() == []
        seen = statement_seen(by=self.cast.bambang, number=statement.number)
        assert seen.ladder.differs_idr == 0, seen.ladder
        return seen.figures


def test_the_month_that_the_look_shows(cast: Cast) -> None:
    story = October(cast)
    with months.on_day(2, story.october):
        statement = months.draw(cast, story.october)
        assert story.seen(statement).asked_idr == 456_331
        double, limit = (story.line_of(statement, v) for v in (story.double, story.limit))
        cut_two_lines(story, statement, double, limit)
    with months.on_day(6, story.october):
        disputed_and_agreed(story, statement, double, limit)
        figures = story.seen(statement)
        sums = (figures.asked_idr, figures.cut_idr, figures.held_idr, figures.approved_idr)
        assert sums == (456_331, 10_000, 15_000, 431_331)
        assert figures.state == StatementState.READY
    before_idr = balance_of(cast.siti).balance_idr
    with months.on_day(10, story.october):
        months.approve(cast, statement)
        statement = Statement.objects.get(pk=statement.pk)
        assert story.seen(statement).open_idr == 431_331
    assert balance_of(cast.siti).balance_idr == before_idr + 10_000
    with months.on_day(12, story.october):
        months.pay(cast, statement, 250_000, "3391 0027 4415")
        figures = story.seen(statement)
        assert (figures.state, figures.open_idr) == (StatementState.PARTLY_PAID, 181_331)
        assert story.ladder() == Ladder(181_331, 15_000, 0, 0, 0, 196_331)
    answered(story, statement, double)


def cut_two_lines(story: October, statement: Statement, double: int, limit: int) -> None:
    twin = story.limit.number
    months.cut(story.cast, statement, double, DOUBLE_IDR, "double", twin=twin)
    months.cut(story.cast, statement, limit, 10_000, "over_limit")
    figures = story.seen(statement)
    assert (figures.cut_idr, figures.state) == (25_000, StatementState.REPLIES)


def disputed_and_agreed(story: October, statement: Statement, double: int, limit: int) -> None:
    dispute = months.dispute(story.cast, statement, double, "two_people")
    assert dispute.answer_until == local_day(clock.now()) + timedelta(days=14)
    accept_cut(key=uuid.uuid4(), by=story.cast.lestari, statement=statement.number, line=limit)


def answered(story: October, statement: Statement, double: int) -> None:
    """Accepted after the approval: the sum changes, so a second person agrees."""
    with months.on_day(13, story.october):
        proposal = answer_dispute(
            key=uuid.uuid4(),
            by=story.cast.bambang,
            statement=statement.number,
            line=double,
            accept=True,
            note="Dua kartu berbeda. Baris ini benar.",
        )
        assert isinstance(proposal, Approval)
        assert story.seen(statement).held_idr == 15_000
        months.agreed(story.cast, proposal)
        figures = story.seen(statement)
        assert figures.lines[double - 1].state == LineState.RESTORED
        assert (figures.approved_idr, figures.open_idr) == (446_331, 196_331)
        months.pay(story.cast, statement, 196_331, "3391 0028 7702")
        assert story.seen(statement).state == StatementState.PAID
        assert story.ladder().owed_idr == 0
