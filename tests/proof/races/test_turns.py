"""T17: many writers, nobody refused, and everybody served in the order of asking.

The control is a program without turns, in which SQLite itself decides who is next: whoever comes in
the right moment goes before whoever has waited. Times are printed by `make bench`, turn by turn
with the control.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import sleep

import pytest
from django.db import connection, transaction

from ledger.audit import check_book
from ledger.db.turns import Turns, turns_of
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from wastebank.models import Deposit

pytestmark = pytest.mark.prove

EACH = 25 if PROVING else 3


class Watched(Turns):
    """Writes down who asked, and who was served."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.served: list[int] = []
        self.at_the_door = threading.Lock()

    def take(self, seconds: int) -> None:
        with self.at_the_door:  # asking and being seen to ask are one
            self.asked.append(threading.get_ident())
            mine = self.ask()
        self.wait(mine, seconds)
        self.served.append(threading.get_ident())


def without_turns(patch: pytest.MonkeyPatch) -> None:
    """The control: whoever asks has it."""
    patch.setattr(Turns, "take", lambda self, seconds: None)
    patch.setattr(Turns, "give_back", lambda self: None)


def bring_often(cast: Cast, number: int) -> None:
    for _ in range(EACH):
        cast.deposit(("pet", 1_000), member=(cast.siti, cast.hasan)[number % 2])


WRITERS = [pytest.param(8), pytest.param(32, marks=pytest.mark.engine("sqlite")), pytest.param(16)]


@pytest.mark.parametrize("writers", WRITERS)
def test_nobody_is_refused_and_everybody_is_served_in_turn(
    prepared_programme: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    figure: Callable[[str, int], None],
    writers: int,
) -> None:
    watched = Watched()
    monkeypatch.setattr("ledger.db.fair_sqlite.base.turns_of", lambda database: watched)
    with prepared_programme.fresh() as cast:
        answers = race([partial(bring_often, cast, number) for number in range(writers)])
        assert not [answer for answer in answers if answer is not None]
        assert Deposit.objects.count() == writers * EACH
        assert check_book() == []
    assert watched.served == watched.asked
    assert not watched.taken
    if connection.vendor == "sqlite":
        assert len(watched.served) >= writers * EACH
    figure(f"deposits of {writers} writers, nobody refused", writers * EACH)


def order_of_two(asks: Callable[[], None]) -> list[str]:
    """Somebody waits while we write, and we ask again the moment we are done: who is next?"""
    order: list[str] = []

    def wait_and_write() -> None:
        with transaction.atomic():
            order.append("who waited")

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            waiting = threads.submit(race, [wait_and_write])
            asks()
        with transaction.atomic():
            order.append("who came later")
        assert waiting.result(30) == [None]
    return order


@pytest.mark.engine("sqlite")
def test_whoever_waits_is_overtaken_only_where_there_are_no_turns(
    prepared_programme: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    with prepared_programme.fresh():
        here = turns_of(str(connection.settings_dict["NAME"]))

        def stands_in_the_queue() -> None:
            while not here.waiting:
                os.sched_yield()

        assert order_of_two(stands_in_the_queue) == ["who waited", "who came later"]
        without_turns(monkeypatch)
        # SQLite's pauses have grown to a tenth of a second by then
        assert order_of_two(partial(sleep, 0.4)) == ["who came later", "who waited"]
