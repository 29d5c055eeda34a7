"""Guessing at the passbook sign-in in parallel: five tries of a wallet are judged, no more."""

import contextlib
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from ledger.refusals import Refusal
from tests.cast import SITI_PIN, Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.cards.pins import check_pin
from wastebank.cards.tries import Road, count_try
from wastebank.codes.member_number import make_number
from wastebank.codes.secrets import is_pin
from wastebank.models import Member, PinTries
from wastebank.passbook import sign_in
from wastebank.passbook.sign_in import open_passbook, right_cards

GUESSES = 30


class Judge:
    """Counts how often a real PIN is really asked, and how often the stand-in is."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.lock = threading.Lock()
        self.judged = self.pretended = 0
        patch.setattr(sign_in, "is_pin", self)

    def __call__(self, pin_hash: str, pin: str) -> bool:
        with self.lock:
            if pin_hash == sign_in.nobody_s_hash():
                self.pretended += 1
            else:
                self.judged += 1
        return is_pin(pin_hash, pin)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    return Judge(monkeypatch)


@pytest.fixture(autouse=True)
def answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(sign_in, "WRONG_MILLISECONDS", 0)


@pytest.fixture(params=["one process", "several processes"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes share nothing but the database: no lock, and no memory of tries."""
    if request.param == "several processes":
        monkeypatch.setattr(sign_in, "JUDGING", [contextlib.nullcontext()])


def guess(cast: Cast, pin: str = "0000") -> bool:
    """Past the counters in memory, which a second process would not share."""
    return bool(right_cards(cast.siti.number, cast.siti, [cast.siti_card], pin, Road.NUMBER))


def tries(cast: Cast) -> tuple[int, int]:
    row = PinTries.objects.get(member=cast.siti)
    return row.failed, row.sign_in_failed


def test_of_thirty_guesses_at_once_five_are_judged(
    prepared_programme: Prepared, judge: Judge, processes: None
) -> None:
    with prepared_programme.fresh() as cast:
        assert not any(race([partial(guess, cast)] * GUESSES))
        assert judge.judged == 5
        assert tries(cast) == (0, 5)


def test_a_shut_sign_in_stays_shut_over_a_restart(
    prepared_programme: Prepared, judge: Judge
) -> None:
    with prepared_programme.fresh() as cast:
        race([partial(guess, cast)] * 6)
        connection.close()  # as after a restart: only the database remembers
        cache.clear()
        assert not guess(cast, SITI_PIN)
        assert judge.judged == 5


def test_guesses_at_the_sign_in_and_at_the_desk_are_counted_apart(
    prepared_programme: Prepared, judge: Judge
) -> None:
    """Sent together; each count stops at its own five, and the card still pays afterwards."""

    def at_the_desk(cast: Cast, pin: str) -> str:
        try:
            check_pin(member=cast.siti, cards=[cast.siti_card], pin=pin)
        except Refusal as refusal:
            return refusal.code
        return "opened"

    with prepared_programme.fresh() as cast:
        street: list[Callable[[], object]] = [partial(guess, cast)] * 12
        desk: list[Callable[[], object]] = [partial(at_the_desk, cast, "0000")] * 3
        answers = race([*street, *desk])
        assert answers[:12] == [False] * 12
        assert answers[12:] == ["pin_wrong"] * 3
        assert tries(cast) == (3, 5)
        assert at_the_desk(cast, SITI_PIN) == "opened"
        assert tries(cast) == (0, 5)


def test_the_right_pin_opens_among_four_wrong_ones(
    prepared_programme: Prepared, processes: None
) -> None:
    with prepared_programme.fresh() as cast:
        answers = race([partial(guess, cast, pin) for pin in (SITI_PIN, *["0000"] * 4)])
        assert answers == [True, False, False, False, False]
        assert tries(cast)[1] <= 4


def test_a_burst_at_one_number_is_slowed_before_it_is_judged(
    prepared_programme: Prepared, judge: Judge
) -> None:
    def knock(who: str) -> str:
        try:
            open_passbook(who=who, pin="0000")
        except Refusal as refusal:
            return refusal.code
        return "opened"

    with prepared_programme.fresh() as cast:
        for number in (cast.siti.number, make_number(77_777)):
            answers = [str(answer) for answer in race([partial(knock, number)] * GUESSES)]
            slowed = GUESSES - sign_in.TRIES_A_WHILE
            assert sorted(answers) == ["opening_waits"] * slowed + ["opening_wrong"] * 3
        assert judge.judged == 3
        assert judge.judged + judge.pretended == 2 * 3 * sign_in.SAME_WORK


def test_spraying_one_pin_over_many_numbers_stops_at_the_address(
    prepared_programme: Prepared,
) -> None:
    """Sent together from one address: ten are looked at, and those from another place go on."""

    def spray(number: str, address: str) -> str:
        form = {"who": number, "pin": "123456"}
        page = Client(REMOTE_ADDR=address).post("/member/", form).content.decode()
        return next(code for code in ("opening_wrong", "too_many_tries") if code in page)

    with prepared_programme.fresh():
        numbers = [make_number(serial) for serial in range(60_000, 60_040)]
        answers = [
            str(answer) for answer in race([partial(spray, who, "10.0.0.7") for who in numbers])
        ]
        assert sorted(answers) == ["opening_wrong"] * 10 + ["too_many_tries"] * 30
        assert spray(numbers[0], "10.0.0.8") == "opening_wrong"


def test_a_try_cannot_be_taken_back_by_its_caller(
    prepared_programme: Prepared, judge: Judge
) -> None:
    """Inside a transaction a rollback would give the try back, so it is not judged at all."""
    with prepared_programme.fresh() as cast:
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            guess(cast)
        assert judge.judged == 0


def test_a_try_is_counted_before_it_is_judged(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies while it judges has used the try up."""

    def die(pin_hash: str, pin: str) -> bool:
        raise KeyboardInterrupt

    with prepared_programme.fresh() as cast:
        monkeypatch.setattr(sign_in, "is_pin", die)
        with pytest.raises(KeyboardInterrupt):
            guess(cast, SITI_PIN)
        assert tries(cast) == (0, 1)


def test_counting_after_judging_would_be_noticed(
    prepared_programme: Prepared, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same guesses at a sign-in that counts too late."""
    monkeypatch.setattr(sign_in, "JUDGING", [contextlib.nullcontext()])
    counted = count_try
    late = threading.local()

    def not_yet(member: Member, road: Road) -> int:
        late.member = member
        return 1

    def judge_then_count(pin_hash: str, pin: str) -> bool:
        right = judge(pin_hash, pin)
        if pin_hash != sign_in.nobody_s_hash():
            counted(late.member, Road.NUMBER)
        return right

    monkeypatch.setattr(sign_in, "count_try", not_yet)
    monkeypatch.setattr(sign_in, "is_pin", judge_then_count)
    with prepared_programme.fresh() as cast:
        race([partial(guess, cast)] * GUESSES)
        assert judge.judged > 5
