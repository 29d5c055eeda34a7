"""Programs that begin where others have already loaded: a second of the processor less for each."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# What the program does not read, and what it is given anew.
OWN = ("DATABASE_URL", "PORT", "PYTEST_CURRENT_TEST", "DJANGO_ALLOW_ASYNC_UNSAFE")
KNOWN = ("manage.py", "-m")  # how those begin that can go on from here
ONE_AT_A_TIME = Lock()


class Forked:
    """A process that is no child of ours, with the words of `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self.descriptor: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self.descriptor = None  # it has ended already

    def poll(self) -> int | None:
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        ended = self._ended_within(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired("a forked program", timeout or 0)
        return ended

    def send_signal(self, number: int) -> None:
        if self.descriptor is not None:
            signal.pidfd_send_signal(self.descriptor, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.descriptor is not None:
            look = select.poll()
            look.register(self.descriptor, select.POLLIN)
            if not look.poll(None if seconds is None else seconds * 1000):
                return None
            os.close(self.descriptor)
            self.descriptor = None
        return 0


class Warm:
    """The process they are forked from, with the surroundings it was begun with."""

    def __init__(self) -> None:
        self.surroundings = without_own(os.environ)
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm.process"], cwd=ROOT, stdin=theirs.fileno()
            )
        self.line = ours.makefile("rw")
        ours.close()

    def fork(self, asked: Mapping[str, Any]) -> Forked:
        self.line.write(json.dumps(asked) + "\n")
        self.line.flush()
        return Forked(int(self.line.readline()))

    def end(self) -> None:
        self.line.close()
        self.process.wait(30)


def forked(
    words: Sequence[str], environment: Mapping[str, str], database: str, log: Path
) -> Forked | None:
    """Such a program; None where it has to begin like any other."""
    if sys.platform != "linux" or words[0] not in KNOWN:
        return None
    with ONE_AT_A_TIME:
        process = warm()
        if without_own(environment) != process.surroundings:
            return None
        asked = {"words": words, "environment": dict(environment), "database": database}
        return process.fork({**asked, "log": str(log)})


@cache
def warm() -> Warm:
    """One for each worker, as soon as somebody asks."""
    process = Warm()
    atexit.register(process.end)
    return process


def without_own(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in OWN}
