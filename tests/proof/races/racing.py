"""Acts that really run at the same time, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Answered = TypeVar("Answered")


def race(acts: Sequence[Callable[[], Answered]]) -> list[Answered | BaseException]:
    """Start all acts at one moment; answers for each what it returned or raised."""
    gun = threading.Barrier(len(acts))

    def run(act: Callable[[], Answered]) -> Answered:
        try:
            gun.wait(30)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        futures = [threads.submit(run, act) for act in acts]
        return [future.exception() or future.result() for future in futures]
