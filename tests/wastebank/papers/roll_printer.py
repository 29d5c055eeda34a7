"""A roll printer of our own: reads ESC/POS back into rows and codes, or says what it cannot read.

It knows only the commands a cheap printer is sure to know, so a receipt that needs another one
fails its test.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_network
from unittest.mock import patch

from wastebank.printing import network_printer


@dataclass(frozen=True)
class PrintedRow:
    text: str
    centred: bool
    bold: bool
    across: int
    down: int


@dataclass
class Printout:
    rows: list[PrintedRow] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    cuts: int = 0

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)


class CannotRead(ValueError):
    pass


class RollPrinter:
    """Reads one command after the other; a cut ends the paper."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0
        self.centred = self.bold = False
        self.across = self.down = 1
        self.letters = bytearray()
        self.stored = b""
        self.paper = Printout()

    def take(self, count: int) -> bytes:
        taken = self.data[self.place : self.place + count]
        if len(taken) < count:
            raise CannotRead(f"the bytes end inside a command at {self.place}")
        self.place += count
        return taken

    def read(self) -> Printout:
        while self.place < len(self.data):
            byte = self.take(1)
            if byte == b"\x1b":
                self.escape(self.take(1))
            elif byte == b"\x1c":
                self.expect(self.take(1), b".")  # no Chinese letters
            elif byte == b"\x1d":
                self.group(self.take(1))
            elif byte == b"\n":
                self.feed()
            elif 32 <= byte[0] < 127:
                self.letters += byte
            else:
                raise CannotRead(f"byte {byte!r} at {self.place - 1}")
        if self.letters:
            raise CannotRead("letters were never fed")
        return self.paper

    def expect(self, found: bytes, wanted: bytes) -> None:
        if found != wanted:
            raise CannotRead(f"{found!r} where {wanted!r} is known, at {self.place}")

    def escape(self, command: bytes) -> None:
        if command == b"@":
            self.centred = self.bold = False
            self.across = self.down = 1
        elif command == b"a":
            self.centred = self.take(1) == b"\x01"
        elif command == b"E":
            self.bold = self.take(1) == b"\x01"
        elif command == b"t":
            self.expect(self.take(1), b"\x00")
        elif command == b"d":
            self.take(1)
        else:
            raise CannotRead(f"ESC {command!r}")

    def group(self, command: bytes) -> None:
        if command == b"!":
            size = self.take(1)[0]
            self.across, self.down = (size >> 4) + 1, (size & 15) + 1
        elif command == b"V":
            self.expect(self.take(2), b"B\x00")
            self.paper.cuts += 1
        elif command == b"(":
            self.code(self.take(1))
        else:
            raise CannotRead(f"GS {command!r}")

    def code(self, kind: bytes) -> None:
        self.expect(kind, b"k")
        (length,) = struct.unpack("<H", self.take(2))
        content = self.take(length)
        self.expect(content[:1], b"1")
        if content[1:3] == b"P0":
            self.stored = content[3:]
        elif content[1:3] == b"Q0":
            self.paper.codes.append(self.stored.decode("ascii"))
        elif content[1:2] not in (b"A", b"C", b"E"):
            raise CannotRead(f"code function {content[1:2]!r}")

    def feed(self) -> None:
        text = self.letters.decode("ascii")
        row = PrintedRow(text, self.centred, self.bold, self.across, self.down)
        self.paper.rows.append(row)
        self.letters.clear()


def read_back(data: bytes) -> Printout:
    return RollPrinter(data).read()


@dataclass
class Listening:
    """A printer on the network: what it was sent, one entry for each caller."""

    port: int
    sheets: list[bytes]
    heard: threading.Semaphore

    def next_sheet(self) -> bytes:
        assert self.heard.acquire(timeout=20), "nothing was sent to the printer"
        return self.sheets[-1]


@contextmanager
def on_this_machine() -> Iterator[None]:
    """While this lasts, printers may be told of that listen where tests have theirs."""
    networks = [*network_printer.OWN_NETWORKS, ip_network("127.0.0.1/32")]
    with (
        patch.object(network_printer, "OWN_NETWORKS", networks),
        patch.object(network_printer, "PORTS", range(1, 65_536)),
    ):
        yield


@contextmanager
def printer_on_the_network(*, breaks_off: bool = False) -> Iterator[Listening]:
    """Listens on this machine. One that `breaks_off` resets the line after its first bytes."""
    server = socket.create_server(("127.0.0.1", 0))
    found = Listening(server.getsockname()[1], [], threading.Semaphore(0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                if breaks_off:
                    line.recv(8)
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    continue
                found.sheets.append(b"".join(iter(partial(line.recv, 4096), b"")))
                found.heard.release()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        with on_this_machine():
            yield found
    finally:
        # closing alone does not wake a thread that waits in accept
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=20)
