"""A program that is forked from a loaded process is the program itself, and no slower to end."""

import os
import socket
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.engines import Database
from tests.serving import Served
from tests.warm.programs import warm

pytestmark = pytest.mark.once
STARTED = "The book was audited: green.\nhttp://127.0.0.1:{port}/\n"


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when another's ends")
def test_it_is_loaded_once_and_stands_on_its_own_database(cast: Cast, served: Served) -> None:
    assert served.process is not None
    assert parent_of(served.process.pid) == warm().process.pid
    assert served.log.read_text() == STARTED.format(port=served.port)
    answer = served.get(f"/api/v1/members/{cast.siti.number}/balance", token=cast.token(cast.sari))
    assert answer.status == 200
    served.kill()
    served.start()
    assert served.get("/healthz").status == 200


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when another's ends")
def test_it_ends_when_it_is_told_to(served: Served) -> None:
    process = served.process
    assert process is not None
    assert process.poll() is None
    process.terminate()
    process.wait(15)
    assert not Path(f"/proc/{process.pid}").exists()
    served.stop()


def test_with_other_surroundings_it_begins_as_any_program(committed_db: Database) -> None:
    class Elsewhere(Served):
        def __init__(self) -> None:
            super().__init__(committed_db)
            self.environment["WASTEBANK_OFFLINE_DAYS"] = "3"

    program = Elsewhere()
    try:
        program.start()
        assert program.process is not None
        assert parent_of(program.process.pid) == os.getpid()
        own = Path(f"/proc/{program.process.pid}/environ").read_text().split("\0")
        assert "WASTEBANK_OFFLINE_DAYS=3" in own
    finally:
        program.stop()


def test_what_cannot_begin_says_why(committed_db: Database) -> None:
    program = Served(committed_db)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", program.port))
        with pytest.raises(RuntimeError, match="Address already in use"):
            program.start()
