"""`manage.py doctor`: what is wrong with an installation, each in a sentence."""

import os
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
from django.test import override_settings

from ledger import clock
from ledger.models import RedFlag
from ledger.seals.making import seal_all
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from tests.engines import engine_name, postgres_programs
from tests.postgres import free_port
from tests.serving import ROOT
from wastebank.bank.facts import set_bank
from wastebank.management.health.bank import backups
from wastebank.management.health.examine import DATABASE, INSIDE, OUTSIDE, TABLES, examine
from wastebank.models import Bank, User
from wastebank.reports.audits import run_audit

OURS = {
    "ALLOWED_HOSTS": ["bank.example"],
    "HTTPS": True,
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


def grades() -> dict[str, str]:
    return {found.subject: found.grade for found in examine()}


def test_of_a_sound_installation_all_is_good(cast: Cast, home: Path) -> None:
    cast.deposit()
    seal_all()
    run_audit(key=uuid.uuid4(), by=cast.yusuf)
    assert [one for one in examine() if one.grade != "good"] == []


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


Wrong = Callable[[Cast, Path, pytest.MonkeyPatch], AbstractContextManager[None]]
WRONGS: list[tuple[str, str, Wrong, dict[str, Any]]] = [
    ("data folder", "stop", lambda _c, home, _m: others_read(home), {}),
    ("disk", "stop", lambda _c, _h, monkey: little_room(monkey, 20), {}),
    ("disk", "look", lambda _c, _h, monkey: little_room(monkey, 500), {}),
    ("faults", "stop", lambda *_: nullcontext(), {"DEBUG": True}),
    ("hosts", "stop", lambda *_: nullcontext(), {"ALLOWED_HOSTS": ["*"]}),
    ("hosts", "look", lambda *_: nullcontext(), {"ALLOWED_HOSTS": ["localhost"]}),
    ("HTTPS", "look", lambda *_: nullcontext(), {"HTTPS": False}),
    ("name", "look", lambda cast, *_: called(cast, phone="0812-0000-0405"), {}),
    ("name", "look", lambda cast, *_: called(cast, name="Bank Sampah Melati"), {}),
    ("name", "look", lambda *_: nobody_said(), {}),
    ("safeguards", "stop", lambda *_: a_trigger_is_gone(), {}),
    ("book", "stop", lambda *_: red(), {}),
    ("book", "look", lambda cast, *_: audited_long_ago(cast), {}),
    ("seals", "look", lambda cast, *_: nothing_was_sealed(cast), {}),
    ("office", "stop", lambda *_: nobody_can_sign_in(), {}),
    ("backups", "look", lambda *_: nullcontext(), {"LEDGER_BACKUP_RECIPIENTS": ()}),
]


@pytest.mark.parametrize(
    ("subject", "grade", "wrong", "settings"),
    WRONGS,
    ids=[f"{subject} {grade}" for subject, grade, *_ in WRONGS],
)
def test_what_is_wrong_is_graded(
    cast: Cast,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    subject: str,
    grade: str,
    wrong: Wrong,
    settings: dict[str, Any],
) -> None:
    with override_settings(**settings), wrong(cast, home, monkeypatch):
        assert grades()[subject] == grade, subject


def test_without_programs_of_postgresql_no_backup_can_be_made(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setenv("WASTEBANK_PG_BIN", "/nowhere")
    assert [one.grade for one in backups()] == ["stop"]


def test_a_clock_that_is_behind_is_found(cast: Cast, home: Path) -> None:
    cast.deposit()
    with clock.at(clock.now() - timedelta(days=2)):
        found = {one.subject: one for one in examine()}["clock"]
    assert (found.grade, "Is the clock behind" in found.said) == ("stop", True)


def test_every_check_can_find_something_wrong() -> None:
    """Whoever adds one says here what it is for."""
    elsewhere = {"database", "own_clock", "pepper"}  # this file's last test, the one above, seats
    checks = {check.__name__ for check in (*OUTSIDE, DATABASE, TABLES, *INSIDE)}
    assert len(checks) - len(elsewhere) == len({subject for subject, *_ in WRONGS})


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
