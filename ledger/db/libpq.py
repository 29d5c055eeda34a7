"""Prepared statements on PostgreSQL, in the words of its own C library.

The book sends few texts, of few types, again and again. A cursor of the driver finds out anew each
time what it is given and what comes back, which takes longer than the database does. So they go to
psycopg's `pgconn`, by those of its calls that wait without stopping the other threads.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

MAX_PREPARED = 100
BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"  # as engine.POSTGRES_MUST has it
GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
# PostgreSQL's own numbers for its types.
BOOL, INT8, INT2, INT4, TIMESTAMPTZ, INFERRED = 16, 20, 21, 23, 1184, 0

# Connections wander between threads through the pool: what is prepared on one stays with it.
prepared: WeakKeyDictionary[Connection[Any], dict[str, bytes]] = WeakKeyDictionary()


def ask(connection: Connection[Any], sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Carry one statement out; begins the transaction if the driver has not yet."""
    pgconn = connection.pgconn
    if pgconn.transaction_status == TransactionStatus.IDLE and not connection.autocommit:
        rows(pgconn.exec_(BEGIN))
    name = name_of(connection, sql, values)
    texts: list[Any] = [  # psycopg takes a None, and does not say so
        None if value is None else WRITERS.get(type(value), write_text)(value) for value in values
    ]
    return rows(pgconn.exec_prepared(name, texts))


def name_of(connection: Connection[Any], sql: str, values: Sequence[Any]) -> bytes:
    """What the statement is prepared as, on this connection."""
    names = prepared.setdefault(connection, {})
    if sql not in names:
        if len(names) >= MAX_PREPARED:
            rows(connection.pgconn.exec_(b"DEALLOCATE ALL"))
            names.clear()
        name = b"book_%d" % len(names)
        types = [TYPES.get(type(value), INFERRED) for value in values]
        rows(connection.pgconn.prepare(name, numbered(sql), types))
        names[sql] = name
    return names[sql]


def numbered(sql: str) -> bytes:
    """The statement with PostgreSQL's own placeholders."""
    first, *rest = sql.split("%s")
    return (first + "".join(f"${index}{part}" for index, part in enumerate(rest, 1))).encode()


def write_text(value: Any) -> bytes:
    text = str(value).encode()
    if b"\0" in text:
        raise ValueError("PostgreSQL text cannot hold a NUL")
    return text


# The type of any other value follows from where it stands in the statement.
TYPES: dict[type, int] = {int: INT8, datetime: TIMESTAMPTZ}
WRITERS: dict[type, Callable[[Any], bytes]] = {
    int: lambda value: b"%d" % value,
    datetime: lambda value: str(value).encode(),
}
READERS: dict[int, Callable[[bytes], Any]] = {
    BOOL: lambda content: content == b"t",
    INT2: int,
    INT4: int,
    INT8: int,
    TIMESTAMPTZ: lambda content: datetime.fromisoformat(content.decode()),
}


def rows(result: PGresult) -> list[tuple[Any, ...]]:
    """The answer's rows: numbers, instants and truths as Python has them, the rest as text."""
    if result.status not in GOOD:
        raise error_from_result(result)
    if not result.ntuples:
        return []
    columns = [(column, READERS.get(result.ftype(column))) for column in range(result.nfields)]
    return [
        tuple([read(result.get_value(row, column), reader) for column, reader in columns])
        for row in range(result.ntuples)
    ]


def read(content: bytes | None, reader: Callable[[bytes], Any] | None) -> Any:
    if content is None:
        return None
    return reader(content) if reader else content.decode()
