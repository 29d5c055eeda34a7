"""N8: continuous copies of the SQLite database by Litestream, against a folder.

The program and Litestream are killed under writes, the laptop is "lost", and what the folder holds
is restored elsewhere: green, with everything that was acknowledged a few seconds before the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.engines import Database, run_folder
from tests.proof.installed.proxies import INSTALL, adapted
from tests.serving import ROOT, Served

pytestmark = pytest.mark.engine("sqlite")

HANDS, SECONDS = 3, 6
COPIED_WITHIN_SECONDS = 4  # it copies each second; the machine may be busy
Kept = list[tuple[float, str]]  # when it was acknowledged, and its number
LITESTREAM = Path(sys.executable).parent / "litestream"


class Copying:
    """Litestream with the example's configuration, on the database of a test."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.copies = database, folder / "copies"
        self.config, self.log = folder / "litestream.yml", folder / "litestream.log"
        places = {
            "/var/lib/wastebank/wastebank.sqlite3": database.name,
            "/mnt/copies/wastebank": str(self.copies),
        }
        self.config.write_text(adapted((INSTALL / "litestream.yml").read_text(), places))
        with self.log.open("ab") as log:
            self.process: subprocess.Popen[Any] = subprocess.Popen(
                [str(LITESTREAM), "replicate", "-config", str(self.config)], stdout=log, stderr=log
            )

    def kill(self) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(30)

    def restore(self, file: Path) -> None:
        command = [str(LITESTREAM), "restore", "-config", str(self.config), "-o", str(file)]
        command.append(self.database.name)
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copying(cast: Cast, committed_db: Database, tmp_path: Path) -> Iterator[Copying]:
    copying = Copying(committed_db, tmp_path)
    yield copying
    copying.kill()
    for left in run_folder().glob(f".{Path(committed_db.name).name}-litestream"):
        shutil.rmtree(left)


def manage(database: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite://{database}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def record_until_it_ends(served: Served, token: str, member: str, kept: Kept) -> None:
    body = {"member": member, "lines": [{"material": "pet", "amount": 1_000}]}
    while True:
        try:
            answer = served.post("/api/v1/deposits", body, token=token)
        except (OSError, HTTPException):
            return
        if answer.status == 201:
            kept.append((time.monotonic(), str(answer.json["deposit"])))


def test_a_copy_of_the_last_second_is_restored_and_green(
    cast: Cast,
    served: Served,
    copying: Copying,
    tmp_path: Path,
    figure: Callable[[str, int], None],
) -> None:
    kept: Kept = []
    told = (served, cast.token(cast.sari), cast.siti.number, kept)
    hands = [threading.Thread(target=record_until_it_ends, args=told) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    threading.Event().wait(SECONDS)
    ended = time.monotonic()
    served.kill()
    copying.kill()
    for hand in hands:
        hand.join()
    restored = tmp_path / "restored.sqlite3"
    copying.restore(restored)
    manage(restored, "audit", "--json")
    # What Litestream keeps in the database is in nobody's way.
    manage(restored, "backup", "--plain", str(tmp_path / "backup"))
    manage(tmp_path / "again.sqlite3", "restore", str(tmp_path / "backup"))
    manage(tmp_path / "again.sqlite3", "audit")
    there = deposits_of(restored)
    due = {name for at, name in kept if at < ended - COPIED_WITHIN_SECONDS}
    assert len(due) > 20, copying.log.read_text()
    assert due <= there, f"{len(due - there)} of {len(due)} are not in the copy"
    figure("deposits recorded beside continuous copies", len(kept))
    figure("of them lost with the laptop", len({name for _at, name in kept} - there))


def deposits_of(file: Path) -> set[str]:
    import sqlite3

    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT number FROM wastebank_deposit").fetchall()
    return {str(row[0]) for row in rows}
