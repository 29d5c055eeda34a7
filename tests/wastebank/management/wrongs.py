"""What can be wrong with an installation, each made for as long as a test looks at it."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from ledger import clock, registry
from ledger.db import engine
from ledger.db.backup.home import NOT_ENDED
from ledger.models import BackupKey, BackupRun, RedFlag
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from tests.engines import engine_name
from wastebank.bank.facts import set_bank
from wastebank.management.health import bank
from wastebank.management.health import examine as examine_module
from wastebank.management.health.book import GUARDED
from wastebank.models import Bank, User
from wastebank.reports.audits import run_audit


@contextmanager
def called(cast: Cast, **facts: str) -> Iterator[None]:
    set_bank(key=uuid.uuid4(), by=cast.maya, **facts)
    yield


@contextmanager
def nobody_said() -> Iterator[None]:
    Bank.objects.update(phone="")
    yield


@contextmanager
def backed_up(outcome: str, *, days_ago: int) -> Iterator[None]:
    at = clock.now() - timedelta(days=days_ago)
    BackupRun.objects.create(started_at=at, outcome=outcome, said="the disk is full", file="copy")
    yield


@contextmanager
def a_key_that_waits(days: int) -> Iterator[None]:
    at = clock.now() - timedelta(days=days)
    BackupKey.objects.create(recipient="age1somebody", kept_at=at, kept_by="ibu")
    yield


@contextmanager
def others_read(home: Path) -> Iterator[None]:
    (home / "wastebank.sqlite3").touch(mode=0o644)
    (home / "wastebank.sqlite3").chmod(0o644)
    yield


@contextmanager
def red() -> Iterator[None]:
    RedFlag.objects.create(raised_at=clock.now(), findings=1)
    yield


@contextmanager
def a_trigger_is_gone() -> Iterator[None]:
    lift(connection, all_triggers()[:1])
    yield


@contextmanager
def nobody_can_sign_in() -> Iterator[None]:
    User.objects.filter(role__in=["admin", "manager"]).update(is_active=False)
    yield


@contextmanager
def nothing_was_sealed(cast: Cast) -> Iterator[None]:
    cast.deposit()
    with clock.at(clock.now() + timedelta(hours=4)):
        yield


@contextmanager
def audited_long_ago(cast: Cast) -> Iterator[None]:
    run_audit(key=uuid.uuid4(), by=cast.yusuf)
    cast.deposit()
    with clock.at(clock.now() + timedelta(days=40)):
        yield


@contextmanager
def little_room(monkeypatch: pytest.MonkeyPatch, free_mb: int) -> Iterator[None]:
    usage = shutil.disk_usage("/")._replace(free=free_mb * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    yield


@contextmanager
def a_restore_stopped_half_way(home: Path) -> Iterator[None]:
    (home / NOT_ENDED).touch(mode=0o600)
    yield


@contextmanager
def another_owner(home: Path) -> Iterator[None]:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    (home / "pepper").touch(mode=0o600)
    os.chown(home / "pepper", 65_534, 65_534)
    yield


@contextmanager
def not_ours_to_write(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Root may write anywhere, so the answer of the system is that of a lesser user."""
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    yield


@contextmanager
def clock_moved(cast: Cast, **by: int) -> Iterator[None]:
    cast.deposit()
    with clock.at(clock.now() + timedelta(**by)):
        yield


@contextmanager
def an_older_sqlite(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "JOURNAL_MODE", "TRUNCATE")
    monkeypatch.setitem(engine.SQLITE_MUST, "journal_mode", "wal")  # it stays what it is
    yield


@contextmanager
def unset_in_the_database() -> Iterator[None]:
    """The one setting that a connection may lose on each engine."""
    lose, give = {
        "sqlite": ("PRAGMA recursive_triggers=OFF", "PRAGMA recursive_triggers=ON"),
        "postgres": ("SET synchronous_commit=off", "SET synchronous_commit=on"),
    }[engine_name()]
    with connection.cursor() as cursor:
        cursor.execute(lose)
        yield
        cursor.execute(give)


@contextmanager
def no_programs_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setenv("WASTEBANK_PG_BIN", "/nowhere")
    monkeypatch.setattr(examine_module, "INSIDE", (bank.backups,))
    monkeypatch.setattr(examine_module, "TABLES", lambda: iter([GUARDED(count=0)]))
    yield


@contextmanager
def a_second_program(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[None]:
    """Two that have the seat beside the database, as the kernel tells of them."""
    monkeypatch.setitem(connection.settings_dict, "NAME", str(home / "book.sqlite3"))
    seat = home / "book.sqlite3-serving"
    seat.touch(mode=0o600)
    with seat.open() as one, seat.open() as other:
        for file in (one, other):
            fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def a_migration_is_missing() -> Iterator[None]:
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="clinic").order_by("name").last()
    assert last is not None
    recorder.record_unapplied("clinic", last.name)
    yield


@contextmanager
def a_declaration_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "wrong_declarations", lambda: ["clinic declares nothing"])
    yield


Wrong = Callable[[Cast, Path, pytest.MonkeyPatch], AbstractContextManager[None]]
NOTHING: Wrong = lambda *_: nullcontext()  # noqa: E731 - the setting beside it is what is wrong
WRONGS: list[tuple[str, Wrong, dict[str, Any]]] = [
    ("home_open", lambda _c, home, _m: others_read(home), {}),
    ("home_of_another", lambda _c, home, _m: another_owner(home), {}),
    ("home_unwritable", lambda _c, _h, monkey: not_ours_to_write(monkey), {}),
    ("restore_not_ended", lambda _c, home, _m: a_restore_stopped_half_way(home), {}),
    ("disk_full", lambda _c, _h, monkey: little_room(monkey, 20), {}),
    ("disk_low", lambda _c, _h, monkey: little_room(monkey, 500), {}),
    ("faults_shown", NOTHING, {"DEBUG": True}),
    ("hosts_any", NOTHING, {"ALLOWED_HOSTS": ["*"]}),
    ("hosts_misspelt", NOTHING, {"ALLOWED_HOSTS": ["https://bank.example"]}),
    ("hosts_here_only", NOTHING, {"ALLOWED_HOSTS": ["localhost"]}),
    ("open_network", NOTHING, {"HTTPS": False}),
    ("proxy_without_tls", NOTHING, {"HTTPS": False, "WASTEBANK_TRUSTED_PROXIES": 1}),
    ("name_of_the_demo", lambda cast, *_: called(cast, phone="0812-0000-0405"), {}),
    ("name_of_the_demo", lambda cast, *_: called(cast, name="Bank Sampah Melati"), {}),
    ("name_missing", lambda *_: nobody_said(), {}),
    ("engine_setting", lambda *_: unset_in_the_database(), {}),
    ("trigger_gone", lambda *_: a_trigger_is_gone(), {}),
    ("tables_old", lambda *_: a_migration_is_missing(), {}),
    ("start_refused", lambda _c, _h, monkey: a_declaration_leads_nowhere(monkey), {}),
    ("clock_behind", lambda cast, *_: clock_moved(cast, days=-2), {}),
    ("clock_ahead", lambda cast, *_: clock_moved(cast, days=400), {}),
    ("book_red", lambda *_: red(), {}),
    ("audit_old", lambda cast, *_: audited_long_ago(cast), {}),
    ("unsealed", lambda cast, *_: nothing_was_sealed(cast), {}),
    ("office_shut", lambda *_: nobody_can_sign_in(), {}),
    ("backup_for_nobody", NOTHING, {"LEDGER_BACKUP_RECIPIENTS": ()}),
    ("backup_failed", lambda *_: backed_up("failed", days_ago=0), {}),
    ("backup_old", lambda *_: backed_up("good", days_ago=5), {}),
    ("backup_missing", lambda *_: a_key_that_waits(5), {}),
    ("backup_impossible", lambda _c, _h, monkey: no_programs_of_postgresql(monkey), {}),
]
SQLITE_WRONGS: list[tuple[str, Wrong, dict[str, Any]]] = [
    ("sqlite_old", lambda _c, _h, monkey: an_older_sqlite(monkey), {}),
    ("served_by_several", lambda _c, home, monkey: a_second_program(monkey, home), {}),
]
POSTGRES_WRONGS: list[tuple[str, Wrong, dict[str, Any]]] = [
    ("clocks_apart", lambda cast, *_: clock_moved(cast, minutes=3), {}),
]
# By tests of their own: as root, without a database, under another pepper, and visits.
ELSEWHERE = {"runs_as_root", "database_away", "pepper_other"}
VISITS = "visit_"
