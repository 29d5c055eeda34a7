"""Seats at a PostgreSQL database: advisory locks of a session that stands beside the pool.

The server ends the session of a process that died, of a machine that vanished (it asks by itself
whether that is there), and of one that was stopped and says nothing for minutes.
"""

from typing import Any

from django.db import DatabaseError, connection

from ledger.db.alone.kinds import SILENT_SECONDS, Seat

OURS = 4848  # with the number of a seat, the name of its lock
BY_ITSELF = {
    "application_name": "'wastebank seats'",
    "lock_timeout": 0,
    "statement_timeout": 0,
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
}


class AdvisorySeats:
    def __init__(self) -> None:
        self.database: Any = connection
        self.session: Any = None
        self.taken: set[Seat] = set()
        self.shared: set[Seat] = set()

    def ask(self, sql: str) -> Any:
        with self.database.wrap_database_errors:
            if self.session is None or self.session.closed:
                self.begin()
            try:
                return self.session.execute(sql).fetchone()[0]
            except self.database.Database.Error:
                self.session.close()  # and with it all that was taken
                raise

    def begin(self) -> None:
        self.taken, self.shared = set(), set()
        given = self.database.get_connection_params()
        self.session = self.database.Database.connect(**{**given, "autocommit": True})
        for name, value in BY_ITSELF.items():
            self.session.execute(f"SET {name} = {value}")

    def take(self, seat: Seat) -> None:
        self.ask(f"SELECT pg_advisory_lock({OURS}, {seat})")
        self.taken.add(seat)

    def try_take(self, seat: Seat) -> bool:
        self.ask("SELECT 1")  # a session that was ended has nothing any more
        if seat not in self.taken and self.ask(f"SELECT pg_try_advisory_lock({OURS}, {seat})"):
            self.taken.add(seat)
        return seat in self.taken

    def share(self, seat: Seat) -> bool:
        self.ask("SELECT 1")
        if seat not in self.shared and self.ask(
            f"SELECT pg_try_advisory_lock_shared({OURS}, {seat})"
        ):
            self.shared.add(seat)
        if seat in self.taken:
            self.taken.remove(seat)
            self.ask(f"SELECT pg_advisory_unlock({OURS}, {seat})")
        return seat in self.shared

    def leave(self, seat: Seat) -> None:
        try:
            for kind, having in (("", self.taken), ("_shared", self.shared)):
                if seat in having:
                    having.remove(seat)
                    self.ask(f"SELECT pg_advisory_unlock{kind}({OURS}, {seat})")
        except DatabaseError:
            return  # the session is gone, and the seat with it

    def leave_all(self) -> None:
        if self.session is not None:
            self.session.close()

    def stay(self) -> None:
        """From now on we say each minute that we live; the server ends us when we do not."""
        self.ask("SELECT 1")
        self.ask(f"SELECT set_config('idle_session_timeout', '{SILENT_SECONDS}s', false)")
