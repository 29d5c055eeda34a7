"""Seats beside a SQLite database: locks on files that lie beside it and hold nothing."""

import fcntl
import os
import time
from pathlib import Path

from ledger.db.alone.kinds import SILENT_SECONDS, Seat


class FileSeats:
    def __init__(self, database: str) -> None:
        self.database = database
        self.taken: dict[Seat, int] = {}

    def path(self, seat: Seat) -> Path:
        return Path(f"{self.database}-{seat.name.lower()}")

    def lock(self, seat: Seat, how: int) -> None:
        """Lock its file. What we have already becomes what is asked for."""
        new = seat not in self.taken
        file = os.open(self.path(seat), os.O_RDWR | os.O_CREAT, 0o600) if new else self.taken[seat]
        try:
            fcntl.flock(file, how)
        except BaseException:
            if new:
                os.close(file)
            raise
        self.taken[seat] = file

    def take(self, seat: Seat) -> None:
        self.lock(seat, fcntl.LOCK_EX)

    def try_take(self, seat: Seat) -> bool:
        try:
            self.lock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return seat is Seat.RUNNER and self.is_silent()
        return True

    def share(self, seat: Seat) -> bool:
        try:
            self.lock(seat, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self, seat: Seat) -> None:
        if (file := self.taken.pop(seat, None)) is not None:
            os.close(file)

    def leave_all(self) -> None:
        for seat in Seat:
            self.leave(seat)

    def stay(self) -> None:
        if (file := self.taken.get(Seat.RUNNER)) is not None:
            os.utime(file)

    def is_silent(self) -> bool:
        """Nobody takes a lock from a process that was stopped, or hangs; but one may act in its
        stead, since whatever a runner does may be done twice."""
        said = self.path(Seat.RUNNER).stat().st_mtime_ns // 10**9
        return abs(int(time.time()) - said) > SILENT_SECONDS
