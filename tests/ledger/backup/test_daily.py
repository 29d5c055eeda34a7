"""The backup of the day: made, restored from its very file, audited, kept by rule, written down."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import clock
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import seats
from ledger.db.backup.problems import CopyProblem
from ledger.management.backups import folder, habit, verified
from ledger.management.backups.habit import Outcome, begin_when_due, is_due, make_daily
from ledger.management.backups.standing import standing
from ledger.models import BackupRun, JournalEntry
from ledger.triggers import all_triggers, install, lift
from tests.cast import Cast
from tests.engines import Database, postgres_programs
from tests.ledger.backup.copying import empty_place, mode_of, standing_on
from tests.serving import ROOT
from tests.wastebank.backups.papers import keep_a_key

WORDS: list[str] = []  # of the paper
VERIFY = verified.verify
EVENING = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)  # half past six in Jakarta


@pytest.fixture
def backups(
    cast: Cast, committed_db: Database, tmp_path: Path, settings: LazySettings
) -> Iterator[Path]:
    """The folder; the key was kept from paper, and no setting names one."""
    WORDS[:] = keep_a_key(cast.maya)
    cast.deposit()
    with standing_on(committed_db):
        settings.HOME = tmp_path / "home"
        settings.HOME.mkdir()
        settings.LEDGER_BACKUP_FOLDER = settings.HOME / "backups"
        yield Path(settings.LEDGER_BACKUP_FOLDER)
        seats().leave_all()


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes of the program less, where the test is not about what they say."""
    monkeypatch.setattr(verified, "verify", lambda _path, _identity: None)


def test_it_is_made_verified_and_opened_by_the_paper(
    backups: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call_command("backup", "--daily")
    run = BackupRun.objects.get()
    (file,) = backups.iterdir()
    assert (run.outcome, run.file, run.size_bytes) == (Outcome.GOOD, file.name, file.stat().st_size)
    assert f"Done and verified: {file}" in capsys.readouterr().out
    assert (mode_of(file), mode_of(backups)) == (0o600, 0o700)
    call_command("backup", "--daily", "--when-due")
    assert "Nothing is due." in capsys.readouterr().out
    written = tmp_path / "words"
    written.write_text(" ".join(WORDS))
    with empty_place():
        call_command("restore", str(file), "--words", str(written))
        assert JournalEntry.objects.count() == 1
        connection.close()


def test_a_red_book_is_kept_under_another_name_and_pushes_no_good_one_out(
    backups: Path, unjudged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_daily(lambda _done, _total: None)
    monkeypatch.setattr(verified, "verify", VERIFY)
    with connection.cursor() as cursor:
        lift(connection, all_triggers())
        cursor.execute("UPDATE ledger_account SET credits = credits + 1 WHERE id = 1")
        install(connection, all_triggers())
    with pytest.raises(CommandError, match=r"not to be trusted: .*green"):
        call_command("backup", "--daily")
    assert [path.name.endswith(".unverified.age") for path in sorted(backups.iterdir())] in (
        [False, True],
        [True, False],
    )
    assert standing().is_late


def test_it_is_due_once_a_day_at_its_hour_and_an_hour_after_it_went_wrong(
    backups: Path, unjudged: None
) -> None:
    due = []
    with clock.at(EVENING):
        assert is_due()
        make_daily(lambda _done, _total: None)
    for hours in (0, 2, 22, 23, 23.6, 48, -100, -20_000):
        with clock.at(EVENING + timedelta(hours=hours)):
            due.append(is_due())
    # behind: a clock that went back by days finds a run of a day that has not come yet
    assert due == [False, False, False, False, True, True, True, True]
    run = BackupRun.objects.get()
    run.outcome = Outcome.FAILED
    run.save()
    for hours, said in ((0.5, False), (1.5, True)):
        with clock.at(EVENING + timedelta(hours=hours)):
            assert is_due() is said


def test_without_a_key_nothing_is_due_and_the_command_says_so(
    committed_db: Database, cast: Cast
) -> None:
    with standing_on(committed_db):
        assert not is_due()
        assert begin_when_due(print) is None
        with pytest.raises(CommandError, match="for nobody yet"):
            call_command("backup", "--daily")


FAILURES = {
    "the folder is away": lambda backups: None,
    "the disk is full": OSError(28, "No space left on device"),
    "the copy broke off": CopyProblem("pg_dump: away"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_goes_wrong_is_told_and_breaks_nothing(
    backups: Path, name: str, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    problem = FAILURES[name]
    if isinstance(problem, Exception):

        def fails(*_given: object) -> None:
            raise problem

        monkeypatch.setattr(verified, "back_up", fails)
    else:
        settings.LEDGER_BACKUP_FOLDER = backups.parent.parent / "stick" / "backups"
    said: list[str] = []
    thread = begin_when_due(said.append)
    assert thread is not None
    thread.join(30)
    (sentence,) = said
    assert sentence.startswith("no backup was made: ")
    run = BackupRun.objects.get()
    assert (run.outcome, run.file) == (Outcome.FAILED, "")
    assert run.said in sentence
    assert standing().is_late
    assert begin_when_due(said.append) is None, "not again each minute"


def test_one_at_a_time_and_what_was_killed_is_found(backups: Path, unjudged: None) -> None:
    backups.mkdir(mode=0o700)
    (backups / f"{folder.name_of(EVENING)}.unverified.age.part").touch()
    (backups / f"{folder.name_of(EVENING)}.unverified.age.part.notes").touch()
    BackupRun.objects.create(started_at=EVENING)
    habit.ONE_AT_A_TIME.acquire()
    try:
        with pytest.raises(CommandError, match="another one is being made"):
            call_command("backup", "--daily")
        assert begin_when_due(print) is None
    finally:
        habit.ONE_AT_A_TIME.release()
    make_daily(lambda _done, _total: None)
    killed, made = BackupRun.objects.order_by("pk")
    assert (killed.outcome, made.outcome) == (Outcome.FAILED, Outcome.GOOD)
    assert len(list(backups.iterdir())) == 2


def test_another_process_makes_it(backups: Path, committed_db: Database) -> None:
    seats().try_take(Seat.BACKUP)
    connection.close()
    command = [sys.executable, "manage.py", "backup", "--daily"]
    environment = committed_db.environment | {"WASTEBANK_PG_BIN": postgres_programs()}
    other = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert "another process is making one" in other.stderr
    assert not BackupRun.objects.exists()


def test_old_ones_go_by_the_rule_and_nothing_else_goes(backups: Path, unjudged: None) -> None:
    backups.mkdir(mode=0o700)
    for days in range(1, 60):
        (backups / f"{folder.name_of(EVENING - timedelta(days=days))}.age").touch()
    others = [f"wastebank-0badcafe-{EVENING:%Y%m%dT%H%M%SZ}.age", "notes.txt", "a.age"]
    for name in others:
        (backups / name).touch()
    with clock.at(EVENING):
        made = make_daily(lambda _done, _total: None)
    left = {path.name for path in backups.iterdir()}
    assert {made.file, *others} <= left
    ours = sorted(left - set(others))
    assert len(ours) == 7 + 3 + 2  # days; weeks and months that no day of these is the last of


def test_a_whole_backup_is_good_though_older_ones_cannot_go(
    backups: Path, unjudged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(folder, "forget_old", denied)
    run = make_daily(lambda _done, _total: None)
    run.refresh_from_db()
    assert (run.outcome, (backups / run.file).exists()) == (Outcome.GOOD, True)
    assert "could not be taken away" in run.said
    assert not standing().is_late
