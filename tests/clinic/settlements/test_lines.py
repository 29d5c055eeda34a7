"""What happens to a line: cut, disputed, answered, cancelled; and where the money goes back to."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from clinic.models import Adjustment, Statement, StatementLine
from clinic.settlements.refusals import (
    AnsweredBefore,
    AnswerTooLate,
    CutBefore,
    CutOutOfRange,
    DisputeTooLate,
    NotAVisit,
    NotCut,
    NotDisputed,
    ReasonUnknown,
    RepliedBefore,
    RepliesOpen,
    StatementApproved,
    StatementEmpty,
    StatementUnknown,
    TwinUnknown,
    VisitCancelledMeanwhile,
)
from clinic.settlements.replies import accept_cut
from clinic.settlements.shown import cash_owed_to_patients, ladder_of
from clinic.settlements.sums import LineState, StatementFigures, StatementState, figures_of
from ledger.audit import check_book
from ledger.models import Account
from tests.cast import Cast, hire
from tests.clinic.settlements import months
from wastebank.approvals.refusals import OwnProposal
from wastebank.members.wallets import balance_of
from wastebank.models import Approval, Place
from wastebank.refusals import FieldMissing, MayNot


class Drawn:
    """A statement of one month with these visits, and what each of them is by now."""

    def __init__(self, cast: Cast, *visits: tuple[int, int]) -> None:
        self.cast, self.month = cast, months.this_month()
        months.credit(cast)
        self.visits = [months.visit(cast, idr, cash_idr=cash) for idr, cash in visits]
        with months.on_day(1):
            self.statement = months.draw(cast, self.month)

    def states(self) -> list[LineState]:
        return [line.state for line in self.figures().lines]

    def figures(self) -> StatementFigures:
        self.statement = Statement.objects.get(pk=self.statement.pk)
        assert check_book() == []
        assert ladder_of(self.cast.sehati).differs_idr == 0
        return figures_of(self.statement)

    def credit(self) -> int:
        return balance_of(self.cast.siti).balance_idr


def test_a_cut_walks_the_payers_back_the_last_one_first(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 12_000))
    before_idr = drawn.credit()
    with months.on_day(1):
        made = months.cut(cast, drawn.statement, 1, 20_000)
        assert (made.cash_idr, made.account_idr) == (12_000, 8_000)
        assert cash_owed_to_patients(cast.sehati) == []
    with months.on_day(9):
        months.approve(cast, drawn.statement)
        assert drawn.figures().approved_idr == 10_000
        assert drawn.credit() == before_idr + 8_000
        [owed] = cash_owed_to_patients(cast.sehati)
        assert (owed.receipt, owed.amount_idr) == (drawn.visits[0].number, 12_000)


def test_what_is_cut_says_why_and_what_is_not_a_cut_is_refused(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    cuts: list[tuple[int, int, str, str, type[Exception]]] = [
        (1, 0, "double", "", CutOutOfRange),
        (1, 30_001, "double", "", CutOutOfRange),
        (1, 1_000, "sakit", "", ReasonUnknown),
        (1, 1_000, "not_as_given", "", ReasonUnknown),
        (1, 1_000, "other", "", FieldMissing),
        (1, 1_000, "double", "SHT-009999", TwinUnknown),
    ]
    with months.on_day(1):
        for line, amount_idr, reason, twin, refusal in cuts:
            with pytest.raises(refusal):
                months.cut(cast, drawn.statement, line, amount_idr, reason, twin=twin)
        months.cut(cast, drawn.statement, 1, 1_000)
        with pytest.raises(CutBefore):
            months.cut(cast, drawn.statement, 1, 1_000)
        months.cancel(cast, drawn.visits[1])
        for line in (2, 3):
            with pytest.raises(NotAVisit):
                months.cut(cast, drawn.statement, line, 1_000)
    assert drawn.states() == [LineState.WAITS, LineState.AS_ASKED, LineState.CANCELLED]


def test_a_dispute_freezes_its_line_alone_and_is_answered_once(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    before_idr = drawn.credit()
    with months.on_day(1):
        for line in (1, 2):
            months.cut(cast, drawn.statement, line, 5_000)
        with pytest.raises(RepliesOpen):
            months.proposed(cast, drawn.statement)
        months.dispute(cast, drawn.statement, 1)
        with pytest.raises(RepliedBefore):
            months.dispute(cast, drawn.statement, 1)
    with months.on_day(8), pytest.raises(RepliesOpen):  # the last day
        months.proposed(cast, drawn.statement)
    with months.on_day(9):
        with pytest.raises(DisputeTooLate):
            months.dispute(cast, drawn.statement, 2)
        months.approve(cast, drawn.statement)
        assert drawn.states() == [LineState.HELD, LineState.CUT]
        assert (drawn.figures().held_idr, drawn.credit()) == (5_000, before_idr + 5_000)
        with pytest.raises(NotDisputed):
            months.answer(cast, drawn.statement, 2, accept=False)
        months.answer(cast, drawn.statement, 1, accept=False)
        assert drawn.states() == [LineState.CUT, LineState.CUT]
        assert (drawn.figures().approved_idr, drawn.credit()) == (40_000, before_idr + 10_000)
        with pytest.raises(AnsweredBefore):
            months.answer(cast, drawn.statement, 1, accept=True)


def test_silence_is_acceptance_on_both_sides(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    with months.on_day(1):
        for line in (1, 2):
            months.cut(cast, drawn.statement, line, 5_000)
        months.dispute(cast, drawn.statement, 1)
    with months.on_day(15):
        months.approve(cast, drawn.statement)
        assert drawn.states() == [LineState.HELD, LineState.CUT]
    with months.on_day(16):
        assert drawn.states() == [LineState.RESTORED, LineState.CUT]
        assert drawn.figures().open_idr == 45_000
        with pytest.raises(AnswerTooLate):
            months.answer(cast, drawn.statement, 1, accept=False)


def test_an_answer_that_changes_an_approved_sum_is_agreed_by_another(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    with months.on_day(1):
        months.cut(cast, drawn.statement, 1, 5_000)
        months.dispute(cast, drawn.statement, 1)
        months.approve(cast, drawn.statement)
        proposal = months.answer(cast, drawn.statement, 1, accept=True)
        assert isinstance(proposal, Approval)
        with pytest.raises(OwnProposal):
            months.agreed(cast, proposal, by=cast.bambang)
        assert drawn.states() == [LineState.HELD]
        months.agreed(cast, proposal)
        assert (drawn.states(), drawn.figures().open_idr) == ([LineState.RESTORED], 30_000)


def test_before_the_approval_an_answer_is_part_of_it(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    with months.on_day(1):
        months.cut(cast, drawn.statement, 1, 5_000)
        months.dispute(cast, drawn.statement, 1)
        assert not isinstance(months.answer(cast, drawn.statement, 1, accept=True), Approval)
        approval = months.approve(cast, drawn.statement)
        assert (approval.approved_idr, approval.cut_idr) == (30_000, 0)


def test_who_draws_up_does_not_approve_and_nothing_is_cut_afterwards(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    with months.on_day(1):
        proposal = months.proposed(cast, drawn.statement)
        with pytest.raises(OwnProposal):
            months.agreed(cast, proposal, by=cast.bambang)
        months.agreed(cast, proposal)
        for again in (
            lambda: months.cut(cast, drawn.statement, 1, 1_000),
            lambda: months.proposed(cast, drawn.statement),
        ):
            with pytest.raises(StatementApproved):
                again()
        line = StatementLine.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            Adjustment.objects.create(
                line=line,
                amount_idr=1,
                account_idr=1,
                cash_idr=0,
                reason="double",
                dispute_until=months.this_month(),
                actor="x",
                actor_name="x",
                adjusted_at=line.added_at,
            )
    assert drawn.states() == [LineState.AS_ASKED]


def test_a_change_meanwhile_asks_again(cast: Cast) -> None:
    from wastebank.approvals.refusals import ApprovalChanged

    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    with months.on_day(1):
        proposal = months.proposed(cast, drawn.statement)
        months.cancel(cast, drawn.visits[0])
        with pytest.raises(ApprovalChanged):
            months.agreed(cast, proposal)
        assert drawn.figures().state == StatementState.READY


def test_cancelled_before_the_approval_it_stands_in_the_same_statement(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    with months.on_day(1):
        months.cut(cast, drawn.statement, 1, 5_000)
        months.dispute(cast, drawn.statement, 1)
        months.cancel(cast, drawn.visits[0])
        with pytest.raises(VisitCancelledMeanwhile):
            months.answer(cast, drawn.statement, 1, accept=False)
        assert drawn.states() == [LineState.AS_ASKED, LineState.AS_ASKED, LineState.CANCELLED]
        months.approve(cast, drawn.statement)
        assert (drawn.figures().asked_idr, drawn.figures().approved_idr) == (20_000, 20_000)


def test_cancelled_after_it_was_paid_it_comes_with_the_next_statement(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0), (20_000, 0))
    months.bank_account(cast)
    before_idr = drawn.credit()
    with months.on_day(9):
        months.approve(cast, drawn.statement)
        months.pay(cast, drawn.statement, 50_000)
        months.cancel(cast, drawn.visits[0])
        assert drawn.credit() == before_idr + 30_000
        assert ladder_of(cast.sehati).owed_idr == -30_000, "signed: the clinic owes it"
        assert Account.objects.get(code="clinic_owes:SHT").balance == 30_000
        months.visit(cast, 22_000)
    following = months.next_month(drawn.month)
    with months.on_day(1, following):
        second = months.draw(cast, following)
        assert [line.asked_idr for line in second.lines.all()] == [22_000, -30_000]
        months.approve(cast, second)
        figures = figures_of(Statement.objects.get(pk=second.pk))
        assert (figures.state, figures.open_idr) == (StatementState.CARRIED, -8_000)
        months.visit(cast, 10_000)
    third = months.next_month(following)
    with months.on_day(1, third):
        last = months.draw(cast, third)
        assert [line.asked_idr for line in last.lines.all()] == [10_000, -8_000]
        carried = figures_of(Statement.objects.get(pk=second.pk))
        assert (carried.state, carried.open_idr) == (StatementState.CARRIED, 0)
        months.approve(cast, last)
        months.pay(cast, last, 2_000, "2")
        assert ladder_of(cast.sehati).owed_idr == 0
        assert Account.objects.get(code="clinic_owes:SHT").balance == 0
        assert check_book() == []


def test_a_visit_that_was_cut_and_paid_is_cancelled_to_the_rupiah(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    months.bank_account(cast)
    before_idr = drawn.credit()
    with months.on_day(1):
        months.cut(cast, drawn.statement, 1, 5_000)
        accept_cut(key=uuid.uuid4(), by=cast.lestari, statement=drawn.statement.number, line=1)
        months.approve(cast, drawn.statement)
        months.pay(cast, drawn.statement, 25_000)
        assert drawn.credit() == before_idr + 5_000
        gone = months.cancel(cast, drawn.visits[0])
        assert drawn.credit() == before_idr + 30_000 == gone.available_after_idr
        assert cash_owed_to_patients(cast.sehati) == []
    assert drawn.figures().paid_idr == 25_000
    following = months.next_month(drawn.month)
    with months.on_day(1, following):
        second = months.draw(cast, following)
        assert [line.asked_idr for line in second.lines.all()] == [-25_000]


def test_an_empty_month_and_what_is_not_cut_are_said(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    with months.on_day(1):
        for say in (months.dispute, lambda *a: months.answer(*a, accept=True)):
            with pytest.raises((NotCut, NotDisputed)):
                say(cast, drawn.statement, 1)
    following = months.next_month(drawn.month)
    with months.on_day(1, following):
        empty = months.draw(cast, following)
        with pytest.raises(StatementEmpty):
            months.proposed(cast, empty)


def test_another_clinic_finds_nothing_and_a_clerk_may_not(cast: Cast) -> None:
    drawn = Drawn(cast, (30_000, 0))
    place = Place.objects.create(code="LNG", name="Klinik Lain", kind="clinic", parent=cast.induk)
    type(cast.sehati).objects.create(place=place, valid_from=months.this_month())
    other = hire("linda", "lead", place)
    said = {"statement": drawn.statement.number, "line": 1}
    with pytest.raises(StatementUnknown):
        accept_cut(key=uuid.uuid4(), by=other, **said)  # type: ignore[arg-type]
    with pytest.raises(MayNot):
        accept_cut(key=uuid.uuid4(), by=cast.dewi, **said)  # type: ignore[arg-type]
    assert timedelta(days=7) == timedelta(days=cast.sehati.dispute_days)
