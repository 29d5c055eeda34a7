"""The database itself: whether it answers, which one it is, its clock, and who works on it."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from ledger import clock
from ledger.db import engine
from ledger.db.alone.kinds import Seat
from ledger.db.outage import outage_of, reason_of
from wastebank.management.health.kinds import Examined, good, look, stop

LOCKS = Path("/proc/locks")  # Linux tells who holds which
CLOCKS_APART_SECONDS = 60

DATABASE, PROCESSES = _("database"), _("processes")
DATABASE_ANSWERS = good("database_answers", DATABASE, _("{name} {version} answers."))
DATABASE_AWAY = stop(
    "database_away",
    DATABASE,
    _("It is not reached. {reason}"),
    _("Start the database, or mend DATABASE_URL."),
)
SQLITE_OLD = look(
    "sqlite_old",
    DATABASE,
    _("SQLite {version} has a fault in its faster journal, so the slower one is used."),
    _("Install the package pysqlite3, or a newer Python."),
)
CLOCKS_APART = look(
    "clocks_apart",
    DATABASE,
    _("Its clock and the one of this machine are {seconds} seconds apart."),
    _("Let both machines set their clocks by the network."),
)
SERVED_BY_ONE = good("served_by_one", PROCESSES, _("One serves."))
SERVED_BY_NONE = good("served_by_none", PROCESSES, _("None serves at this moment."))
SERVED_BY_SEVERAL = look(
    "served_by_several",
    PROCESSES,
    _("{count} serve from one SQLite database, and wait for each other."),
    _("Let one serve; several processes want PostgreSQL."),
)


def database() -> Iterator[Examined]:
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        connection.close()
        if outage_of(problem) is None:
            raise
        yield DATABASE_AWAY(reason=reason_of(problem))
        return
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor == "sqlite" and engine.JOURNAL_MODE != "WAL":
        yield SQLITE_OLD(version=version)
    else:
        yield DATABASE_ANSWERS(name=connection.display_name, version=version)


def clocks() -> Iterator[Examined]:
    """Of a database on another machine: nights, holds and limits are counted by both."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    if apart > CLOCKS_APART_SECONDS:
        yield CLOCKS_APART(seconds=f"{apart:,.0f}")


def processes() -> Iterator[Examined]:
    """Each that serves has the seat beside the database; the kernel tells how many that are."""
    if connection.vendor != "sqlite" or not LOCKS.exists():
        return
    seat = Path(f"{connection.settings_dict['NAME']}-{Seat.SERVING.name.lower()}")
    serving = holders(seat) if seat.exists() else 0
    if serving > 1:
        yield SERVED_BY_SEVERAL(count=serving)
    else:
        yield SERVED_BY_ONE() if serving else SERVED_BY_NONE()


def holders(file: Path) -> int:
    """How many processes hold a lock on it: `3: FLOCK  ADVISORY  READ 4711 08:01:1234 0 EOF`."""
    found = file.stat()
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    rows = (line.split() for line in LOCKS.read_text().splitlines())
    return sum(row[-3] == device and row[1] == "FLOCK" for row in rows if len(row) == 8)
