"""Which failures of a database are no fault of ours: it is away, busy, or out of room.

They are told apart by the codes of the two engines, never by their words, which are translated and
change. Sources: PostgreSQL's appendix of error codes, SQLite's result codes.
"""

import errno
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import InterfaceError, OperationalError, connection


class Outage(StrEnum):
    AWAY = "away"
    BUSY = "busy"
    FULL = "full"


POSTGRES_BUSY = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "53300",  # too many connections
    "53400",  # configuration limit exceeded
    "55P03",  # lock not available within lock_timeout
    "57014",  # cancelled by statement_timeout
    "25P03",  # idle in a transaction for too long
}
POSTGRES_AWAY = {
    "25006",  # read only: a standby, or a server that lost its place
    "53200",  # out of memory
    "58000",  # a fault of the system below
    "58030",  # the same, reading or writing
    "57P01",  # shut down by an administrator
    "57P02",  # shut down after a crash
    "57P03",  # starting up, or shutting down
    "57P05",  # idle for too long
}
POSTGRES_FULL = {"53100"}
SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
SQLITE_AWAY = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_PROTOCOL")
SQLITE_FULL = ("SQLITE_FULL",)
SQLITE_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def outage_of(problem: BaseException | None) -> Outage | None:
    """What kind of outage a failure was; None for a fault of ours."""
    for cause in causes(problem):
        found = by_sqlstate(cause) or by_sqlite_name(cause) or by_errno(cause)
        if found:
            return found
    if any(isinstance(cause, InterfaceError | OperationalError) for cause in causes(problem)):
        return unnamed_outage(problem)
    return None


def causes(problem: BaseException | None) -> Iterator[BaseException]:
    """Django's own error, then what the engine said."""
    while problem is not None:
        yield problem
        problem = problem.__cause__


def by_sqlstate(problem: BaseException) -> Outage | None:
    state = getattr(problem, "sqlstate", None) or ""
    if state in POSTGRES_FULL:
        return Outage.FULL
    if state in POSTGRES_BUSY:
        return Outage.BUSY
    if state in POSTGRES_AWAY or state.startswith("08"):
        return Outage.AWAY
    return None


def by_sqlite_name(problem: BaseException) -> Outage | None:
    name = getattr(problem, "sqlite_errorname", None) or ""
    if name.startswith(SQLITE_FULL):
        return Outage.FULL
    if name.startswith(SQLITE_BUSY):
        return Outage.BUSY
    return Outage.AWAY if name.startswith(SQLITE_AWAY) else None


def by_errno(problem: BaseException) -> Outage | None:
    return Outage.FULL if isinstance(problem, OSError) and problem.errno in NO_ROOM else None


def is_broken(problem: BaseException) -> bool:
    """Whether the file of a database is none any more: foreign, cut short, or written over. It is
    no outage, since waiting does not help."""
    names = (getattr(cause, "sqlite_errorname", None) or "" for cause in causes(problem))
    return any(name.startswith(SQLITE_BROKEN) for name in names)


def unnamed_outage(problem: BaseException | None) -> Outage | None:
    """No code came with it: a connection that broke or was never had, or our own statement."""
    named = any(
        getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        for cause in causes(problem)
    )
    return None if named else Outage.AWAY


def reason_of(problem: BaseException) -> str:
    """What the engine says, in its first line. A pool only tells how long it waited, so the
    engine is asked past it."""
    if connection.vendor == "postgresql":
        engine_itself: Any = connection
        try:
            engine_itself.Database.connect(**engine_itself.get_connection_params()).close()
        except engine_itself.Database.Error as said:
            problem = said
    return (str(problem).splitlines() or [type(problem).__name__])[0]
