"""The book's own statements: a few fixed texts, prepared once for each connection.

A posting is six short statements. Sent through Django's cursors, each costs more to compose, parse
and plan than to carry out. SQLite's driver keeps what it has prepared by the text; for PostgreSQL
`libpq.py` does. Whoever counts queries, or runs with DEBUG, sees them pass Django's cursor.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from ledger.db.values import on_postgres

Rows = list[tuple[Any, ...]]


def ask(sql: str, values: Sequence[Any]) -> Rows:
    """Carry out a statement on the connection Django has open; answers its rows, if it has any."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall() if cursor.description else ())
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if on_postgres():
            answer: Rows = libpq().ask(connection.connection, sql, values)
            return answer
        return list(connection.connection.execute(with_question_marks(sql), values))


@cache
def libpq() -> ModuleType:
    """Imported when it is needed: an installation on SQLite has no driver for PostgreSQL."""
    return import_module("ledger.db.libpq")


@lru_cache(maxsize=500)
def with_question_marks(sql: str) -> str:
    """SQLite's placeholders. The same text finds the statement the driver prepared for it."""
    return sql.replace("%s", "?")


@lru_cache(maxsize=500)
def with_rows(sql: str, row_count: int, column_count: int) -> str:
    """The statement with placeholders for that many rows in the place of `{rows}`."""
    row = "(" + ", ".join(["%s"] * column_count) + ")"
    return sql.replace("{rows}", ", ".join([row] * row_count))
