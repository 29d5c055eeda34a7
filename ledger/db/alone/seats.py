"""The seats of this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection

from ledger.db.alone.advisory import AdvisorySeats
from ledger.db.alone.files import FileSeats
from ledger.db.alone.kinds import Seat, Seats


def seats() -> Seats:
    """Those at the database of the settings."""
    return seats_at(str(connection.settings_dict["NAME"]))


@cache
def seats_at(database: str) -> Seats:
    if connection.vendor == "sqlite":
        return FileSeats(database)
    return AdvisorySeats()


@contextmanager
def alone(seat: Seat, wait: Callable[[], object]) -> Iterator[None]:
    """One process at a time. Calls `wait` once if another one is there."""
    ours = seats()
    if not ours.try_take(seat):
        wait()
        ours.take(seat)
    try:
        yield
    finally:
        ours.leave(seat)
