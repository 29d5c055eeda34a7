"""What the audit finds, and how an invariant looks for it: plain SQL, in batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DataError, connection


@dataclass(frozen=True)
class Finding:
    """One disagreement: which invariant, at which thing, and what was seen.

    The name of the invariant is called `law`, as in the audit's JSON, which programs read.
    """

    law: str
    where: str
    seen: str


Invariant = Callable[[], Iterator[Finding]]
BATCH_ROWS = 5_000


# What reading a value that is nonsense may raise: SQLite lets anything stand in any column, and
# PostgreSQL keeps moments that are no moments of Python.
UNREADABLE = (ArithmeticError, AttributeError, DataError, TypeError, ValueError)


def rows(sql: str) -> Iterator[tuple[object, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(BATCH_ROWS):
            yield from batch


def whole(value: object) -> int:
    """SQLite lets any value stand in any column; an amount that is no integer is a fault."""
    if type(value) is not int:
        raise ValueError(f"{value!r} is no whole number")
    return value


def instant(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError(f"{value!r} is no instant")
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def found(law: str, sql: str, seen: str) -> Iterator[Finding]:
    """A finding for each row of a query that looks for offenders; column 0 names them."""
    for row in rows(sql):
        yield Finding(law, str(row[0]), seen.format(*row))
