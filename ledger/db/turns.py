"""Writers of one process take turns, in the order in which they asked.

SQLite lets one writer in at a time, and whoever waits looks again after pauses that grow to a tenth
of a second: whoever comes just then goes first, and with eight clients one waits for seconds. Here
the next is woken as soon as one has ended. SQLite's own lock still decides; writers of other
processes are waited for there.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError


class Busy(OperationalError):
    """Nobody's turn ended in time. To whoever asks, the same as a lock SQLite did not get."""

    sqlite_errorname = "SQLITE_BUSY"


class Turns:
    """A lock that is given to whoever has waited longest."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.taken = False
        self.waiting: deque[threading.Lock] = deque()

    def take(self, seconds: int) -> None:
        """Wait for our turn; raises Busy after so long. Whoever has it gives it back once."""
        self.wait(self.ask(), seconds)

    def ask(self) -> "threading.Lock | None":
        """Stand in the queue; None if nobody else does, and the turn is ours."""
        with self.guard:
            if not self.taken:
                self.taken = True
                return None
            mine = threading.Lock()
            mine.acquire()
            self.waiting.append(mine)
            return mine

    def wait(self, mine: "threading.Lock | None", seconds: int) -> None:
        if mine is None:
            return
        try:
            got = mine.acquire(timeout=seconds)
        except BaseException:  # an interrupt of the main thread: the next must not wait for it
            if not self.leave(mine):
                self.give_back()
            raise
        if not got and self.leave(mine):
            raise Busy(f"another writer of this program took longer than {seconds} seconds")

    def leave(self, mine: threading.Lock) -> bool:
        """Wait no more; False if the turn was given to us in the same moment."""
        with self.guard:
            if mine in self.waiting:
                self.waiting.remove(mine)
                return True
            return False

    def give_back(self) -> None:
        with self.guard:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False

    @contextmanager
    def turn(self, seconds: int) -> Iterator[None]:
        self.take(seconds)
        try:
            yield
        finally:
            self.give_back()


ALL_TURNS: dict[str, Turns] = {}
# A child that was forked has none of the threads that might give a turn back.
os.register_at_fork(after_in_child=ALL_TURNS.clear)


def turns_of(database: str) -> Turns:
    """The turns of a database, the same for all threads."""
    return ALL_TURNS.setdefault(database, Turns())
