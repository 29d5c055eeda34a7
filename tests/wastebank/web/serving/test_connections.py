"""S10: people are served while strangers hold hundreds of connections open."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from waitress.adjustments import Adjustments

from tests.engines import Database
from tests.serving import Served
from tests.wastebank.web.serving.slow_clients import Unguarded, slow_clients
from wastebank.web.serving.connections import (
    BODY_BYTES_EACH_SECOND,
    BODY_SECONDS,
    DRAIN_SECONDS,
    HEAD_SECONDS,
    IDLE_SECONDS,
    MOST_CONNECTIONS,
    Connection,
    who_gives_way,
)

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"


@pytest.mark.page
def test_people_are_served_while_hundreds_dawdle(served: Served) -> None:
    for count in (300, MOST_CONNECTIONS + 100):
        with slow_clients(served.port, count):
            for path in ("/healthz", "/check/", "/login/"):
                assert served.get(path).status == 200, f"{count}: {path}"
            assert served.process is not None
            # bounded whatever comes: a file for each, one more for a body, and the program's own
            open_files = len(list(Path(f"/proc/{served.process.pid}/fd").iterdir()))
            assert open_files < MOST_CONNECTIONS + 200
    assert served.get("/healthz").status == 200


@pytest.mark.once
def test_without_the_guard_nobody_is_served(committed_db: Database) -> None:
    """The control: the same program as waitress serves it."""
    program = Unguarded(committed_db)
    try:
        program.start()
        with (
            slow_clients(program.port, 110),
            socket.create_connection(("127.0.0.1", program.port), timeout=2) as line,
        ):
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                line.recv(1)
    finally:
        program.stop()


# --- what ends a connection, by a clock of the test's own

NOW = [0.0]
OPEN: list[socket.socket] = []


def connection(client: str = "198.51.100.7") -> Connection:
    near, far = socket.socketpair()
    OPEN.extend((near, far))
    return Connection(Mock(active_channels={}), near, (client, 1), Adjustments(), map={})


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    NOW[0] = 0.0
    with patch.object(Connection, "clock", staticmethod(lambda: NOW[0])):
        yield
    while OPEN:
        OPEN.pop().close()


@pytest.mark.once
@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        (b"", IDLE_SECONDS),
        (b"G", HEAD_SECONDS),
        (HEAD[:-2], HEAD_SECONDS),
        (HEAD, BODY_SECONDS),
        (HEAD + b"x" * 5 * BODY_BYTES_EACH_SECOND, BODY_SECONDS + 5),
    ],
)
def test_a_request_has_its_time_and_no_more(sent: bytes, seconds: float) -> None:
    slow = connection()
    if sent:
        slow.received(sent)
    assert not slow.is_overdue(seconds)
    assert slow.is_overdue(seconds + 1)


@pytest.mark.once
def test_a_letter_now_and_then_buys_no_time() -> None:
    slow = connection()
    for second in range(HEAD_SECONDS + 1):
        NOW[0] = float(second)
        slow.received(b"G")
    assert slow.is_overdue(HEAD_SECONDS + 1)
    body = connection()
    body.received(HEAD)
    for second in range(HEAD_SECONDS, HEAD_SECONDS + BODY_SECONDS + 1):
        NOW[0] = float(second)
        body.received(b"x")
    assert body.is_overdue(HEAD_SECONDS + BODY_SECONDS + 1)


@pytest.mark.once
def test_a_body_in_chunks_of_a_letter_is_not_read_on() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    usual, costly = connection(), connection()
    usual.received(head)
    for _chunk in range(40):
        usual.received(b"fa0\r\n" + b"x" * 4_000 + b"\r\n")
    assert not usual.will_close
    costly.received(head)
    read = 0
    while not costly.will_close and read < 1_000_000:
        read += 8_190
        costly.received(b"1\r\nx\r\n" * 1_365)
    assert read < 110_000


@pytest.mark.once
def test_who_is_being_answered_is_left_alone_and_who_takes_nothing_is_not() -> None:
    asked = connection()
    asked.received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert asked.requests
    assert not asked.is_overdue(10_000)
    asked.total_outbufs_len, asked.last_activity = 1, 0
    with patch.object(time, "time", lambda: DRAIN_SECONDS + 1.0):
        assert asked.is_overdue(0)


@pytest.mark.once
def test_who_has_most_gives_way_and_of_those_the_oldest() -> None:
    held: list[Any] = []
    for second, client in enumerate(["neighbour", "many", "many", "many"]):
        NOW[0] = float(second)
        held.append(connection(client))
    oldest: Any = who_gives_way(held)
    assert oldest is held[1]
    held[1].requests = [object()]
    oldest = who_gives_way(held)
    assert oldest is held[2]
    held[2].will_close = True
    assert who_gives_way(held) is held[0]  # each has one now, and this one is the oldest
    for one in held:
        one.requests = [object()]
    assert who_gives_way(held) is None
