"""Strangers who open connections and take their time, and a server without a guard against them."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.serving import Served

# What each kind has sent of a request when it stops.
SLOW = {
    "says nothing": b"",
    "half a line": b"GET /check/ HT",
    "half a head": b"GET /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "half a form": (
        b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode="
    ),
    "half a chunk": (
        b"POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nco"
    ),
    "takes no answer": b"GET /static/wastebank/icons.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


@contextmanager
def slow_clients(port: int, count: int) -> Iterator[Sequence[socket.socket]]:
    """So many connections, of each kind as many, held open without another byte."""
    kinds = list(SLOW.values())
    with ExitStack() as stack:
        held = []
        for number in range(count):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            line.sendall(kinds[number % len(kinds)])
            held.append(line)
        yield held


class Unguarded(Served):
    """The same program under waitress as it comes."""

    command = (
        "-c",
        "import os, waitress; from wastebank.wsgi import application;"
        "waitress.serve(application, host='127.0.0.1', port=int(os.environ['PORT']), threads=8)",
    )
