"""An older book is brought up to date whole and green, or stays as it was, also when killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from ledger.audit import check_book
from ledger.db.alone.advisory import AdvisorySeats
from ledger.db.alone.files import FileSeats
from ledger.db.alone.kinds import Seat, Seats
from ledger.db.alone.seats import seats
from ledger.db.engine import EngineProblem
from ledger.management.startup import refuse_unsafe_start, up_to_date
from ledger.management.upgrade import MOST_KEPT
from ledger.models import RedFlag
from ledger.seals.making import seal_all
from ledger.triggers import all_triggers, install, lift
from ledger.written.standing import WriteDown
from tests.cast import Cast
from tests.engines import Database, postgres_programs
from tests.ledger.backup.copying import mode_of, standing_on
from tests.ledger.upgrade import later
from tests.ledger.upgrade.later import with_later
from tests.serving import ROOT

KILLED = """
import django
django.setup()
from tests.ledger.upgrade.later import be_killed
be_killed()
"""


@pytest.fixture
def home(
    committed_db: Database, cast: Cast, settings: LazySettings, tmp_path: Path
) -> Iterator[Path]:
    """A data folder of its own, and a book with entries and a seal."""
    cast.deposit()
    seal_all()
    with standing_on(committed_db):
        settings.HOME = tmp_path
        yield tmp_path
        seats().leave_all()


def started() -> list[str]:
    said: list[str] = []
    with up_to_date(said.append):
        return said


def refusal() -> str:
    with pytest.raises(EngineProblem) as refused:
        started()
    connection.close()
    return str(refused.value)


def as_it_is() -> Any:
    """The tables with their columns, and what the book says of itself."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        columns = {
            name: [c.name for c in connection.introspection.get_table_description(cursor, name)]
            for name in names
        }
        cursor.execute("SELECT code, debits, credits, version FROM ledger_account ORDER BY id")
        return columns, cursor.fetchall(), MigrationRecorder(connection).applied_migrations().keys()


def test_it_goes_on_with_a_copy_of_before_and_says_how_far_it_is(home: Path) -> None:
    with with_later(later.a_table_and_a_row(), later.a_column()):
        said = "\n".join(started())
        refuse_unsafe_start()
        assert check_book() == []
    assert "1 of 2: wastebank.9001_later\n2 of 2: wastebank.9002_later" in said
    (copy,) = home.glob("before-*")
    assert str(copy) in said
    assert mode_of(copy) == 0o600
    assert "wastebank_later" in later.tables()


GOES_WRONG = {
    "breaks off": (later.run(later.goes_wrong), "a receipt nobody can read"),
    "is no SQL": (later.sql("UPDATE nothing SET x = 1"), "it broke off: "),
    "leaves the book red": (
        later.sql("INSERT INTO ledger_redflag (raised_at, findings) VALUES (NULL, NULL)"),
        "it broke off: ",
    ),
}


@pytest.mark.parametrize("case", GOES_WRONG)
def test_what_goes_wrong_leaves_everything_as_it_was(home: Path, case: str) -> None:
    wrong, said = GOES_WRONG[case]
    before = as_it_is()
    with with_later(later.a_table_and_a_row(), later.a_column(), wrong):
        assert said in (found := refusal()), found
        assert "is as it was" in found
    assert as_it_is() == before
    assert (started(), check_book()) == ([], [])
    refuse_unsafe_start()


def test_a_migration_after_which_the_book_is_red_is_taken_back(home: Path) -> None:
    before = as_it_is()

    def alter() -> None:
        lift(connection, all_triggers())
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_account SET credits = credits + 1 WHERE id = 1")
        install(connection, all_triggers())

    with with_later(later.a_table_and_a_row(), later.run(alter)):
        assert "would be red afterwards (" in refusal()
    assert (as_it_is(), RedFlag.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE wastebank_card SET holder_name = 'Wati'",
        "UPDATE ledger_account SET credits = credits + 1 WHERE code LIKE 'member:%'",
        "UPDATE wastebank_deposit SET actor_name = 'x'",
    ],
)
def test_what_was_altered_before_is_not_blessed(home: Path, altered: str) -> None:
    """`WriteDown` alone would write the altered rows down as they stand."""
    with connection.cursor() as cursor:
        lift(connection, all_triggers())
        cursor.execute(altered)
        install(connection, all_triggers())
    before = as_it_is()
    with with_later([WriteDown("wastebank")]):
        assert "is red already" in refusal()
    assert as_it_is() == before
    assert check_book() != []


def test_killed_in_the_middle_the_next_start_finds_no_half(
    home: Path, committed_db: Database
) -> None:
    before = as_it_is()
    connection.close()
    command = [sys.executable, "-c", KILLED]
    environment = committed_db.environment | {
        "WASTEBANK_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "wastebank.settings",
        "WASTEBANK_PG_BIN": postgres_programs(),
    }
    killed = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "2 of 2" in killed.stderr
    assert as_it_is() == before
    with with_later(later.a_table_and_a_row()):
        started()
        assert "wastebank_later" in later.tables()


def test_a_book_of_a_newer_version_is_refused_with_the_way_back(home: Path) -> None:
    with with_later(later.a_table_and_a_row()):
        started()
    said = refusal()
    assert "newer version" in said
    assert "wastebank 9001_later" in said
    assert str(next(home.glob("before-*"))) in said


def test_no_copy_no_upgrade(home: Path, settings: LazySettings) -> None:
    before = as_it_is()
    settings.HOME = home / "away"
    with with_later(later.a_table_and_a_row()):
        assert "no copy of it can be made" in refusal()
    assert as_it_is() == before


def test_nobody_may_serve_it_meanwhile(home: Path, committed_db: Database) -> None:
    is_file = connection.vendor == "sqlite"
    other: Seats = FileSeats(committed_db.name) if is_file else AdvisorySeats()
    assert other.share(Seat.SERVING)
    with with_later(later.a_table_and_a_row()):
        assert "stop it first" in refusal()
        other.leave_all()
        started()


def test_tried_again_and_again_it_fills_no_disk(home: Path) -> None:
    with with_later(later.run(later.goes_wrong)):
        for _ in range(2):
            refusal()
    assert len(list(home.glob("before-*"))) == 1
    for number in range(MOST_KEPT + 1):
        (home / f"before-0.0.{number}-0badcafe.backup").touch()
    own = home / "before-lebaran.backup"
    own.touch()
    os.utime(own, (0, 0))
    with with_later(later.a_table_and_a_row()):
        started()
    assert len(list(home.glob("before-*"))) == MOST_KEPT + 1
    assert own.exists(), "what people name so is theirs"


def test_the_release_says_which_tables_are_known_and_which_are_there(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("release")
    assert capsys.readouterr().out.endswith("(same)\n")
    with with_later(later.a_table_and_a_row()):
        call_command("release")
        said = capsys.readouterr().out
        assert f"wastebank {settings.LEDGER_VERSION}\nits tables: ledger " in said
        assert said.splitlines()[1].partition(": ")[2] != said.splitlines()[2].partition(": ")[2]
        assert "(older: the next start brings them up to date)" in said
        started()
    call_command("release")
    assert "(of a newer version)" in capsys.readouterr().out
