"""Corrections cross redemptions, deposits and each other: nothing is taken twice or lost."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from tests.wastebank.deposits.correcting.mending import book, credit_idr, mend, owed_idr, weight
from wastebank.deposits.void import void_deposit
from wastebank.models import Deposit, DepositCorrection, ReceivableMove

ROUNDS = 20 if PROVING else 4


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        yield people


def pay(cast: Cast) -> object:
    return redeem(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )


def void(cast: Cast, deposit: Deposit) -> object:
    return void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah")


def crossed(*commands: Callable[[], object]) -> list[object]:
    """What each of these answered or raised, started at one moment."""
    return list(race(list(commands)))


def refusals(answers: Sequence[Any]) -> list[str]:
    """The codes of those that were refused; anything else that was raised is a fault."""
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Refusal):
            raise answer
    return [answer.code for answer in answers if isinstance(answer, Refusal)]


def test_a_correction_crosses_a_redemption(cast: Cast) -> None:
    """Whichever is first: what was spent is owed, or what was taken cannot be spent."""
    for _ in range(ROUNDS):
        before = credit_idr(cast.siti), owed_idr(cast.siti)
        deposit = cast.deposit()
        paid, mended = crossed(partial(pay, cast), partial(mend, cast, deposit, whole=True))
        refusals([paid, mended])
        assert isinstance(mended, DepositCorrection)
        spent_idr = 0 if isinstance(paid, Refusal) else 15_000
        worth = before[0] - before[1] - spent_idr
        assert credit_idr(cast.siti) - owed_idr(cast.siti) == worth
    assert not check_book()


def test_a_correction_crosses_a_deposit(cast: Cast) -> None:
    for _ in range(ROUNDS):
        before = credit_idr(cast.siti) - owed_idr(cast.siti)
        deposit = cast.deposit()
        if credit_idr(cast.siti) >= 15_000:
            pay(cast)
            before -= 15_000
        bring: Callable[[], object] = partial(cast.deposit, ("pet", 4_000))
        answers = crossed(bring, partial(mend, cast, deposit, weight(1_000)))
        assert not refusals(answers)
        # 25,000 became 2,500, and 10,000 came; of these a part may have gone back.
        assert credit_idr(cast.siti) - owed_idr(cast.siti) == before + 2_500 + 10_000
        left = ReceivableMove.objects.filter(kind="deposit").values_list("left_idr", flat=True)
        assert all(idr >= 0 for idr in left)
    assert not check_book()


def test_two_corrections_and_a_void_of_one_deposit(cast: Cast) -> None:
    """Each begins where the one before it ended, or asks to be looked at again."""
    for _ in range(ROUNDS):
        stock, credit = book("stock:MLT:pet"), credit_idr(cast.siti)
        deposit = cast.deposit()
        answers = crossed(
            partial(mend, cast, deposit, weight(8_000)),
            partial(mend, cast, deposit, whole=True),
            partial(void, cast, deposit),
        )
        known = {"deposit_changed", "already_reversed", "deposit_voided", "nothing_corrected"}
        assert set(refusals(answers)) <= known | {"line_unknown"}
        left = 0 if any(is_whole(answer) for answer in answers) else 8_000
        assert (book("stock:MLT:pet") - stock, credit_idr(cast.siti) - credit) == (
            left,
            left * 5 // 2,
        )
    assert not check_book()


def is_whole(answer: object) -> bool:
    """Whether it left nothing of the deposit: a void, or a correction to nothing."""
    if isinstance(answer, BaseException):
        return False
    return getattr(answer, "total_after_idr", 0) == 0
