"""The server's connections, bounded: a slow or idle one costs a stranger more than it costs us.

waitress reads requests without a thread, and then stops to accept anybody once a hundred are open:
a hundred and ten that send a letter a minute shut the bank. Here nobody is kept out. A request that
does not arrive in its time is dropped, and when there are too many connections, one gives way that
has nothing under way: the oldest of whoever has most.
"""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from wastebank.web.serving.unread import UnreadRequest

MOST_CONNECTIONS = 400  # each is one open file, with its body two; a machine gives 1,024
IDLE_SECONDS = 30  # with nothing asked; browsers open another
HEAD_SECONDS = 10  # until the lines before the body have come
BODY_SECONDS = 30  # until the body has come, and more for a long one:
BODY_BYTES_EACH_SECOND = 1_000  # slower than any telephone line in use
DRAIN_SECONDS = 60  # for somebody who takes nothing of an answer
HEAD_BYTES = 32_768
BODY_BYTES = 16_000_000  # a photo; what the pages take is less, and they say so in words
BODY_BYTES_IN_MEMORY = 65_536
WASTED_BYTES = 65_536
HEAR_OUT_SECONDS = 2  # for what somebody still sends who has been refused
LOOK_EACH_SECONDS = 1

Clock = Callable[[], float]


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress says nothing of its types
    """One connection, and when the request that is arriving began to."""

    error_task_class = UnreadRequest
    clock: Clock = time.monotonic
    answered_at: float
    began_at: float | None = None
    was_refused_unread = False
    hears_out_until: float | None = None

    def __init__(self, *given: Any, **more: Any) -> None:
        self.answered_at = self.clock()
        super().__init__(*given, **more)

    @property
    def client(self) -> str:
        return str(self.addr[0]) if self.addr else ""

    @property
    def may_go(self) -> bool:
        """Nobody of ours works for it: it waits for its other end, or goes already."""
        return not self.requests and not self.will_close

    def received(self, data: bytes) -> bool:
        if self.hears_out_until is not None:
            return False
        if self.request is None:
            self.began_at = self.clock()
        went_well = bool(super().received(data))
        if self.request is None:
            self.began_at = None
        elif self.request.chunked and self.wasted_bytes() > WASTED_BYTES:
            self.will_close = True
        return went_well

    def wasted_bytes(self) -> int:
        """What came beside the body and more than the body itself: chunks of a letter each cost
        the processor a hundred times what they say."""
        said = len(self.request.body_rcv)
        return int(self.request.body_bytes_received - 2 * said)

    def service(self) -> None:
        self.was_refused_unread = bool(self.requests[0].error)
        super().service()
        self.answered_at = self.clock()

    def handle_close(self) -> None:
        """A connection that ends while its other end still sends is torn off, and the answer with
        it: whoever was refused unread is heard out first, for a moment."""
        if not self.was_refused_unread or self.hears_out_until is not None:
            super().handle_close()
            return
        self.hears_out_until = self.clock() + HEAR_OUT_SECONDS
        self.will_close = self.close_when_flushed = False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()

    def is_overdue(self, now: float) -> bool:
        """Whether what should have come, or gone, by now has not."""
        if self.hears_out_until is not None:
            return now > self.hears_out_until
        if self.total_outbufs_len:  # waitress notes by the clock on the wall when it last went on
            return bool(time.time() > self.last_activity + DRAIN_SECONDS)
        if self.requests:
            return False
        if self.request is None or self.began_at is None:
            return now - self.answered_at > IDLE_SECONDS
        waited = now - self.began_at
        if not self.request.headers_finished:
            return waited > HEAD_SECONDS
        earned: float = self.request.body_bytes_received / BODY_BYTES_EACH_SECOND
        return waited > BODY_SECONDS + earned


class BoundedServer(TcpWSGIServer):  # type: ignore[misc]  # nor of these
    """waitress with room for whoever comes next."""

    channel_class = Connection

    def maintenance(self, now: float) -> None:
        for one in list(self.active_channels.values()):
            if one.is_overdue(one.clock()):
                one.will_close = True

    def handle_accept(self) -> None:
        self.make_room()
        super().handle_accept()

    def make_room(self) -> None:
        """One goes for each that comes; it ends in the next round, when nobody looks at it."""
        if len(self.active_channels) >= MOST_CONNECTIONS:
            gives_way = who_gives_way(self.active_channels.values())
            if gives_way is not None:
                gives_way.will_close = True


def who_gives_way(connections: Iterable[Connection]) -> Connection | None:
    """The oldest of the address that has most; behind a proxy all have one, and the oldest of all
    gives way. None: everybody is being answered."""
    waiting = [one for one in connections if one.may_go]
    held = Counter(one.client for one in waiting)
    most = max(held.values(), default=0)
    having_most = (one for one in waiting if held[one.client] == most)
    return min(having_most, key=lambda one: one.answered_at, default=None)


def serve(application: Any, *, host: str, port: int, threads: int) -> None:
    """Serve until the process is told to end."""
    settings = Adjustments(
        host=host,
        port=port,
        threads=threads,
        ident="wastebank",
        # room is made before this is reached; beyond it even waitress accepts nobody
        connection_limit=MOST_CONNECTIONS + 100,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=LOOK_EACH_SECONDS,
        asyncore_use_poll=True,  # select ends at 1,024 open files
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=BODY_BYTES,
        inbuf_overflow=BODY_BYTES_IN_MEMORY,
        # what a proxy adds is judged by web/common/addresses.py, the same under every server
        clear_untrusted_proxy_headers=False,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    listening: dict[int, Any] = {}
    servers = [
        BoundedServer(application, listening, dispatcher=dispatcher, adj=settings, sockinfo=where)
        for where in settings.listen
    ]
    if len(servers) == 1:
        servers[0].run()
        return
    addresses = [(one.effective_host, one.effective_port) for one in servers]
    MultiSocketServer(listening, settings, addresses, dispatcher, servers[0].log_info).run()
