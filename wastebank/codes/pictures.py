"""The code in a picture that anybody sent: at a bounded cost, one picture at a time.

The decoding stands in a process of its own (picture_reader.py), which lives on from picture to
picture and is started again after one that was too much for it.
"""

import atexit
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct
from threading import BoundedSemaphore, Lock

LENGTH = Struct("!I")
READER = Path(__file__).with_name("picture_reader.py")
LONGEST_TEXT = 10_000  # the largest QR code holds 4,296 letters
MOST_SECONDS = 3  # by the clock; what it may cost the processor the reader bounds itself
# Of the environment: what a program needs to find its libraries, and none of our secrets.
CARRIED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
MOST_WAITING = 2  # one being read and one in line: the others are told to come again


class PicturesBusy(Exception):
    """Others are being read; this one was not looked at."""


class PictureTooMuch(Exception):
    """The reader died of it, or was stopped: what the picture is made of costs too much."""


@dataclass(slots=True)
class Reader:
    """The process, while there is one, and the line before it."""

    waiting: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_WAITING))
    turn: Lock = field(default_factory=Lock)
    process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes) -> str:
        if not self.waiting.acquire(blocking=False):
            raise PicturesBusy
        try:
            with self.turn:
                return self.asked(content)
        finally:
            self.waiting.release()

    def asked(self, content: bytes) -> str:
        try:
            return ask(self.running(), content)
        except (OSError, EOFError):
            self.stop()
            raise PictureTooMuch from None

    def running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            # -P: the folder of the script is ours, and its names hide those of the library
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(READER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in CARRIED if name in os.environ},
            )
        return self.process

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent has nobody to read it
                    pass
        self.process.wait()
        self.process = None


def ask(process: subprocess.Popen[bytes], content: bytes) -> str:
    """Send one picture and wait for its text; EOFError or OSError if the process does not say."""
    assert process.stdin
    process.stdin.write(LENGTH.pack(len(content)) + content)
    process.stdin.flush()
    until_ns = time.monotonic_ns() + MOST_SECONDS * 10**9
    (length,) = LENGTH.unpack(take(process, LENGTH.size, until_ns))
    if length > LONGEST_TEXT * 4:
        raise EOFError
    return take(process, length, until_ns).decode()


def take(process: subprocess.Popen[bytes], size: int, until_ns: int) -> bytes:
    assert process.stdout
    taken = b""
    while len(taken) < size:
        left_ns = max(0, until_ns - time.monotonic_ns())
        ready, _, _ = select.select([process.stdout], [], [], left_ns / 10**9)
        if not ready:
            raise EOFError
        # A pipe is buffered, and the file below it is not in its type.
        part = process.stdout.raw.read(size - len(taken))  # type: ignore[attr-defined]
        if not part:
            raise EOFError
        taken += part
    return taken


READER_OF_ALL = Reader()
atexit.register(READER_OF_ALL.stop)


def read_code(content: bytes) -> str:
    """The text of the first QR code in the picture; empty if there is none to be read."""
    return READER_OF_ALL.read(content)
