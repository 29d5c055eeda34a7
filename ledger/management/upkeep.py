"""What goes on while the program serves: holds whose time is over, tidying up, and seals.

Every process would do it; the one that has the seat does, and another one when that has ended.
"""

import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from ledger import registry
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import seats
from ledger.holds import expire_everywhere
from ledger.management.backups.habit import begin_when_due
from ledger.seals.making import seal_when_due

EVERY_SECONDS = 60


def keep_up(say: Callable[[str], object]) -> None:
    """Begin in a thread of its own, which ends with the program."""
    threading.Thread(target=go_on, args=[say, threading.Event()], daemon=True).start()


def go_on(
    say: Callable[[str], object], stop: threading.Event, every_seconds: int = EVERY_SECONDS
) -> None:
    """Once at the start, then again and again."""
    while True:
        try:
            one_round(say)
        except (DatabaseError, OSError) as problem:  # busy, away: the next minute is as good
            say(f"holds were not looked at: {problem}")
        finally:
            connection.close()
        if stop.wait(every_seconds):
            return


def one_round(say: Callable[[str], object] = print) -> bool:
    """Do what is due, unless another process does it; whether it was ours to do."""
    ours = seats()
    ours.stay()
    ours.share(Seat.SERVING)  # also after the database was away, and our seats with it
    if not ours.try_take(Seat.RUNNER):
        return False
    do_what_is_due()
    begin_when_due(say)
    return True


def do_what_is_due() -> int:
    """Give back what was held too long, tidy up, seal every hour; how many holds ended."""
    ended = expire_everywhere()
    for tidy in registry.offered("tidy"):
        tidy()
    seal_when_due()
    return ended
