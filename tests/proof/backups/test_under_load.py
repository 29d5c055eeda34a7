"""T12: backups taken while people write, encrypted, restored to an empty place, and audited."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection, connections

from ledger.db.backup.locking import new_identity
from ledger.models import JournalEntry
from tests.cast import Cast
from tests.engines import Database
from tests.ledger.backup.copying import empty_place, standing_on
from tests.proof.proving import PROVING

pytestmark = pytest.mark.prove
ROUNDS = 25 if PROVING else 1
WRITERS = 3
FIRST_ENTRIES = 3  # before each backup, so that it begins in the midst


@pytest.fixture
def identity(tmp_path: Path, settings: LazySettings) -> Path:
    secret, recipient = new_identity()
    settings.LEDGER_BACKUP_RECIPIENTS = (recipient,)
    path = tmp_path / "identity"
    path.write_text(secret)
    return path


class Writers:
    """People at counters, who go on until they are asked to stop; `acknowledged` is what they were
    answered."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.stop = threading.Event()
        self.moved = threading.Condition()
        self.acknowledged: list[int] = []
        self.problems: list[Exception] = []

    def write(self) -> None:
        try:
            while not self.stop.is_set():
                deposit = self.cast.deposit(("pet", 1_000))
                with self.moved:
                    self.acknowledged.append(deposit.entry_id)
                    self.moved.notify_all()
        except Exception as problem:  # noqa: BLE001 - told by the test, in its own thread
            self.problems.append(problem)
        finally:
            connections.close_all()

    def wait_for(self, count: int) -> set[int]:
        """What was acknowledged, once so many more were."""
        with self.moved:
            wanted = len(self.acknowledged) + count
            assert self.moved.wait_for(lambda: len(self.acknowledged) >= wanted, 60), self.problems
            return set(self.acknowledged)


@contextmanager
def writing(cast: Cast) -> Iterator[Writers]:
    writers = Writers(cast)
    threads = [threading.Thread(target=writers.write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        writers.stop.set()
        for thread in threads:
            thread.join()
    assert not writers.problems


def test_a_backup_under_load_restores_green_with_all_that_was_acknowledged(
    cast: Cast,
    committed_db: Database,
    tmp_path: Path,
    identity: Path,
    figure: Callable[[str, int], None],
) -> None:
    for number in range(ROUNDS):
        backup = tmp_path / f"backup-{number}"
        with standing_on(committed_db):
            with writing(cast) as writers:
                before = writers.wait_for(FIRST_ENTRIES)
                call_command("backup", str(backup))
                writers.wait_for(1)  # nobody was stopped by it
            after = set(JournalEntry.objects.values_list("pk", flat=True))
            connection.close()
        with empty_place():
            call_command("restore", str(backup), "--identity", str(identity))
            kept = set(JournalEntry.objects.values_list("pk", flat=True))
            connection.close()
        assert before <= kept <= after
    figure("backups under load, restored and green", ROUNDS)


@pytest.mark.engine("sqlite")
def test_control_a_copy_of_the_file_alone_loses_what_was_acknowledged(
    cast: Cast, committed_db: Database
) -> None:
    """What a plain `cp` takes of a database in which people write: not what lies in the WAL."""

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    known = {cast.deposit().entry_id for _ in range(3)}
    copied = Path(committed_db.name).read_bytes()
    with empty_place() as place:
        Path(place.name).write_bytes(copied)
        assert not known <= set(JournalEntry.objects.values_list("pk", flat=True))
        connection.close()
