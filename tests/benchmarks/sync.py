"""P6: five hundred queued deposits sent in one go, against the same one by one over HTTP."""

import itertools
import json
import time
import uuid
from collections.abc import Iterator, Mapping

from tests.benchmarks.deposits import LINES, Site, prepare

QUEUED = 500


class Queue:
    """One counter's queue; `together` sends it whole, `one_by_one` as single POSTs on one
    connection that stays open. Both answer deposits per second."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.member, token = prepare(environment)
        self.site = Site(["manage.py", "serve"], environment, "/api/v1/deposits")
        self.site.headers["Authorization"] = f"Bearer {token}"
        self.numbers = itertools.count(1)
        self.site.body = {"member": self.member, "lines": LINES}
        self.site.send()  # opens the accounts of the materials

    def operations(self) -> Iterator[dict[str, object]]:
        body = {"member": self.member, "lines": LINES}
        for number in itertools.islice(self.numbers, QUEUED):
            key = str(uuid.uuid4())
            yield {"key": key, "kind": "deposit", "body": body, "device_sequence": number}

    def together(self) -> float:
        content = json.dumps({"operations": list(self.operations())})
        start = time.perf_counter()
        self.site.connection.request("POST", "/api/v1/sync", content, self.site.headers)
        told = json.loads(self.site.connection.getresponse().read())["outcomes"]
        seconds = time.perf_counter() - start
        if {one["outcome"] for one in told} != {"recorded"}:
            raise RuntimeError("not all of them were recorded")
        return QUEUED / seconds

    def one_by_one(self) -> float:
        start = time.perf_counter()
        for _ in range(QUEUED):
            self.site.send()
        return QUEUED / (time.perf_counter() - start)

    def ratios(self, rounds: int) -> tuple[list[float], str]:
        """Turn by turn, so that a machine that slows down slows both down."""
        pairs = [(self.together(), self.one_by_one()) for _ in range(rounds)]
        fast, slow = (sorted(side)[len(side) // 2] for side in zip(*pairs, strict=True))
        return [a / b for a, b in pairs], f"{fast:.0f}/s against {slow:.0f}/s"

    def stop(self) -> None:
        self.site.stop()
