"""S10: nothing that a stranger sends is a fault of ours, and whoever asks meanwhile is answered."""

import json
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from tests.requests.strangers import ANSWERED, STRANGERS, answer_to, token_of
from tests.serving import Served
from wastebank.web.serving.connections import BODY_BYTES

MOST_MEMORY_KB = 64 * 1024  # more than before, at the worst instant of all of them together


def memory_kb(served: Served) -> int:
    """The most memory that the process ever held."""
    assert served.process is not None
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


@pytest.mark.page
def test_whatever_a_stranger_sends_is_refused_and_bounded(served: Served) -> None:
    token = token_of(served)
    for stranger in STRANGERS:  # what the program loads when it is first asked is no stranger's
        if stranger.times > 1:
            answer_to(served, stranger.make(token))
    before = memory_kb(served)
    wrong = []
    for stranger in STRANGERS:
        sent = stranger.make(token)
        for _time in range(stranger.times if stranger.times < 24 else 6):
            status = answer_to(served, sent)
            if status not in (*ANSWERED, 0):
                wrong.append(f"{stranger.name}: {status}")
        if served.get("/healthz").status != 200:
            wrong.append(f"{stranger.name}: nobody is answered meanwhile")
        if memory_kb(served) - before > MOST_MEMORY_KB:
            wrong.append(f"{stranger.name}: {memory_kb(served) - before} kB")
            before = memory_kb(served)
    assert wrong == []
    log = served.log.read_text(errors="replace")
    assert "Internal Server Error" not in log, log[-4_000:]


@pytest.mark.page
def test_a_body_is_not_read_beyond_its_bound(served: Served) -> None:
    """Whoever announces too much is answered before it is read."""
    head = (
        b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + f"Content-Length: {BODY_BYTES + 1}\r\n\r\n".encode()
    )
    assert answer_to(served, head) == 413


def answer_of(served: Served, head: bytes) -> str:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        answer = b""
        with suppress(OSError):  # whoever has answered already may have ended it
            line.sendall(head)
            line.shutdown(socket.SHUT_WR)
        while part := line.recv(65_536):  # a connection that is torn off raises
            answer += part
    return answer.decode()


@pytest.mark.page
def test_what_the_server_does_not_read_is_said_in_our_words(served: Served) -> None:
    large = f"Content-Length: {BODY_BYTES + 1}\r\n\r\n".encode()
    page = answer_of(served, b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + large)
    assert page.startswith("HTTP/1.1 413")
    assert "This is too much at once." in page
    assert "waitress" not in page.lower()
    asked = answer_of(served, b"POST /api/v1/members HTTP/1.1\r\nHost: 127.0.0.1\r\n" + large)
    assert json.loads(asked.partition("\r\n\r\n")[2])["code"] == "body_too_large"


@pytest.mark.page
@pytest.mark.parametrize("kilobytes", [40, 80, 400])
def test_whoever_sent_too_long_a_head_hears_why(served: Served, kilobytes: int) -> None:
    """Also when the answer was ready before all of it was taken in."""
    cookies = b"a=b;" * (kilobytes * 250)
    for _time in range(10):
        long = answer_of(served, b"GET / HTTP/1.1\r\nCookie: " + cookies + b"\r\n\r\n")
        assert long.startswith(("HTTP/1.1 431", "HTTP/1.0 431")), long
        assert "delete the cookies" in long
