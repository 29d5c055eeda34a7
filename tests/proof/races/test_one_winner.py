"""T6: thirty requests at once want the whole balance, over HTTP; one of them gets it.

In half of the rounds all of them carry one key, as a client that repeats itself; in the other
half each carries its own, as thirty clerks with one card. The served program is the real one.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import pytest

from ledger.audit import check_book
from ledger.models import Account
from tests.cast import SITI_PIN, Cast
from tests.engines import Database, drop_database, pointed_at
from tests.proof.prepared import Prepared, without_checks
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from tests.serving import Answer, Served
from wastebank.models import PinTries

REQUESTS = 30
ROUNDS = 50 if PROVING else 8  # of each kind
BALANCE_IDR = 25_000


@pytest.fixture
def stood_on(prepared_programme: Prepared) -> Iterator[Database]:
    """A database of the test's own with the cast in it, whose PINs are quick to check."""
    database = prepared_programme.copy()
    with pointed_at(database):
        yield database
    drop_database(database)


class Clinic:
    """Siti's card at the served program's API, in as many hands as one likes."""

    def __init__(self, cast: Cast, program: Served) -> None:
        self.cast, self.program = cast, program
        self.token = cast.token(cast.dewi)

    def pay_everything(self, key: uuid.UUID) -> Answer:
        body = {
            "card": self.cast.siti_card.code,
            "pin": SITI_PIN,
            "lines": [{"service": "obat", "count": 1, "price": BALANCE_IDR}],
        }
        return self.program.post("/api/v1/redemptions", body, token=self.token, key=key)

    def round(self, keys: Sequence[uuid.UUID]) -> list[Answer]:
        """Siti brings ten kilos, and all keys ask for what they are worth at the same time."""
        self.cast.deposit()
        answers = race([partial(self.pay_everything, key) for key in keys])
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return [answer for answer in answers if isinstance(answer, Answer)]

    def balance(self) -> int:
        return Account.objects.get(code=f"member:{self.cast.siti.number}").balance


def complaints(answers: Sequence[Answer], *, one_key: bool) -> list[str]:
    """What is wrong with the answers of one round."""
    found = []
    won = [answer for answer in answers if answer.status == 201]
    if len(won) != 1:
        found.append(f"{len(won)} succeeded")
    for answer in answers:
        if answer.status == 201:
            continue
        if one_key and won and answer.status == 200:
            if not answer.replayed or answer.body != won[0].body:
                found.append("a replay with another body")
        elif one_key or (answer.status, answer.json["code"]) != (409, "credit_too_small"):
            found.append(f"{answer.status} {answer.body.decode()[:200]}")
    return found


def keys_of_a_round(*, one_key: bool) -> list[uuid.UUID]:
    return [uuid.uuid4()] * REQUESTS if one_key else [uuid.uuid4() for _ in range(REQUESTS)]


@contextmanager
def serving(program: Served) -> Iterator[Served]:
    try:
        program.start()
        yield program
    finally:
        program.stop()


EACH_KIND = pytest.mark.parametrize("one_key", [True, False], ids=["one key", "a key each"])


@pytest.mark.prove
@EACH_KIND
def test_one_of_thirty_gets_the_whole_balance(
    prepared_programme: Prepared,
    stood_on: Database,
    one_key: bool,
    figure: Callable[[str, int], None],
) -> None:
    with serving(Served(stood_on)) as program:
        clinic = Clinic(prepared_programme.cast, program)
        for _ in range(ROUNDS):
            answers = clinic.round(keys_of_a_round(one_key=one_key))
            assert complaints(answers, one_key=one_key) == []
            assert clinic.balance() == 0
            assert PinTries.objects.get(member=prepared_programme.cast.siti).failed == 0
    assert check_book() == []
    figure("T6: rounds of thirty requests with one winner", ROUNDS)


# --- the control: the same requests at a program with a fault in it

FAULT = {True: "key_lost", False: "look_before_lock"}


class ServedWithFault(Served):
    def __init__(self, database: Database, fault: str) -> None:
        super().__init__(database)
        self.command = ("-m", "tests.proof.faults", fault)


@EACH_KIND
def test_a_program_with_a_fault_would_be_noticed(
    prepared_programme: Prepared, stood_on: Database, one_key: bool
) -> None:
    """A lost key answers the second request anew; a look before the lock spends twice."""
    with without_checks(), serving(ServedWithFault(stood_on, FAULT[one_key])) as program:
        clinic = Clinic(prepared_programme.cast, program)
        found: list[str] = []
        for _ in range(10):
            found += complaints(clinic.round(keys_of_a_round(one_key=one_key)), one_key=one_key)
            if found:
                break
        assert found
        if not one_key:
            assert clinic.balance() < 0
            assert {finding.law for finding in check_book()} >= {"never below zero"}
