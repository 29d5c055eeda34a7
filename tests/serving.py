"""The real program in a process of its own, and a plain HTTP client to speak to it."""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engines import Database, run_folder
from tests.postgres import free_port
from tests.warm.programs import Forked, forked

ROOT = Path(__file__).resolve().parent.parent


Process = subprocess.Popen[Any] | Forked


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def replayed(self) -> bool:
        return self.headers.get("idempotent-replay") == "true"


class Program:
    """One `manage.py serve`. It can be killed and started again, on the same port and data."""

    command: Sequence[str] = ("manage.py", "serve")
    folder = ROOT
    python = sys.executable

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.environment = {**environment, "PORT": str(self.port)}
        self.log = log
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = self.begin()
        self.wait(self.process)

    def begin(self) -> Process:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.python, *self.command],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """The process ends at once, with whatever it was doing."""
        if self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str = "",
        key: uuid.UUID | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request on a connection of its own, so that many threads may call at once."""
        sent = {"Accept": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["Idempotency-Key"] = str(key)
        content = body if isinstance(body, bytes) else None
        if body is not None and content is None:
            content = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, sent)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, *, token: str = "") -> Answer:
        return self.call("GET", path, token=token)

    def post(
        self, path: str, body: object, *, token: str = "", key: uuid.UUID | str | None = None
    ) -> Answer:
        """A POST with a key of its own, unless one is given."""
        return self.call("POST", path, body, token=token, key=key or uuid.uuid4())

    def wait(self, process: Process) -> None:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        said = self.log.read_text(errors="replace")
        raise RuntimeError(f"The program did not start to serve:\n{said}")


class Served(Program):
    """The program on a database of a test, in a process that is forked from a loaded one.

    Where its surroundings are others than those of the run, it begins as any program does.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        log = run_folder() / f"serve-{secrets.token_hex(4)}.log"
        super().__init__(database.environment, log)

    def begin(self) -> Process:
        known = (self.command, self.environment, self.database.name, self.log)
        return forked(*known) or super().begin()
