"""N10: several processes on PostgreSQL behind nginx, started as docs/install says."""

import json
import os
import shlex
import signal
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.audit import check_book
from tests.cast import Cast
from tests.engines import Database, run_folder
from tests.proof.installed.certificates import certify
from tests.proof.installed.proxies import INSTALL, Nginx, adapted
from tests.proof.installed.test_behind_a_proxy import BEHIND, HOST
from tests.requests.outside import Outside
from tests.serving import Program

pytestmark = pytest.mark.engine("postgres")

DEPOSITS, AT_ONCE = 24, 6


class SeveralProcesses(Program):
    """What the service runs instead of `serve`, with two processes for two cores."""

    def __init__(self, database: Database) -> None:
        log = run_folder() / f"several-{uuid.uuid4().hex[:8]}.log"
        super().__init__({**database.environment, **BEHIND}, log)
        self.command = ("-m", *self.told())

    def told(self) -> list[str]:
        lines = (INSTALL / "several-processes.conf").read_text().splitlines()
        line = next(one for one in reversed(lines) if one.startswith("ExecStart="))
        changes = {"127.0.0.1:8000": f"127.0.0.1:{self.port}", "--workers 4": "--workers 2"}
        path, *options = shlex.split(adapted(line, changes).removeprefix("ExecStart="))
        return [Path(path).name, *options]

    def workers(self) -> list[int]:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@pytest.fixture
def several(cast: Cast, committed_db: Database, tmp_path: Path) -> Iterator[SeveralProcesses]:
    program = SeveralProcesses(committed_db)
    try:
        program.start()
        yield program
    finally:
        program.stop()


@pytest.fixture
def counter(several: SeveralProcesses, tmp_path: Path) -> Iterator[Outside]:
    proxy, certified = Nginx(tmp_path), certify(HOST, tmp_path)
    try:
        proxy.start(certified, several.port)
        yield Outside(HOST, proxy.https, certified.trusted())
    finally:
        proxy.stop()


def test_several_processes_keep_one_book(
    cast: Cast, several: SeveralProcesses, counter: Outside
) -> None:
    token = cast.token(cast.sari)
    body = json.dumps(
        {"card": cast.siti_card.code, "lines": [{"material": "pet", "amount": 1_000}]}
    ).encode()

    def record(_number: int) -> int:
        return counter.record(token, "/api/v1/deposits", body).status

    with ThreadPoolExecutor(AT_ONCE) as hands:
        answers = list(hands.map(record, range(DEPOSITS)))
        first = several.workers()
        os.kill(first[0], signal.SIGKILL)  # another is started in its stead, and nobody waits
        answers += hands.map(record, range(DEPOSITS))
    assert len(first) == 2
    assert answers.count(201) >= 2 * DEPOSITS - AT_ONCE, answers
    assert answers[:DEPOSITS] == [201] * DEPOSITS
    assert check_book() == []
    refused = counter.record(token, "/api/v1/deposits", b" " * 3_000_000)
    assert (refused.status, refused.json["code"]) == (422, "body_too_large")
