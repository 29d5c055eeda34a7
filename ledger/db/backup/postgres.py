"""Copies of a PostgreSQL database, by its own pg_dump and pg_restore."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import DatabaseError, connection, connections

from ledger.db.backup.home import taken_up, under_way
from ledger.db.backup.judge import judge
from ledger.db.backup.private import new_file
from ledger.db.backup.problems import CopyProblem, one_line

# Names of PostgreSQL have 63 bytes at most.
NAME_BYTES = 40
TAKE_AWAY = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    LOOP EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND NOT EXISTS
            (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE 'DROP FUNCTION IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
END $$
"""


@contextmanager
def dump(on_progress: Callable[[int, int], None]) -> Iterator[IO[bytes]]:
    """The database as it is in one moment, as a stream to read. CopyProblem if it broke off."""
    with tempfile.TemporaryFile() as said:
        command = [program("pg_dump"), "--format=custom", "--no-owner"]
        with subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=said
        ) as process:
            assert process.stdout is not None
            try:
                yield process.stdout
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            raise CopyProblem(f"pg_dump: {one_line(said.read().decode(errors='replace'))}")
    on_progress(1, 1)


def refuse_occupied() -> None:
    if connection.introspection.table_names():
        raise CopyProblem("the database holds tables; restore into an empty one")


def put_in_place(copy: Path, home: Mapping[str, str], *, other_pepper: bool, replace: bool) -> None:
    """Judge the dump in a database of its own, then load it into ours, and judge it there again.

    What is red there is taken away again, and what was replaced is loaded again. The secrets it
    brings come with it and not before.
    """
    with scratch_database() as name:
        load(copy, name)
        judge(url_of(name), other_pepper=other_pepper, home=home)
    if replace:
        with under_way(), taken_up(home), moved_aside():
            take_place(copy, other_pepper=other_pepper)
    else:
        refuse_occupied()
        with under_way(), taken_up(home):
            take_place(copy, other_pepper=other_pepper)


@contextmanager
def moved_aside() -> Iterator[None]:
    """The book that is there, as a dump in the data folder; or back in its place."""
    aside = Path(settings.HOME) / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}.dump"
    with dump(lambda _done, _total: None) as copy, new_file(aside) as file:
        shutil.copyfileobj(copy, file)
    run_statement(TAKE_AWAY)
    try:
        yield
    except BaseException:
        connections.close_all()
        load(aside, settings.DATABASES["default"]["NAME"])
        aside.unlink()
        raise


def take_place(copy: Path, *, other_pepper: bool) -> None:
    connections.close_all()
    load(copy, settings.DATABASES["default"]["NAME"])  # in one transaction
    try:
        judge("", other_pepper=other_pepper)
    except BaseException:
        run_statement(TAKE_AWAY)
        raise


@contextmanager
def scratch_database(purpose: str = "restoring") -> Iterator[str]:
    name = f"{scratch_prefix(purpose)}{secrets.token_hex(4)}"
    try:
        run_statement(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    except DatabaseError as problem:
        raise CopyProblem(
            "no database can be made in which to judge the backup; the role needs CREATEDB"
            f" ({one_line(problem)})"
        ) from None
    try:
        yield name
    finally:
        run_statement(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def scratch_prefix(purpose: str) -> str:
    return f"{settings.DATABASES['default']['NAME'][:NAME_BYTES]}_{purpose}_"


def drop_scratch(purpose: str) -> None:
    """What runs that were killed left behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
            [scratch_prefix(purpose)],
        )
        left = [name for (name,) in cursor.fetchall()]
    for name in left:
        run_statement(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def run_statement(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def url_of(name: str) -> str:
    """The address of another database of our server."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}"))


def load(copy: Path, name: str) -> None:
    command = [program("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction"]
    result = subprocess.run(
        [*command, f"--dbname={name}", str(copy)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise CopyProblem(f"the backup cannot be loaded: {one_line(result.stderr)}")


def program(name: str) -> str:
    path = shutil.which(name, path=os.environ.get("WASTEBANK_PG_BIN") or None)
    if path is None:
        raise CopyProblem(f"{name} is not installed; set WASTEBANK_PG_BIN to its folder")
    return path


def environment() -> dict[str, str]:
    """Where PostgreSQL's own programs find our database."""
    database: dict[str, Any] = settings.DATABASES["default"]
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}
