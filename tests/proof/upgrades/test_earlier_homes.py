"""A home of each earlier release, brought up to date as a start does it: the same sums, the same
receipts to the byte, and every seal as it was printed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from ledger.audit import check_book
from ledger.db.alone.seats import seats
from ledger.db.engine import EngineProblem
from ledger.management.startup import refuse_other_pepper, refuse_unsafe_start, up_to_date
from ledger.triggers import all_triggers, lift
from tests import engines
from tests.engines import Database
from tests.ledger.backup.copying import standing_on
from tests.proof.upgrades.homes import PEPPER, kept_homes, told, unpack, what_it_says

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.prove]

ALTERED = "UPDATE ledger_account SET credits = credits + 5 WHERE code LIKE 'member:%'"


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WASTEBANK_PEPPER", PEPPER)
    settings.WASTEBANK_PEPPER = settings.LEDGER_DIGEST_KEY = PEPPER
    return tmp_path


@contextmanager
def standing_in(name: str, home: Path, settings: LazySettings) -> Iterator[None]:
    path = home / "wastebank.sqlite3"
    unpack(name, path)
    with standing_on(Database(str(path), engines.sqlite_url(path))):
        settings.HOME = home
        try:
            yield
        finally:
            seats().leave_all()
            connection.close()


def started() -> None:
    with up_to_date(lambda _text: None):
        refuse_unsafe_start()
        refuse_other_pepper()


@pytest.mark.parametrize("name", kept_homes())
def test_it_says_the_same_and_its_papers_are_the_same(
    name: str,
    home: Path,
    settings: LazySettings,
    committed_db: Database,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = told(name)
    with standing_in(name, home, settings):
        started()
        assert check_book() == []
        now = what_it_says()
        for what in ("accounts", "receipts", "roots"):
            assert json.loads(json.dumps(now[what])) == before[what], what
        for root in before["roots"]:
            call_command("verify", root)
            assert "Unchanged" in capsys.readouterr().out
        (copy,) = home.glob("before-*")
        call_command("restore", str(copy), "--replace")
        assert check_book() == []
        assert what_it_says()["accounts"] == now["accounts"]


@pytest.mark.parametrize("name", kept_homes())
def test_what_was_altered_in_it_is_not_taken_along(
    name: str, home: Path, settings: LazySettings, committed_db: Database
) -> None:
    with standing_in(name, home, settings):
        with connection.cursor() as cursor:
            lift(connection, all_triggers())
            cursor.execute(ALTERED)
        with pytest.raises(EngineProblem, match="is red already"):
            started()
