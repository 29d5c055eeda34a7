"""The laptop is gone. What is left: the file of last night, and a paper with 24 words."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from ledger.db.backup.words import new_words, recipient_of
from ledger.seals.making import seal_all
from tests import engines
from tests.cast import SITI_PIN, Cast
from tests.engines import Database
from tests.ledger.backup.copying import standing_on
from tests.serving import ROOT, Program

pytestmark = pytest.mark.prove
OF_THE_OLD_ONE = ("SECRET_KEY", "WASTEBANK_PEPPER")
ASK_SETTINGS = (
    "from django.conf import settings as s; print(s.WASTEBANK_HOLD_HOURS, s.ALLOWED_HOSTS)"
)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Another one: an empty data folder, no secrets, and no database that is ours."""
    database = engines.empty_database("laptop")
    environment = database.environment | {
        "WASTEBANK_HOME": str(tmp_path / "new home"),
        "WASTEBANK_PG_BIN": engines.postgres_programs(),
    }
    yield {name: value for name, value in environment.items() if name not in OF_THE_OLD_ONE}
    engines.drop_database(database)


def manage(
    environment: Mapping[str, str], *command: str, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
    )


def test_the_file_and_the_words_are_enough(
    cast: Cast,
    committed_db: Database,
    tmp_path: Path,
    laptop: dict[str, str],
    settings: LazySettings,
) -> None:
    words = new_words()
    settings.LEDGER_BACKUP_RECIPIENTS = (recipient_of(words),)
    settings.LEDGER_SEALED_FILES = settings.LEDGER_SEALED_FILES | {
        "settings": "WASTEBANK_HOLD_HOURS=9\nALLOWED_HOSTS=of.the.old.one"
    }
    cast.deposit()
    cast.redeem()
    tokens = {"clerk": cast.token(cast.dewi), "operator": cast.token(cast.sari)}
    (seal, *_) = seal_all()
    with standing_on(committed_db):
        call_command("backup", str(tmp_path / "backup"))
    connection.close()

    short = manage(laptop, "restore", str(tmp_path / "backup"), "--words", typed="abandon\n\n")
    assert "these are 1 words" in short.stderr
    restored = manage(
        laptop,
        *("restore", str(tmp_path / "backup"), "--words"),
        typed="\n".join(word[:4].upper() for word in words),
    )
    assert restored.returncode == 0, restored.stderr
    assert " ".join(words) not in restored.stdout + restored.stderr
    for command in (["audit"], ["verify", f"{seal.number}:{seal.root}"]):
        assert (said := manage(laptop, *command)).returncode == 0, said.stderr

    program = Program(laptop, tmp_path / "serve.log")
    program.start()
    try:
        card = cast.siti_card.code
        seen = program.post("/api/v1/cards/lookup", {"code": card}, token=tokens["operator"])
        assert seen.json["available"] == 10_000
        care = {"card": card, "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]}
        paid = program.post("/api/v1/redemptions", {**care, "cash": 5_000}, token=tokens["clerk"])
        assert paid.status == 201, paid.json
    finally:
        program.stop()
    of_settings = manage(laptop, "shell", "--no-imports", "-c", ASK_SETTINGS).stdout
    assert of_settings.startswith("9 "), "of the bank"
    assert "of.the.old.one" not in of_settings, "of the machine that is gone"
    assert manage(laptop, "restore", str(tmp_path / "backup"), "--words").returncode == 1
