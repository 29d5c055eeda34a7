"""Acts that really run at the same time, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Answered = TypeVar("Answered")


def race(commands: Sequence[Callable[[], Answered]]) -> list[Answered | BaseException]:
    """Start all commands at one moment; answers for each what it returned or raised."""
    gun = threading.Barrier(len(commands))

    def run(command: Callable[[], Answered]) -> Answered:
        try:
            gun.wait(30)
            return command()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(commands)) as threads:
        futures = [threads.submit(run, command) for command in commands]
        return [future.exception() or future.result() for future in futures]


def both_wait() -> Callable[[], None]:
    """Two commands wait for each other here, so that they certainly cross; a third one passes."""
    gate = threading.Barrier(2)

    def meet() -> None:
        try:
            gate.wait(1)
        except threading.BrokenBarrierError:
            return

    return meet
