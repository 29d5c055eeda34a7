"""A seat is had by one process, or shared by many; it is free as soon as that process has ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from ledger.db.alone import advisory
from ledger.db.alone.files import FileSeats
from ledger.db.alone.kinds import SILENT_SECONDS, Seat, Seats
from ledger.db.alone.seats import alone, seats
from ledger.management import upkeep
from tests.engines import Database
from tests.serving import ROOT

SIT_DOWN = """
import django; django.setup()
import signal
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import seats
seats().take(Seat.RUNNER)
print("sits", flush=True)
signal.pause()
"""


def another() -> Seats:
    """The seats of another process, by a file or a session of their own."""
    name = str(connection.settings_dict["NAME"])
    return FileSeats(name) if connection.vendor == "sqlite" else advisory.AdvisorySeats()


@pytest.fixture
def two(committed_db: Database) -> Iterator[tuple[Seats, Seats]]:
    both = another(), another()
    yield both
    for one in both:
        one.leave_all()


def test_a_seat_is_had_alone_or_shared(two: tuple[Seats, Seats]) -> None:
    ours, theirs = two
    assert ours.try_take(Seat.START)
    assert ours.try_take(Seat.START)
    assert not theirs.try_take(Seat.START)
    assert theirs.try_take(Seat.RUNNER)
    ours.leave(Seat.START)
    theirs.take(Seat.START)
    assert not ours.share(Seat.START)
    assert theirs.share(Seat.START)
    assert ours.share(Seat.START)
    theirs.leave(Seat.START)
    assert not theirs.try_take(Seat.START)
    ours.leave(Seat.START)
    assert theirs.try_take(Seat.START)


def test_whoever_finds_somebody_starting_hears_it_and_waits(two: tuple[Seats, Seats]) -> None:
    ours, _ = two
    ours.take(Seat.START)
    said = []

    def wait() -> None:
        said.append("waits")
        ours.leave(Seat.START)

    with alone(Seat.START, wait):
        assert not ours.try_take(Seat.START)
    seats().leave_all()
    assert said == ["waits"]
    assert ours.try_take(Seat.START)


def test_a_killed_runner_hands_over(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "do_what_is_due", lambda: 0)
    runner = subprocess.Popen(
        [sys.executable, "-c", SIT_DOWN],
        cwd=ROOT,
        env=committed_db.environment | {"DJANGO_SETTINGS_MODULE": "wastebank.settings"},
        stdout=subprocess.PIPE,
    )
    try:
        assert runner.stdout
        assert runner.stdout.readline() == b"sits\n"
        assert not upkeep.one_round()
    finally:
        os.kill(runner.pid, signal.SIGKILL)
        runner.wait(30)
        runner.communicate()
    until = time.monotonic() + 10  # PostgreSQL notices a moment later
    while not upkeep.one_round():
        assert time.monotonic() < until
    assert upkeep.one_round()
    seats().leave_all()


@pytest.mark.engine("sqlite")
def test_a_runner_that_says_nothing_is_stood_in_for(two: tuple[Seats, Seats]) -> None:
    ours, theirs = two
    assert ours.try_take(Seat.RUNNER)
    ours.stay()
    assert not theirs.try_take(Seat.RUNNER)
    file = Path(f"{connection.settings_dict['NAME']}-runner")
    long_ago = time.time() - SILENT_SECONDS - 5
    os.utime(file, (long_ago, long_ago))
    assert theirs.try_take(Seat.RUNNER)
    ours.stay()
    assert not theirs.try_take(Seat.RUNNER)


@pytest.mark.engine("postgres")
def test_a_session_that_says_nothing_loses_its_seats_and_takes_others(
    two: tuple[Seats, Seats], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = two
    assert ours.try_take(Seat.RUNNER)
    monkeypatch.setattr(advisory, "SILENT_SECONDS", "0.2")
    ours.stay()
    theirs.take(Seat.RUNNER)  # waits until the server has ended the silent one
    with pytest.raises(DatabaseError):
        ours.try_take(Seat.RUNNER)
    assert not ours.try_take(Seat.RUNNER)
    theirs.leave(Seat.RUNNER)
    assert ours.try_take(Seat.RUNNER)
