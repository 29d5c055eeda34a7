"""A database that is away: coded answers, health all the same, and back with the next request."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.postgres import PostgresServer
from tests.serving import ROOT, Program

# Half a minute, and no command of ours in it: with the pages.
pytestmark = [pytest.mark.engine("postgres"), pytest.mark.page]


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of the test's own, which may be killed."""
    server = PostgresServer()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def program(server: PostgresServer, tmp_path: Path) -> Iterator[Program]:
    environment = {**os.environ, "DATABASE_URL": server.url}
    program = Program(environment, tmp_path / "serve.log")
    try:
        yield program
    finally:
        program.stop()


def first_line(log: Path) -> str:
    for _ in range(600):
        if "\n" in (said := log.read_text(errors="replace")):
            return said
        time.sleep(0.1)
    raise AssertionError("nothing was said")


def test_a_program_waits_for_its_database_and_outlives_its_absence(
    server: PostgresServer, program: Program
) -> None:
    server.kill()
    with program.log.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    program.process = process  # ends with the test
    said = first_line(program.log)
    assert said.startswith("The database is not reached; trying again.")
    assert "refused" in said
    server.start()
    program.wait(process)
    assert program.get("/prices/").status == 200
    server.kill()
    api = program.call("POST", "/api/v1/deposits", {}, token="a" * 43, key=uuid4())
    assert (api.status, api.json["code"]) == (503, "database_away")
    assert api.headers["retry-after"] == "5"
    page = program.call("GET", "/prices/", headers={"Accept": "text/html"})
    assert (page.status, page.headers["retry-after"]) == (503, "5")
    assert b"database_away" in page.body
    assert program.get("/healthz").status == 200
    assert program.get("/readyz").status == 503
    server.start()
    assert program.get("/prices/").status == 200  # the very next question


def test_a_command_without_a_database_is_one_sentence(
    server: PostgresServer, program: Program
) -> None:
    server.kill()
    done = subprocess.run(
        [sys.executable, "manage.py", "audit"],
        cwd=ROOT,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("not done: ")
    assert len(done.stderr.splitlines()) == 1
