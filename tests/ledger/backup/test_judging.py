"""What the program says of a copy, before anybody may use it."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from ledger.management.commands.judge_copy import faults_of_copy
from tests import engines
from tests.cast import Cast
from tests.engines import Database
from tests.ledger.backup.copying import empty_place, refusal_of


def test_a_sound_copy_has_no_fault(cast: Cast, committed_db: Database) -> None:
    cast.deposit()
    assert list(faults_of_copy()) == []


def test_a_copy_of_a_newer_version_is_not_touched(committed_db: Database) -> None:
    MigrationRecorder(connection).record_applied("ledger", "9999_of_tomorrow")
    MigrationRecorder(connection).record_applied("an_app_that_is_gone", "0001_initial")
    faults = list(faults_of_copy())
    assert faults == [
        "a newer version of the program made it (ledger 9999_of_tomorrow is not known here)"
    ]


def test_a_database_without_a_book_has_none(committed_db: Database) -> None:
    with empty_place():
        assert list(faults_of_copy()) == ["there is no book in it"]
        connection.close()


@pytest.mark.engine("sqlite")
def test_broken_pages_are_said_in_lines(cast: Cast, committed_db: Database) -> None:
    cast.deposit()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = bytearray(Path(committed_db.name).read_bytes())
    for page in range(8, len(pages) // 4_096, 2):
        pages[page * 4_096 : page * 4_096 + 200] = b"\xff" * 200
    broken = engines.named_database("broken")
    Path(broken.name).write_bytes(pages)
    with engines.pointed_at(broken):
        assert "fault" in refusal_of("judge_copy")
    engines.drop_database(broken)
