"""T5 for money in boxes: two who carry the last of it, two who count, two who book."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest

from ledger.audit import audit
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.engines import Database
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from tests.wastebank.funds.till import fill
from wastebank.approvals.answer import agree
from wastebank.funds.cash.keep import set_cash_account_active
from wastebank.models import Approval, CashCount, CashDifference, CashTransfer

pytestmark = pytest.mark.prove

ROUNDS = 20 if PROVING else 4


def codes(answers: list[object]) -> list[str]:
    """The refusals among the answers; whatever else was raised is a fault."""
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Refusal):
            raise answer
    return sorted(answer.code for answer in answers if isinstance(answer, Refusal))


def test_the_last_money_of_a_box_leaves_it_once(committed_db: Database, cast: Cast) -> None:
    till = fill(cast)
    for turn in range(ROUNDS):
        answers = race([partial(till.move, 500_000, by=by) for by in (cast.bambang, cast.maya)])
        assert codes(list(answers)) == ["cash_short"], turn
        assert till.sums_idr == (0, 2_500_000)
        till.move(500_000, source=till.bank.code, target=till.box.code)
    assert CashTransfer.objects.count() == 2 * ROUNDS
    assert not audit()


def test_money_that_crosses_waits_for_nobody_for_ever(committed_db: Database, cast: Cast) -> None:
    till = fill(cast)
    back = {"source": till.bank.code, "target": till.box.code}
    for _ in range(ROUNDS):
        there = [partial(till.move, 1_000) for _ in range(2)]
        answers = race([*there, *(partial(till.move, 1_000, **back) for _ in range(2))])
        assert codes(list(answers)) == []
    assert till.sums_idr == (500_000, 2_000_000)
    assert not audit()


def test_of_two_counts_begun_together_one_is_recorded(committed_db: Database, cast: Cast) -> None:
    till = fill(cast)
    for turn in range(ROUNDS):
        begun = [till.begin(by=by) for by in (cast.sari, cast.maya)]
        both = zip((cast.sari, cast.maya), begun, strict=True)
        answers = race([partial(till.count, 499_000, one, by=by) for by, one in both])
        assert codes(list(answers)) == ["cash_count_overtaken"], turn
        assert CashCount.objects.count() == turn + 1
    assert Approval.objects.filter(waiting__isnull=False).count() == 1
    assert not audit()


def test_a_difference_is_booked_once_and_a_closed_box_takes_nothing(
    committed_db: Database, cast: Cast
) -> None:
    till = fill(cast)
    till.count(400_000)
    approval = Approval.objects.get()
    answers = race(
        [
            partial(agree, key=uuid.uuid4(), by=by, approval=approval.number)
            for by in (cast.bambang, cast.maya)
        ]
    )
    assert codes(list(answers)) == ["approval_agreed"]
    assert CashDifference.objects.count() == 1
    till.move(400_000)
    shut = partial(
        set_cash_account_active, key=uuid.uuid4(), by=cast.maya, account="KAS-MLT", active=False
    )
    back = partial(till.move, 5_000, source=till.bank.code, target=till.box.code)
    last: list[Callable[[], object]] = [shut, back]
    (refused,) = codes(list(race(last)))
    assert refused in ("cash_closed", "cash_not_empty")
    assert not audit()
