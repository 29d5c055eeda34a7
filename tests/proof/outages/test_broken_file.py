"""A database file that is none any more: one sentence that says what to do, and nothing changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import Database
from tests.serving import ROOT

# Something else lies where the file should, or a part of it is missing.
FOREIGN, CUT = "foreign", "cut short"


def broken(content: bytes, how: str) -> bytes:
    return b"PK\x03\x04" * 3_000 if how == FOREIGN else content[: len(content) // 3]


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(("how", "command"), [(FOREIGN, "serve"), (CUT, "audit")])
def test_a_broken_file_is_one_sentence(
    committed_db: Database, tmp_path: Path, how: str, command: str
) -> None:
    path = tmp_path / "book.sqlite3"
    left = broken(Path(committed_db.name).read_bytes(), how)
    path.write_bytes(left)
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{path}", "PORT": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("not done: the file of the database is broken"), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert path.read_bytes() == left
