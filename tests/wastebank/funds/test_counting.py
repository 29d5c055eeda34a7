"""Counting: blind, with what moved meanwhile taken into account, and booked by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ledger import clock
from ledger.audit import check_book
from ledger.queries import find_account
from tests.cast import Cast
from tests.wastebank.funds.till import code_of, fill
from wastebank.funds.cash.differences import is_open
from wastebank.funds.cash.statements import open_steps
from wastebank.models import Approval, CashCount, CashCountBegun, CashDifference, ReconciledStep
from wastebank.values.calendar import local_day


def test_a_count_that_agrees_is_kept(cast: Cast) -> None:
    till = fill(cast)
    count = till.count(500_000)
    assert (count.book_idr, count.difference_idr) == (500_000, 0)
    assert not is_open(count)
    assert check_book() == []


@pytest.mark.parametrize("counted_idr", [499_500, 500_750, 0])
def test_a_difference_waits_and_is_booked_by_somebody_else(cast: Cast, counted_idr: int) -> None:
    till = fill(cast)
    count = till.count(counted_idr)
    assert is_open(count)
    assert till.sums_idr[0] == 500_000  # until two have agreed
    assert code_of(lambda: till.book(count, cast.sari)) == "not_allowed"
    till.book(count, cast.bambang)
    assert till.sums_idr[0] == counted_idr
    other = find_account("cash_difference:KAS-MLT")
    assert other is not None
    assert other.balance == 500_000 - counted_idr
    assert code_of(lambda: till.book(count, cast.maya)) == "approval_agreed"
    assert not is_open(count)
    assert check_book() == []


def test_what_moves_while_somebody_counts_is_told_apart(cast: Cast) -> None:
    """It was 500,000 as the count began; 200,000 left while Sari counted."""
    till = fill(cast)
    begun = till.begin()
    till.move(200_000)
    assert code_of(lambda: till.count(500_000, begun)) == "cash_moved_meanwhile"
    counted_before = till.count(500_000, begun, after=begun.version)
    assert (counted_before.book_idr, counted_before.difference_idr) == (500_000, 0)
    again = till.begin()
    till.move(50_000)
    counted_after = till.count(250_000, again, after=again.version + 1)
    assert counted_after.difference_idr == 0
    third = till.begin()
    for wrong in (third.version - 1, third.version + 1):
        assert code_of(lambda step=wrong: till.count(1, third, after=step)) == "field_malformed"
    assert check_book() == []


def test_only_what_was_counted_last_says_how_much_is_there(cast: Cast) -> None:
    """The same 500 is missing in both counts: it is booked once."""
    till = fill(cast)
    first, second = till.count(499_500), till.count(499_500)
    assert (is_open(first), is_open(second)) == (False, True)
    assert code_of(lambda: till.book(first, cast.bambang)) == "approval_withdrawn"
    meanwhile = till.begin(by=cast.maya)
    till.book(second, cast.bambang)
    assert code_of(lambda: till.count(499_500, meanwhile, by=cast.maya)) == "cash_count_overtaken"
    assert till.count(499_500).difference_idr == 0
    assert till.sums_idr[0] == 499_500
    assert check_book() == []


def test_what_a_count_refuses(cast: Cast) -> None:
    till = fill(cast)
    begun = till.begin()
    overtaken = till.begin(by=cast.maya)
    done = till.count(500_000, begun)
    old = CashCountBegun.objects.create(
        account=till.box,
        version=1,
        last_count=done.pk,
        last_difference=0,
        actor="sari",
        begun_at=clock.now() - timedelta(hours=13),
    )
    said = {
        "cash_counted": lambda: till.count(500_000, begun),
        "cash_count_overtaken": lambda: till.count(1, overtaken, by=cast.maya),
        "cash_count_too_old": lambda: till.count(1, old),
        "cash_count_unknown": lambda: till.count(1, overtaken, by=cast.rudi),
        "cash_no_box": lambda: till.begin(account=till.bank.code, by=cast.maya),
        "cash_sum_out_of_range": lambda: till.count(-1),
        "not_allowed": lambda: till.begin(by=cast.yusuf),
        "cash_unknown": lambda: till.begin(by=cast.rudi),
    }
    assert {code: code_of(call) for code, call in said.items()} == {code: code for code in said}


def test_a_statement_is_compared_movement_by_movement(cast: Cast) -> None:
    """The statement shows what was brought in; the transfer of today is still on its way."""
    till = fill(cast)
    till.move(80_000)
    first, second = open_steps(till.bank)
    assert (first.amount_idr, second.amount_idr, second.age_days) == (2_000_000, 80_000, 0)
    count = till.compare(2_000_000, steps=[first.version])
    assert (count.book_idr, count.difference_idr) == (2_000_000, 0)
    assert [step.version for step in open_steps(till.bank)] == [second.version]
    assert till.compare(2_080_000).difference_idr == 0
    assert open_steps(till.bank) == []
    assert check_book() == []


def test_what_the_bank_took_is_booked_and_stands_on_that_statement(cast: Cast) -> None:
    till = fill(cast)
    fee = till.compare(1_993_500)
    assert fee.difference_idr == -6_500
    assert code_of(lambda: till.book(fee, cast.bambang)) == "own_proposal"
    till.book(fee, cast.maya)
    assert till.sums_idr[1] == 1_993_500
    assert open_steps(till.bank) == []
    assert till.compare(1_993_500).difference_idr == 0
    assert check_book() == []


def test_a_difference_that_nobody_booked_is_found_again_and_not_twice(cast: Cast) -> None:
    till = fill(cast)
    first, second = till.compare(1_993_500), till.compare(1_993_500)
    assert code_of(lambda: till.book(first, cast.maya)) == "approval_withdrawn"
    till.book(second, cast.maya)
    assert till.sums_idr[1] == 1_993_500
    assert check_book() == []


def test_what_a_statement_refuses(cast: Cast) -> None:
    till = fill(cast)
    today = local_day(clock.now())
    till.compare(2_000_000, reference="RK-11")
    said = {
        "cash_statement_taken": lambda: till.compare(2_000_000, reference="RK-11"),
        "cash_statement_out_of_order": lambda: till.compare(1, day=today - timedelta(days=1)),
        "day_ahead": lambda: till.compare(1, day=today + timedelta(days=1)),
        "cash_step_reconciled": lambda: till.compare(1, steps=[1]),
        "cash_no_bank": lambda: till.compare(1, account=till.box.code),
        "field_missing": lambda: till.compare(1, reference=" "),
        "cash_sum_out_of_range": lambda: till.compare(-1),
        "not_allowed": lambda: till.compare(1, by=cast.sari),
    }
    assert {code: code_of(call) for code, call in said.items()} == {code: code for code in said}
    assert CashCount.objects.count() == 1


def test_a_shortage_larger_than_what_is_left_says_so(cast: Cast) -> None:
    till = fill(cast)
    count = till.count(100_000)
    till.move(450_000)
    assert code_of(lambda: till.book(count, cast.bambang)) == "cash_short"
    assert is_open(count)


def test_the_database_keeps_counts_and_refuses_a_difference_of_ones_own(cast: Cast) -> None:
    till = fill(cast)
    count = till.count(400_000)
    statement = till.compare(2_000_000)
    rows: list[Any] = [count, count.begun, statement.steps.first()]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()
    asked = {"count": count, "approval": Approval.objects.get(), "entry_id": 1}
    now = clock.now()
    own = CashDifference(**asked, amount_idr=-100_000, actor="sari", recorded_at=now)
    other = CashDifference(**asked, amount_idr=5, actor="maya", recorded_at=now)
    elsewhere = ReconciledStep(count=statement, account=till.box, version=1)
    for row in (own, other, elsewhere):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
