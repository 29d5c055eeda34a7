"""`manage.py doctor`: what is wrong with an installation, each in a sentence."""

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation

from ledger.db.backup.home import NOT_ENDED
from ledger.seals.making import seal_all
from tests.cast import Cast
from tests.engines import engine_name, postgres_programs
from tests.postgres import free_port
from tests.serving import ROOT
from tests.wastebank.management.wrongs import (
    ELSEWHERE,
    POSTGRES_WRONGS,
    SQLITE_WRONGS,
    VISITS,
    WRONGS,
    Wrong,
)
from wastebank.bank.facts import set_bank
from wastebank.management.health import files, visit
from wastebank.management.health.examine import examine
from wastebank.management.health.kinds import CONDITIONS, Grade
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
def test_where_a_restore_stopped_half_way_the_book_is_not_asked(home: Path) -> None:
    """To ask would make an empty one in its place, and what it says is of nobody's book."""
    (home / NOT_ENDED).touch(mode=0o600)
    found = examine()
    assert found[-1].code == "restore_not_ended"
    assert NOT_ENDED in found[-1].to_do
    assert " restore " in found[-1].to_do


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
