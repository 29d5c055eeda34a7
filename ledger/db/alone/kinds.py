"""Seats that processes take beside a database. A seat is free again when its process has ended,
however it ended."""

from enum import IntEnum
from typing import Protocol

SILENT_SECONDS = 180  # a runner that said nothing for so long runs nothing any more


class Seat(IntEnum):
    """Never renumbered: processes of two versions must mean the same."""

    START = 1  # one at a time brings the database up to date and judges it
    SERVING = 2  # all that serve have it together
    RUNNER = 3  # one of them does what is done once for all
    BACKUP = 4  # one process at a time makes the backup of the day


class Seats(Protocol):
    """The seats of this process at one database."""

    def take(self, seat: Seat) -> None:
        """Wait for a seat, as long as it takes."""

    def try_take(self, seat: Seat) -> bool:
        """A seat that nobody has. True also for one that is ours."""

    def share(self, seat: Seat) -> bool:
        """Have a seat together with others, in the place of having it alone."""

    def leave(self, seat: Seat) -> None:
        """Give a seat back, however we have it."""

    def stay(self) -> None:
        """We live: seats of a process that says it no more may be given to others."""

    def leave_all(self) -> None:
        """As if our process had ended."""
