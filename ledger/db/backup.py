"""Backup and restore. A backup is taken while people work; a restore is audited before it counts.

SQLite is copied with its own online backup, PostgreSQL with pg_dump and pg_restore.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

Progress = Callable[[int, int], None]


class CopyProblem(Exception):
    """The copy could not be made or must not be used."""


def back_up(target: Path, on_progress: Progress) -> None:
    """Write a consistent copy of the database to a new file."""
    if target.exists():
        raise CopyProblem(f"{target} exists; a backup is never overwritten")
    part = target.with_name(target.name + ".part")
    if connection.vendor == "sqlite":
        back_up_sqlite(part, on_progress)
    else:
        run_postgres("pg_dump", ["--format=custom", "--no-owner", f"--file={part}"])
        on_progress(1, 1)
    part.rename(target)


def back_up_sqlite(part: Path, on_progress: Progress) -> None:
    import sqlite3

    part.unlink(missing_ok=True)
    connection.ensure_connection()
    copy = sqlite3.connect(part)
    try:
        connection.connection.backup(
            copy,
            pages=2_000,
            progress=lambda _status, left, total: on_progress(total - left, total),
        )
    finally:
        copy.close()


def restore(source: Path, on_progress: Progress) -> None:
    """Put a backup in the place of an absent or empty database, if its audit is green."""
    if not source.is_file():
        raise CopyProblem(f"no such file: {source}")
    if connection.vendor == "sqlite":
        restore_sqlite(source)
    else:
        restore_postgres(source)
    on_progress(1, 1)


def restore_sqlite(source: Path) -> None:
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    if target.exists() and target.stat().st_size:
        raise CopyProblem(f"{target} holds data; move it away first")
    part = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, part)
    try:
        audit_copy(f"sqlite:///{part}")
        connections.close_all()
        part.rename(target)
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{part}{end}").unlink(missing_ok=True)


def restore_postgres(source: Path) -> None:
    if connection.introspection.table_names():
        raise CopyProblem("the database holds tables; restore into an empty one")
    connections.close_all()
    run_postgres(
        "pg_restore",
        [
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            "--dbname",
            settings.DATABASES["default"]["NAME"],
            str(source),
        ],
    )
    audit_copy(os.environ.get("DATABASE_URL", ""))


def audit_copy(url: str) -> None:
    """Run the audit on the restored copy in a process of its own."""
    command = [sys.executable, "-m", "django", "audit"]
    # The same program, wherever it was started from and wherever it is installed.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"DATABASE_URL": url} if url else {}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise CopyProblem(f"the copy's audit is not green:\n{result.stdout}{result.stderr}")


def run_postgres(program: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's own tools against our database."""
    database: dict[str, Any] = settings.DATABASES["default"]
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    environment = os.environ | {name: str(value) for name, value in named.items() if value}
    folder = os.environ.get("WASTEBANK_PG_BIN", "")
    path = shutil.which(program, path=folder or None)
    if path is None:
        raise CopyProblem(f"{program} is not installed; set WASTEBANK_PG_BIN to its folder")
    result = subprocess.run(
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise CopyProblem(f"{program}: {result.stderr.strip()}")
