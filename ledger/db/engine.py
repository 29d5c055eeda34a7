"""The database under the book: a SQLite that is safe to use, and settings that are read back.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when a checkpoint meets a reset (fixed in 3.51.3 and
in 3.50.7 and 3.44.6); most interpreters carry an older one. `pysqlite3` brings a fixed one.
"""

import importlib
import sqlite3
import sys
import warnings

from django.db.backends.base.base import BaseDatabaseWrapper

SAFE_PATCHES = {(3, 44): 6, (3, 50): 7, (3, 51): 3}


class EngineProblem(Exception):
    """The database does not keep what the book needs; the program must not start on it."""


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug."""
    if version >= (3, 52):
        return True
    patch = SAFE_PATCHES.get((version[0], version[1]))
    return patch is not None and version[2] >= patch


def use_safe_sqlite() -> str:
    """Put a fixed SQLite in the place of the interpreter's; answers the journal mode to use.

    Must run before Django loads its SQLite backend: the settings call it on their first line.
    """
    if is_wal_safe(sqlite3.sqlite_version_info):
        return "WAL"
    try:
        fixed = importlib.import_module("pysqlite3")
    except ImportError:
        fixed = None
    if fixed is not None and is_wal_safe(fixed.sqlite_version_info):
        sys.modules["sqlite3"] = fixed
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
        return "WAL"
    warnings.warn(
        f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug and no pysqlite3 with the fix is "
        "installed: using the slower rollback journal (TRUNCATE).",
        RuntimeWarning,
        stacklevel=2,
    )
    return "TRUNCATE"


JOURNAL_MODE = use_safe_sqlite()

SQLITE_MUST = {
    "journal_mode": JOURNAL_MODE.lower(),
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "ignore_check_constraints": 0,
}
POSTGRES_MUST = {
    # Not transaction_isolation: the audit itself reads in one repeatable snapshot.
    "default_transaction_isolation": "read committed",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "session_replication_role": "origin",  # as a replica, it would let the triggers sleep
}
POSTGRES_MIN_VERSION = 150000


def wrong_settings(connection: BaseDatabaseWrapper) -> list[str]:
    """Each engine setting that is not what the book needs, as the database itself reports it."""
    if connection.vendor == "sqlite":
        return wrong_sqlite(connection)
    return wrong_postgres(connection)


def wrong_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    found: list[str] = []
    with connection.cursor() as cursor:
        for name, wanted in SQLITE_MUST.items():
            value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if value != wanted:
                found.append(f"{name} is {value}, must be {wanted}")
        busy_ms = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        if busy_ms < 10_000:
            found.append(f"busy_timeout is {busy_ms} ms, must be 10000 or more")
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
    if JOURNAL_MODE == "WAL" and not is_wal_safe(tuple(int(part) for part in version.split("."))):
        found.append(f"SQLite {version} is not safe with journal_mode=WAL")
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        found.append("transaction_mode must be IMMEDIATE")
    return found


def wrong_postgres(connection: BaseDatabaseWrapper) -> list[str]:
    found: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < POSTGRES_MIN_VERSION:
            found.append("PostgreSQL 15 or newer is needed")
        for name, wanted in POSTGRES_MUST.items():
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
            if value != wanted:
                found.append(f"{name} is {value}, must be {wanted}")
    return found
