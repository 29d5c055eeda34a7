"""Guessing a PIN in parallel: five tries are judged, however many are sent at once."""

import contextlib
import threading
import uuid
from functools import partial

import pytest
from django.db import connection, transaction

from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.proof.faults import pin_counted_late
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.cards import pins
from wastebank.cards.pins import check_pin, reset_pin
from wastebank.cards.refusals import PinLocked, PinWrong
from wastebank.codes.secrets import is_pin
from wastebank.models import PinTries

GUESSES = 30


class Judge:
    """Stands in the place of `is_pin` and counts how often it is really asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.real = is_pin
        self.lock = threading.Lock()
        self.judged = 0
        patch.setattr(pins, "is_pin", self)

    def __call__(self, pin_hash: str, pin: str) -> bool:
        with self.lock:
            self.judged += 1
        return self.real(pin_hash, pin)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    return Judge(monkeypatch)


def guess(cast: Cast, pin: str = "0000") -> str:
    try:
        check_pin(member=cast.siti, cards=[cast.siti_card], pin=pin)
    except Refusal as refusal:
        return refusal.code
    return "opened"


def failed(cast: Cast) -> int:
    return PinTries.objects.get(member=cast.siti).failed


def guess_in_parallel(cast: Cast, *pins: str) -> list[str]:
    return [str(answer) for answer in race([partial(guess, cast, pin) for pin in pins])]


@pytest.fixture
def several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each thread were a process of its own: only the database is between them."""
    monkeypatch.setattr(pins, "JUDGING", [contextlib.nullcontext()])


@pytest.fixture(params=["one process", "several processes"])
def processes(request: pytest.FixtureRequest) -> None:
    if request.param == "several processes":
        request.getfixturevalue("several_processes")


def test_of_thirty_guesses_at_once_five_are_judged(
    prepared_programme: Prepared, judge: Judge, processes: None
) -> None:
    with prepared_programme.fresh() as cast:
        answers = guess_in_parallel(cast, *["0000"] * GUESSES)
        assert judge.judged == 5
        assert sorted(answers) == ["pin_locked"] * 26 + ["pin_wrong"] * 4
        assert failed(cast) == 5


def test_a_locked_pin_stays_locked_for_the_right_one_too(
    prepared_programme: Prepared, judge: Judge
) -> None:
    with prepared_programme.fresh() as cast:
        guess_in_parallel(cast, *["0000"] * 6)
        connection.close()  # as after a restart: only the database remembers
        assert guess(cast, SITI_PIN) == "pin_locked"
        assert judge.judged == 5


def test_a_new_pin_lifts_the_lock(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        guess_in_parallel(cast, *["0000"] * 6)
        card = reset_pin(
            key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin="987340", reason="lupa"
        )
        assert failed(cast) == 0
        assert check_pin(member=cast.siti, cards=[card], pin="987340") == card
        with pytest.raises(PinWrong):
            check_pin(member=cast.siti, cards=[card], pin=SITI_PIN)


def test_the_right_pin_opens_among_four_wrong_ones(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        for _ in range(5):
            answers = guess_in_parallel(cast, SITI_PIN, *["0000"] * 4)
            assert answers[0] == "opened"
            assert failed(cast) <= 4
            assert guess(cast, SITI_PIN) == "opened"


def test_right_pins_at_once_all_open(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        assert set(guess_in_parallel(cast, *[SITI_PIN] * GUESSES)) == {"opened"}


def test_right_pins_at_once_never_lock_the_wallet(
    prepared_programme: Prepared, several_processes: None
) -> None:
    """With more than five processes some of them may have to come again."""
    with prepared_programme.fresh() as cast:
        answers = guess_in_parallel(cast, *[SITI_PIN] * GUESSES)
        assert "opened" in answers
        assert set(answers) <= {"opened", "pin_locked"}
        assert failed(cast) == 0
        assert guess(cast, SITI_PIN) == "opened"


def test_a_try_cannot_be_taken_back_by_its_caller(
    prepared_programme: Prepared, judge: Judge
) -> None:
    """Inside a transaction a rollback would give the try back, so it is not judged at all."""
    with prepared_programme.fresh() as cast:
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            check_pin(member=cast.siti, cards=[cast.siti_card], pin="0000")
        assert judge.judged == 0


def test_a_try_is_counted_before_it_is_judged(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies while it judges has used the try up."""

    def die(pin_hash: str, pin: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(pins, "is_pin", die)
    with prepared_programme.fresh() as cast:
        with pytest.raises(KeyboardInterrupt):
            check_pin(member=cast.siti, cards=[cast.siti_card], pin=SITI_PIN)
        assert failed(cast) == 1


def test_counting_after_judging_would_be_noticed(
    prepared_programme: Prepared,
    judge: Judge,
    monkeypatch: pytest.MonkeyPatch,
    several_processes: None,
) -> None:
    """The control: the same guesses at a program that counts too late."""
    pin_counted_late(monkeypatch, lambda: None)
    with prepared_programme.fresh() as cast:
        guess_in_parallel(cast, *["0000"] * GUESSES)
        assert judge.judged > 5


@pytest.mark.parametrize("left", [4, 3, 2, 1])
def test_the_refusal_tells_how_many_tries_are_left(prepared_programme: Prepared, left: int) -> None:
    with prepared_programme.fresh() as cast:
        for _ in range(4 - left):
            guess(cast)
        with pytest.raises(PinWrong) as refused:
            check_pin(member=cast.siti, cards=[cast.siti_card], pin="0000")
        assert refused.value.facts == {"tries_left": left}


def test_the_fifth_wrong_try_says_that_the_pin_is_locked(prepared_programme: Prepared) -> None:
    with prepared_programme.fresh() as cast:
        for _ in range(4):
            guess(cast)
        with pytest.raises(PinLocked):
            check_pin(member=cast.siti, cards=[cast.siti_card], pin="0000")
