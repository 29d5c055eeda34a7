"""A copy of an SQLite file ends while others commit, and keeps none of them waiting."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import LazySettings

from ledger.db.backup import sqlite

pytestmark = [pytest.mark.once, pytest.mark.engine("sqlite")]
PAGES = 200
STEP = 10


class NeverEnds(Exception):
    """More steps than the file has pages."""


@pytest.fixture
def database(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "book.sqlite3"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text)")
        writer.executemany("INSERT INTO entry (text) VALUES (?)", [("x" * 3_900,)] * PAGES)
        writer.commit()
    monkeypatch.setattr(sqlite, "STEP_PAGES", STEP)
    monkeypatch.setattr(sqlite, "database_path", lambda: path)
    return path


def committing(path: Path) -> tuple[Callable[[int, int], None], list[int]]:
    """Somebody else writes at every step of the copy, and waits for nothing."""
    steps: list[int] = []

    def on_progress(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) > PAGES:
            raise NeverEnds
        with closing(sqlite3.connect(path, timeout=0)) as writer:
            writer.execute("INSERT INTO entry (text) VALUES ('written meanwhile')")
            writer.commit()

    return on_progress, steps


def entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(reader.execute("SELECT COUNT(*) FROM entry").fetchone()[0])


def test_a_copy_ends_while_others_commit(database: Path, tmp_path: Path) -> None:
    on_progress, steps = committing(database)
    sqlite.copy_pages(tmp_path / "copy", on_progress)
    assert steps == sorted(steps)
    assert len(steps) <= PAGES // STEP + 2
    assert entries(tmp_path / "copy") == PAGES, "one moment, the one in which it began"
    assert entries(database) == PAGES + len(steps)


def test_control_without_a_held_transaction_it_never_ends(database: Path, tmp_path: Path) -> None:
    on_progress, _steps = committing(database)
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(tmp_path / "c")) as to,
        pytest.raises(NeverEnds),
    ):
        source.backup(
            to,
            pages=STEP,
            progress=lambda _status, left, total: on_progress(total - left, total),
            sleep=0,
        )
