"""`manage.py doctor`: what is wrong with an installation, each in a sentence."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import translation

from ledger import clock, registry
from ledger.db import engine
from ledger.models import BackupKey, BackupRun, RedFlag
from ledger.seals.making import seal_all
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from tests.engines import engine_name, postgres_programs
from tests.postgres import free_port
from tests.serving import ROOT
from wastebank.bank.facts import set_bank
from wastebank.management.health import bank, files, visit
from wastebank.management.health import examine as examine_module
from wastebank.management.health.book import GUARDED
from wastebank.management.health.examine import examine
from wastebank.management.health.kinds import CONDITIONS, Grade
from wastebank.models import Bank, User
from wastebank.reports.audits import run_audit

OURS = {
    "ALLOWED_HOSTS": ["bank.example"],
    "HTTPS": True,
    "WASTEBANK_TRUSTED_PROXIES": 1,
    "LEDGER_BACKUP_RECIPIENTS": ("age1somebody",),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    tmp_path.chmod(0o700)
    if engine_name() == "postgres":
        monkeypatch.setenv("WASTEBANK_PG_BIN", postgres_programs())
    with override_settings(HOME=tmp_path, **OURS):
        yield tmp_path


@pytest.fixture(autouse=True)
def own_name(request: pytest.FixtureRequest) -> None:
    """A bank that said what it is called."""
    if "cast" in request.fixturenames:
        by = request.getfixturevalue("cast").maya
        set_bank(key=uuid.uuid4(), by=by, name="Bank Sampah Kenanga", phone="0811-0000-0001")


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


def test_of_a_sound_installation_all_is_good(
    cast: Cast, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.deposit()
    seal_all()
    run_audit(key=uuid.uuid4(), by=cast.yusuf)
    found = {one.code for one in examine() if one.grade != Grade.GOOD}
    assert found == ({"runs_as_root"} if os.geteuid() == 0 else set())
    monkeypatch.setattr(files, "ROOT", -1)  # as another user would run it
    said = StringIO()
    call_command("doctor", stdout=said)
    assert said.getvalue().endswith("All is well.\n")


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


def codes() -> set[str]:
    return {found.code for found in examine()}


@pytest.mark.parametrize(
    ("code", "wrong", "settings"),
    WRONGS + (SQLITE_WRONGS if engine_name() == "sqlite" else POSTGRES_WRONGS),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_found(
    cast: Cast,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    wrong: Wrong,
    settings: dict[str, Any],
) -> None:
    assert code not in codes()
    with override_settings(**settings), wrong(cast, home, monkeypatch):
        assert code in codes()


def test_every_condition_is_found_by_a_test() -> None:
    bad = {one.code for one in CONDITIONS.values() if one.grade != Grade.GOOD}
    named = {code for code, *_ in (*WRONGS, *SQLITE_WRONGS, *POSTGRES_WRONGS)}
    assert {code for code in bad if not code.startswith(VISITS)} == named | ELSEWHERE


def test_a_book_of_another_pepper_is_found(cast: Cast, home: Path) -> None:
    cast.deposit()
    with override_settings(LEDGER_DIGEST_KEY="another pepper of another home"):
        assert "pepper_other" in codes()


@pytest.mark.once
def test_the_document_says_every_condition() -> None:
    assert visit.VISIT_NOBODY.code in CONDITIONS  # only `--url` asks for them
    page = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
    for grade, title in ((Grade.STOP, "Stop"), (Grade.LOOK, "Look")):
        part = page.split(f"## {title}\n")[1].split("\n## ")[0]
        told = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", part, flags=re.M)
        with translation.override("en"):
            assert told == [
                (one.code, str(one.subject), str(one.text), str(one.to_do))
                for one in sorted(CONDITIONS.values(), key=lambda one: one.code)
                if one.grade == grade
            ]


@pytest.mark.once
def test_every_condition_is_said_in_indonesian() -> None:
    with translation.override("id"):
        said = {one.code: (str(one.text), str(one.to_do)) for one in CONDITIONS.values()}
    with translation.override("en"):
        same = [
            one.code
            for one in CONDITIONS.values()
            if said[one.code][0] == str(one.text) and one.code != "named"  # facts alone
        ]
    assert same == []
    assert all(to_do for code, (_said, to_do) in said.items() if CONDITIONS[code].grade != "good")


def test_the_command_says_all_and_ends_with_one_if_something_must_stop(
    cast: Cast, home: Path
) -> None:
    said = StringIO()
    call_command("doctor", stdout=said)
    assert "good  HTTPS        Passwords, PINs and names travel encrypted." in said.getvalue()
    with override_settings(DEBUG=True), pytest.raises(CommandError, match="1 to mend") as ended:
        call_command("doctor", stdout=said)
    assert ended.value.returncode == 1
    assert "stop  faults" in said.getvalue()
    assert "[faults_shown]" in said.getvalue()
    indonesian = StringIO()
    call_command("doctor", "--language", "id", stdout=indonesian)
    assert "Sandi, PIN, dan nama" in indonesian.getvalue()


def test_programs_read_it_as_json(cast: Cast, home: Path) -> None:
    said = StringIO()
    call_command("doctor", "--json", stdout=said)
    found = {one["code"]: one for one in json.loads(said.getvalue())}
    assert found["encrypted"]["grade"] == "good"


@pytest.mark.once
def test_a_sound_home_is_well_and_what_does_not_start_is_said(tmp_path: Path) -> None:
    """In processes of their own, as a service runs them: with a setting for each thing."""
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    environment |= SOUND | {"WASTEBANK_HOME": str(tmp_path / "home")}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

    assert run("migrate", "--verbosity", "0").returncode == 0
    assert run("add_staff", "--user", "ibu", "--name", "Ibu Ani").returncode == 0
    named = ("--name", "Bank Sampah Kenanga", "--phone", "0811-0000-0001")
    assert run("bank", *named).returncode == 0
    opened = "from wastebank.models import User; User.objects.update(password='argon2$no')"
    assert run("shell", "-c", opened).returncode == 0
    done = run("doctor")
    well = "All is well." if os.geteuid() else "It works. 1 to see to."
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, well), done.stdout
    assert done.stdout.count("look  ") == (os.geteuid() == 0), done.stdout
    environment["WASTEBANK_TRUSTED_PROXIES"] = ""
    unproxied = run("doctor")
    assert unproxied.returncode == 2  # it could not even begin to look
    assert "WASTEBANK_TRUSTED_PROXIES is not set" in unproxied.stderr
    assert "Traceback" not in unproxied.stderr


KEPT = ("PATH", "LANG", "VIRTUAL_ENV")
SOUND = {
    "ALLOWED_HOSTS": "bank.example,127.0.0.1",
    "WASTEBANK_HTTPS": "1",
    "WASTEBANK_TRUSTED_PROXIES": "1",
    "WASTEBANK_BACKUP_RECIPIENT": "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
}


@pytest.mark.once
def test_without_a_database_it_says_so_and_asks_nothing_more(tmp_path: Path) -> None:
    url = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    environment = {**os.environ, "DATABASE_URL": url, "WASTEBANK_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "stop  database     It is not reached." in done.stdout
    assert "Traceback" not in done.stderr
    assert "office" not in done.stdout
