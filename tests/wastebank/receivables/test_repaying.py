"""R13: a receivable comes back by later deposits, each at most its cap, nothing from the first."""

import uuid
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.wastebank.deposits.correcting.mending import book, credit_idr, mend, owed_idr
from wastebank.deposits.batch import record_deposits
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import DepositOf
from wastebank.deposits.void import void_deposit
from wastebank.models import Deposit, DepositCorrection, ReceivableMove
from wastebank.receivables.caps import Cap


def owing(cast: Cast, *, cause: str = "our_error") -> int:
    """Siti's 25,000 are spent but for 10,000 when it turns out that nothing had been brought."""
    deposit = cast.deposit(("pet", 10_000))
    cast.redeem()
    mend(cast, deposit, whole=True, cause=cause)
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (0, 15_000)
    return owed_idr(cast.siti)


def parts(deposit: Deposit) -> list[tuple[int, int]]:
    moves = ReceivableMove.objects.filter(deposit=deposit).order_by("pk")
    return [(move.amount_idr, move.left_idr) for move in moves]


def test_the_first_deposit_is_whole_and_later_ones_bring_a_part_back(cast: Cast) -> None:
    owing(cast)
    first = cast.deposit(("pet", 4_000))
    assert (parts(first), credit_idr(cast.siti)) == ([], 10_000)
    second = cast.deposit(("pet", 8_000))
    assert parts(second) == [(2_000, 13_000)]
    # It keeps its whole worth; the part is a movement of its own in the same entry.
    assert (second.total_idr, second.balance_after_idr) == (20_000, 28_000)
    moves = list(second.entry.postings.order_by("line").values_list("amount", "debit__code"))
    assert moves[-1] == (2_000, f"member:{cast.siti.number}")
    assert moves[-2] == (20_000, "inventory:MLT:pet")
    third = cast.deposit(("pet", 400))  # Rp1,000: the floor, and no more than it is worth
    assert (parts(third), third.balance_after_idr) == ([(1_000, 12_000)], 28_000)
    assert owed_idr(cast.siti) == 12_000
    assert not check_book()


def test_it_ends_when_it_is_back(cast: Cast) -> None:
    owing(cast, cause="fraud")
    cast.deposit()
    assert parts(cast.deposit(("pet", 10_000))) == [(12_500, 2_500)]
    assert parts(cast.deposit(("pet", 10_000))) == [(2_500, 0)]
    assert parts(cast.deposit()) == []
    assert owed_idr(cast.siti) == 0
    assert not check_book()


def test_what_was_taken_for_nothing_or_voided_is_not_the_first(cast: Cast) -> None:
    owing(cast)
    voided = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=voided.number, reason="salah")
    assert parts(cast.deposit(("pet", 4_000))) == []
    assert parts(cast.deposit(("pet", 4_000))) == [(1_000, 14_000)]
    assert not check_book()


def test_others_are_not_touched(cast: Cast) -> None:
    owing(cast)
    for _ in range(2):
        assert parts(cast.deposit(member=cast.hasan)) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("percent", "floor_idr", "total_idr", "part_idr"),
    [
        (10, 1_000, 17_321, 1_732),
        (10, 1_000, 7_347, 1_000),
        (10, 1_000, 999, 999),
        (10, 1_000, 0, 0),
        (100, 0, 1, 1),
        (0, 0, 50_000, 0),
        (50, 5_000, 9_999, 5_000),
    ],
)
def test_a_cap_is_a_share_and_at_least_a_sum_never_more_than_the_deposit(
    percent: int, floor_idr: int, total_idr: int, part_idr: int
) -> None:
    assert Cap(percent, floor_idr).part_of(total_idr) == part_idr


@pytest.mark.once
def test_how_many_deposits_it_takes_is_said() -> None:
    assert Cap(10, 1_000).deposits_until_gone(29_332, 9_800) == 30
    assert Cap(10, 0).deposits_until_gone(29_332, 0) is None


def test_several_are_paid_the_oldest_first_and_all_within_the_greatest_cap(cast: Cast) -> None:
    owing(cast)
    cast.deposit(("pet", 400))  # the first after it
    deposit = cast.deposit(("pet", 8_000))  # 2,000 of it go back
    assert owed_idr(cast.siti) == 13_000
    cast.redeem()
    mend(cast, deposit, whole=True, cause="fraud")
    assert owed_idr(cast.siti) == 13_000 + 16_000
    cast.deposit(("pet", 400))  # brings back for the older one, and is the first for the newer
    later = cast.deposit(("pet", 10_000))
    # 10 % to our mistake, and up to 50 % in all.
    assert parts(later) == [(2_500, 9_500), (10_000, 6_000)]
    last = ReceivableMove.objects.filter(deposit=later).latest("pk")
    assert last.left_of_member_idr == owed_idr(cast.siti) == 15_500
    assert not check_book()


def test_what_was_said_when_it_began_stays(cast: Cast, settings: Settings) -> None:
    owing(cast)
    settings.WASTEBANK_REPAY_OUR_ERROR = (100, 0)
    cast.deposit()
    assert parts(cast.deposit(("pet", 8_000))) == [(2_000, 13_000)]


def test_deposits_that_are_sent_together_bring_it_back_as_one_by_one(cast: Cast) -> None:
    """A queue of a device is recorded in one go: the first deposit in it is whole there, too."""
    owing(cast)
    asked = [
        DepositOf(uuid.uuid4(), cast.sari, [LineAsked("pet", 8_000)], member=number)
        for number in (cast.siti.number, cast.hasan.number, cast.siti.number, cast.siti.number)
    ]
    made = record_deposits(by=cast.sari, asked=asked)
    assert made is not None
    assert [parts(deposit) for deposit in made] == [
        [],
        [],
        [(2_000, 13_000)],
        [(2_000, 11_000)],
    ]
    assert [deposit.balance_after_idr for deposit in made] == [20_000, 20_000, 38_000, 56_000]
    assert owed_idr(cast.siti) == 11_000
    assert not check_book()


def test_a_deposit_that_brought_something_back_is_taken_back_whole(cast: Cast) -> None:
    owing(cast)
    cast.deposit(("pet", 400))
    deposit = cast.deposit(("pet", 8_000))
    made = void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah")
    assert isinstance(made, DepositCorrection)
    # 18,000 of it were there and the 1,000 of before; what it had brought back is owed again.
    assert (made.from_credit_idr, made.receivable_idr) == (19_000, 1_000)
    assert (credit_idr(cast.siti), owed_idr(cast.siti)) == (0, 14_000)
    assert not check_book()


def test_an_old_receivable_does_not_wake_up(cast: Cast) -> None:
    """R15: it stays with whoever had the wallet then, whatever becomes of them."""
    owing(cast)
    receivable = cast.siti.receivables.get()
    cast.siti.kind = "household"
    cast.siti.save()
    with clock.at(clock.now() + timedelta(days=400)):
        cast.deposit()
        assert parts(cast.deposit(("pet", 8_000))) == [(2_000, 13_000)]
    assert (receivable.member, book(f"receivable:{cast.siti.number}")) == (cast.siti, 13_000)
