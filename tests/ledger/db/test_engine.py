"""The database under the book: which versions are safe, and settings that are read back."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from ledger.db import engine
from ledger.db.engine import EngineProblem, is_wal_safe, wrong_settings
from ledger.management.startup import audit_at_start, refuse_unsafe_start
from tests.engines import Database
from tests.serving import ROOT


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), False),
        ((3, 34, 1), False),
        ((3, 40, 1), False),  # what Python 3.11 brings
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),
        ((3, 49, 2), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 53, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_the_gate_knows_which_sqlite_may_use_a_wal(version: tuple[int, ...], safe: bool) -> None:
    assert is_wal_safe(version) is safe


def test_this_run_stands_on_a_sqlite_without_the_bug() -> None:
    if engine.JOURNAL_MODE == "WAL":
        assert is_wal_safe(sqlite3.sqlite_version_info)
        assert sys.modules["sqlite3"].sqlite_version_info == sqlite3.sqlite_version_info


OLD_SQLITE = """
import sqlite3, sys, warnings
sqlite3.sqlite_version_info = (3, 40, 1)
sys.modules["pysqlite3"] = None  # not installed
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    from ledger.db import engine
print(engine.JOURNAL_MODE, len(seen), "TRUNCATE" in str(seen[0].message))
"""


@pytest.mark.once
def test_without_a_safe_sqlite_the_slower_journal_is_used_with_a_warning() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OLD_SQLITE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["TRUNCATE", "1", "True"]


def test_the_settings_are_what_the_book_needs(committed_db: Database) -> None:
    assert wrong_settings(connection) == []
    assert audit_at_start() == []


@contextmanager
def after(statement: str) -> Iterator[None]:
    """With a connection that has been told something, and is closed afterwards.

    A pool would hand the same one out again, with what it was told still in force.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement)
    try:
        yield
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # only where there are pools


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    "pragma",
    [
        "synchronous=NORMAL",
        "synchronous=OFF",
        "foreign_keys=OFF",
        "recursive_triggers=OFF",
        "trusted_schema=ON",
        "ignore_check_constraints=ON",
        "busy_timeout=5000",
        "journal_mode=DELETE",
        "journal_mode=MEMORY",
    ],
)
def test_no_start_on_a_wrong_pragma(committed_db: Database, pragma: str) -> None:
    name = pragma.partition("=")[0]
    with after(f"PRAGMA {pragma}"):
        assert [line.split()[0] for line in wrong_settings(connection)] == [name]
        with pytest.raises(EngineProblem, match=name):
            refuse_unsafe_start()
    refuse_unsafe_start()  # a new connection sets it right


@pytest.mark.engine("sqlite")
def test_no_start_without_immediate_transactions(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
    with pytest.raises(EngineProblem, match="IMMEDIATE"):
        refuse_unsafe_start()


@pytest.mark.engine("sqlite")
def test_no_start_on_a_wal_that_can_be_lost(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "is_wal_safe", lambda version: False)
    monkeypatch.setattr(engine, "JOURNAL_MODE", "WAL")
    with pytest.raises(EngineProblem, match="not safe"):
        refuse_unsafe_start()


@pytest.mark.engine("postgres")
@pytest.mark.parametrize(
    "setting",
    [
        "synchronous_commit = off",
        "synchronous_commit = local",
        "default_transaction_isolation = 'serializable'",
        "session_replication_role = replica",
    ],
)
def test_no_start_on_a_wrong_postgres_setting(committed_db: Database, setting: str) -> None:
    with after(f"SET {setting}"), pytest.raises(EngineProblem, match=setting.split(maxsplit=1)[0]):
        refuse_unsafe_start()
    refuse_unsafe_start()


@pytest.mark.engine("postgres")
def test_no_start_on_an_old_postgres(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "POSTGRES_MIN_VERSION", 990000)
    with pytest.raises(EngineProblem, match="newer"):
        refuse_unsafe_start()


@pytest.mark.engine("postgres")
def test_a_verb_reads_what_others_committed(committed_db: Database) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_no_start_before_the_migrations(committed_db: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'clinic'")
    with pytest.raises(EngineProblem, match="migrations are missing"):
        refuse_unsafe_start()
