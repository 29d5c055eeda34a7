"""T17: how long each of several clients waits for its deposit, with writers in turn and without."""

import http.client
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.clients import run
from tests.benchmarks.deposits import LINES, Site, prepare

CLIENTS = 8


@dataclass(frozen=True)
class Waits:
    """Milliseconds that clients waited: in the middle, of one in a hundred, and at worst."""

    p50: float
    p99: float
    worst: float
    rate: float

    @classmethod
    def of(cls, milliseconds: list[float], seconds: float) -> "Waits":
        waits = sorted(milliseconds)
        count = len(waits)
        return cls(waits[count // 2], waits[count * 99 // 100], waits[-1], count / seconds)

    def __str__(self) -> str:
        return f"{self.p50:.0f}, {self.p99:.0f}, {self.worst:.0f} ms at {self.rate:.0f}/s"


class Counter:
    """A served program, and clients that record deposits as fast as they are answered."""

    def __init__(
        self, command: list[str], environment: Mapping[str, str], member: str, token: str
    ) -> None:
        self.environment, self.member, self.token = environment, member, token
        self.site = Site(command, environment, "/api/v1/deposits")

    def waits(self, seconds: float) -> Waits:
        given = (str(self.site.port), self.member, self.token, str(seconds))
        return Waits.of(json.loads(run("waiting.waits", self.environment, *given)), seconds)


def compared(
    environment: Mapping[str, str], rounds: int, seconds: float
) -> list[tuple[Waits, Waits]]:
    """Ours and the control, turn by turn on one database."""
    member, token = prepare(environment)
    counters: list[Counter] = []
    try:
        for command in (["manage.py", "serve"], ["-m", "tests.benchmarks.waiting.without_turns"]):
            counters.append(Counter(command, environment, member, token))
            counters[-1].waits(seconds / 4)  # warm
        ours, control = counters
        return [(ours.waits(seconds), control.waits(seconds)) for _ in range(rounds)]
    finally:
        for counter in counters:
            counter.site.stop()


class Client(Site):
    """A client of a site that runs already."""

    def __init__(self, port: str, member: str, token: str) -> None:
        self.path, self.body = "/api/v1/deposits", {"member": member, "lines": LINES}
        self.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        self.connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        self.milliseconds: list[float] = []

    def work(self, until: float) -> None:
        while (begun := time.perf_counter()) < until:
            self.send()
            self.milliseconds.append((time.perf_counter() - begun) * 1_000)


def main(port: str, member: str, token: str, seconds: str) -> None:
    clients = [Client(port, member, token) for _ in range(CLIENTS)]
    until = time.perf_counter() + float(seconds)
    threads = [threading.Thread(target=client.work, args=[until]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps([wait for client in clients for wait in client.milliseconds]))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    main(*sys.argv[1:])
