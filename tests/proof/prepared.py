"""Fresh databases in a hurry: the cast assembled once, and copied for every example."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from ledger.db import engine
from tests import engines
from tests.cast import Cast, assemble
from tests.engines import Database


@dataclass(frozen=True)
class Prepared:
    """A programme ready to act, in a database nobody writes to."""

    template: Database
    cast: Cast

    def copy(self) -> Database:
        """A database of its own with the whole cast in it."""
        fresh = engines.named_database(f"copy_{secrets.token_hex(4)}")
        engines.copy_database(self.template, fresh)
        return fresh

    @contextmanager
    def fresh(self) -> Iterator[Cast]:
        """Use a copy; it is gone afterwards."""
        database = self.copy()
        try:
            with engines.pointed_at(database):
                yield self.cast
        finally:
            engines.drop_database(database)


@contextmanager
def laid_out(prepare: Callable[[Cast], object] = lambda cast: None) -> Iterator[Prepared]:
    """Assemble the cast in a database of its own, and let `prepare` write what comes first."""
    template = engines.new_database("prepared_programme")
    try:
        with engines.pointed_at(template):
            cast = assemble()
            prepare(cast)
        yield Prepared(template, cast)
    finally:
        engines.drop_database(template)


@contextmanager
def without_checks() -> Iterator[None]:
    """Switch the CHECKs of the current database off, to see which net is behind them.

    SQLite has a switch for the connection, which the audit would report. On PostgreSQL they are
    dropped, and stay dropped: only for a database that is thrown away.
    """
    switch = engine.SQLITE_MUST.pop("ignore_check_constraints")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'"
                " AND connamespace = current_schema()::regnamespace"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        engine.SQLITE_MUST["ignore_check_constraints"] = switch
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
