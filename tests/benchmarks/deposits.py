"""P3: a deposit of three lines over HTTP, all included, against a bare endpoint."""

import http.client
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping

from tests.benchmarks.clients import ROOT, rate_of
from tests.postgres import free_port

LINES = [{"material": code, "amount": 1_390} for code in ("pet", "kardus", "jelantah")]


class Site:
    """A served program and one client with a kept connection."""

    def __init__(self, command: list[str], environment: Mapping[str, str], path: str) -> None:
        self.port, self.path = free_port(), path
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**environment, "PORT": str(self.port)},
            stdout=subprocess.DEVNULL,
        )
        self.body: dict[str, object] = {}
        self.headers = {"Content-Type": "application/json"}
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.wait()

    def wait(self) -> None:
        for _ in range(300):
            try:
                self.connection.connect()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the program did not start to serve")

    def send(self) -> None:
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4())}
        self.connection.request("POST", self.path, json.dumps(self.body), headers)
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{answer.status}: {said[:300]!r}")

    def rate(self, seconds: float) -> float:
        return rate_of(self.send, seconds)

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait(30)


def sites(environment: Mapping[str, str]) -> tuple[Site, Site]:
    """Ours and the bare one, on the same database with the tests' cast in it."""
    member, token = prepare(environment)
    ours = Site(["manage.py", "serve"], environment, "/api/v1/deposits")
    ours.headers["Authorization"] = f"Bearer {token}"
    ours.body = {"member": member, "lines": LINES}
    ours.send()  # opens the accounts of the materials
    bare = Site(["-m", "tests.benchmarks.bare"], environment, "/")
    bare.body = {"member": member}
    return ours, bare


def prepare(environment: Mapping[str, str]) -> tuple[str, str]:
    """Migrate, put the cast in; answers a member's number and an operator's token."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.deposits"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.split()
    return said[-2], said[-1]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.cast import assemble

    cast = assemble()
    print(cast.siti.number, cast.token(cast.sari))
