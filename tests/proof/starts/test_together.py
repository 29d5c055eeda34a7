"""Several starts at one moment, where nothing is yet: one migrates, makes the secrets and audits.

They are real processes, of `serve` and of a server that knows only the WSGI module. The control are
processes that know nothing of each other.
"""

import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import clock
from ledger.audit import check_book
from ledger.models import HoldEnd
from tests.cast import Cast
from tests.engines import (
    Database,
    drop_database,
    empty_database,
    engine_name,
    new_database,
    run_folder,
)
from tests.proof import commands
from tests.proof.proving import PROVING
from tests.proof.races.racing import race
from tests.serving import Program

pytestmark = pytest.mark.prove

STARTS = 6 if PROVING else 2
AUDITED = "The book was audited: green."


class Plain(Program):
    """A WSGI server with two processes, and nothing of ours but the site."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        super().__init__(environment, log)
        address = f"127.0.0.1:{self.port}"
        self.command = ("-m", "gunicorn", "wastebank.wsgi", "--bind", address, "--workers", "2")


class WithoutSeats(Program):
    command = ("-m", "tests.proof.starts.without_seats")


@pytest.fixture
def nothing_yet(committed_db: Database, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home without secrets, and a database without tables; the suite's share has those made
    before, which would take most of its time."""
    database = empty_database("starts") if PROVING else new_database("starts")
    home = {"WASTEBANK_HOME": str(tmp_path / "home"), "DEBUG": "0"}
    environment = database.environment | home
    if PROVING and engine_name() == "sqlite":
        environment["DATABASE_URL"] = ""  # the file itself is made in the home
    for name in ("SECRET_KEY", "WASTEBANK_PEPPER"):
        environment.pop(name)
    yield environment
    drop_database(database)


def started(kinds: list[type[Program]], environment: dict[str, str]) -> tuple[list[object], str]:
    """What became of each start, and what all of them said."""
    folder = run_folder() / f"starts-{secrets.token_hex(4)}"
    folder.mkdir()
    programs = [kind(environment, folder / f"{n}.log") for n, kind in enumerate(kinds)]
    try:
        ends = race([program.start for program in programs])
    finally:
        for program in programs:
            program.stop()
    return list(ends), "".join(path.read_text() for path in sorted(folder.glob("*.log")))


def test_of_many_starts_on_nothing_one_does_it(
    nothing_yet: dict[str, str], figure: Callable[[str, int], None]
) -> None:
    kinds = [(Program, Plain)[number % 2] for number in range(STARTS)]
    ends, said = started(kinds, nothing_yet)
    assert ends == [None] * STARTS, said
    assert said.count(AUDITED) == 1, said
    made = {path.name for path in Path(nothing_yet["WASTEBANK_HOME"]).iterdir() if path.is_file()}
    assert {name for name in made if "sqlite3" not in name} == {"secret_key", "pepper"}
    figure(f"starts at one moment on nothing, on {engine_name()}", STARTS)


def test_without_seats_they_are_in_each_others_way(nothing_yet: dict[str, str]) -> None:
    ends, said = started([WithoutSeats, WithoutSeats], nothing_yet)
    assert ends != [None, None] or said.count(AUDITED) > 1


def test_a_hold_out_of_time_is_released_once_by_any_server(
    cast: Cast, committed_db: Database
) -> None:
    cast.deposit()
    with clock.at(clock.now() - timedelta(hours=2)):
        for _ in range(3):
            commands.hold(
                key=uuid.uuid4(),
                by=cast.dewi,
                member=cast.siti.number,
                amount=1_000,
                expires_at=clock.now() + timedelta(hours=1),
            )
    folder = run_folder() / f"starts-{secrets.token_hex(4)}"
    folder.mkdir()
    programs = [Plain(committed_db.environment, folder / f"{n}.log") for n in range(1 + PROVING)]
    try:
        assert race([program.start for program in programs]) == [None] * len(programs)
        until = time.monotonic() + 30
        while HoldEnd.objects.count() < 3 and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        for program in programs:
            program.stop()
    assert list(HoldEnd.objects.values_list("how", flat=True)) == ["expired"] * 3
    assert check_book() == []
