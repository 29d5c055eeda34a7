"""Turns are given in the order of asking, within a bound, and back on every road."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import OperationalError, ProgrammingError, connection, connections, transaction

from ledger.db import turns
from ledger.db.fair_sqlite.base import is_written_by
from ledger.db.outage import Outage, outage_of
from ledger.db.turns import Busy, Turns, turns_of
from ledger.models import DocumentForm
from tests.engines import Database


def of_here() -> Turns:
    return turns_of(str(connection.settings_dict["NAME"]))


def is_free(here: Turns) -> bool:
    return not here.taken and not here.waiting


def wait_for(count: int, here: Turns) -> None:
    """Until so many stand in the queue: the test itself waits for nothing else."""
    while len(here.waiting) < count:
        os.sched_yield()


@contextmanager
def queued(commands: Sequence[Callable[[], object]], here: Turns) -> Iterator[list[Future[object]]]:
    """Each asks for a turn once the one before it stands in the queue."""

    def run(command: Callable[[], object]) -> object:
        try:
            return command()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(commands)) as threads:
        waiting = []
        for count, command in enumerate(commands, start=1):
            waiting.append(threads.submit(run, command))
            wait_for(count, here)
        yield waiting


@pytest.mark.once
def test_turns_are_given_in_the_order_of_asking_and_whoever_gave_up_is_passed_over() -> None:
    here, served = Turns(), list[int]()

    def take(number: int, seconds: int) -> None:
        here.take(seconds)
        served.append(number)
        here.give_back()

    commands = [partial(take, number, 0 if number == 2 else 30) for number in range(6)]
    here.take(1)
    with queued(commands[:2], here) as first, queued(commands[3:], here) as later:
        with pytest.raises(Busy) as gave_up:
            commands[2]()
        here.give_back()
        for one in [*first, *later]:
            one.result(30)
    assert served == [0, 1, 3, 4, 5]
    assert outage_of(gave_up.value) is Outage.BUSY
    assert is_free(here)


@pytest.mark.once
def test_a_turn_given_in_the_moment_of_an_interrupt_is_given_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = Turns()

    class Interrupted:
        """A lock whose waiting ends with an interrupt, before or after the turn is given."""

        def __init__(self) -> None:
            self.asked = 0

        def acquire(self, timeout: float = -1) -> bool:
            self.asked += 1
            if self.asked == 2:
                if given_first:
                    here.give_back()
                raise KeyboardInterrupt
            return True

        def release(self) -> None:
            return

    for given_first in (True, False):
        here.take(1)
        with monkeypatch.context() as patch:
            patch.setattr(threading, "Lock", Interrupted)
            with pytest.raises(KeyboardInterrupt):
                here.take(1)
        if not given_first:
            here.give_back()
        assert is_free(here)


@pytest.mark.once
def test_a_forked_child_begins_without_the_turns_of_its_parent() -> None:
    here = turns_of("of the fork")
    here.take(1)
    child = os.fork()
    if child == 0:
        os._exit(1 if turns_of("of the fork").taken else 0)
    assert os.waitpid(child, 0)[1] == 0
    del turns.ALL_TURNS["of the fork"]


@pytest.mark.once
def test_what_writes_is_told_from_what_reads() -> None:
    writes = ("INSERT INTO a", " update a", "\n  DELETE FROM a", "REPLACE INTO a", "CREATE TABLE a")
    assert all(is_written_by(text) for text in writes)
    reads = ("SELECT 1", "PRAGMA x", "EXPLAIN INSERT", "SAVEPOINT s", "BEGIN DEFERRED", "")
    assert not any(is_written_by(text) for text in reads)


@pytest.mark.engine("sqlite")
def test_every_way_out_of_a_transaction_gives_the_turn_back(committed_db: Database) -> None:
    here = of_here()

    def hand_on() -> None:
        assert is_free(here)  # what follows a commit is not done in anybody's time

    with transaction.atomic():
        assert not is_free(here)
        transaction.on_commit(hand_on)
        with transaction.atomic():  # a savepoint needs no turn of its own
            DocumentForm.objects.create(table_name="a", column_names="b")
    assert is_free(here)
    with pytest.raises(ValueError, match="none"), transaction.atomic():
        int("none")
    assert is_free(here)
    with transaction.atomic():
        connection.close()
    assert is_free(here)
    connection.ensure_connection()
    with pytest.raises(OperationalError), connection.execute_wrapper(refuse_begin):
        transaction.atomic().__enter__()
    assert is_free(here)
    connection.close()
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.connection.close()  # it cannot be committed, nor rolled back
    assert is_free(here)
    connection.close()
    DocumentForm.objects.create(table_name="c", column_names="d")
    assert is_free(here)
    assert DocumentForm.objects.count() == 2


def refuse_begin(execute: object, sql: str, *_: object) -> None:
    assert sql == "BEGIN IMMEDIATE"
    raise OperationalError(sql)


@pytest.mark.engine("sqlite")
def test_what_is_written_by_itself_waits_its_turn_and_reading_waits_for_nobody(
    committed_db: Database,
) -> None:
    here = of_here()
    write = partial(DocumentForm.objects.create, column_names="x")  # in autocommit
    commands = [partial(write, table_name=name) for name in "abc"]
    block = transaction.atomic()
    block.__enter__()
    with queued(commands, here) as waiting:
        with ThreadPoolExecutor(1) as reader:
            assert reader.submit(count_and_close).result(30) == 0
        assert not any(one.done() for one in waiting)
        block.__exit__(None, None, None)
        for one in waiting:
            one.result(30)
    written = DocumentForm.objects.order_by("pk").values_list("table_name", flat=True)
    assert list(written) == ["a", "b", "c"]


def count_and_close() -> int:
    try:
        return DocumentForm.objects.count()
    finally:
        connections.close_all()
