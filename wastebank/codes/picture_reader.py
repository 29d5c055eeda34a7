"""Reads codes out of pictures, in a process of its own. See pictures.py, which starts it.

A picture is made by anybody, and both decoders can be kept busy for minutes by a few kilobytes.
Nothing stops them from inside, so this process dies of a picture that costs too much, and takes no
secret along: it imports nothing of ours. What it is sent is a length and a picture; what it
answers is a length and a text.
"""

import resource
import signal
import struct
import sys
from io import BytesIO

import zxingcpp
from PIL import Image

LENGTH = struct.Struct("!I")
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 17_000_000  # as the head of the file has it
MOST_PIXELS_WHOLE = 6_000_000  # of what cannot be opened smaller than it is
LONGEST_SIDE = 2_000  # of what is searched for codes: nine dots for a dot of a card's code
MOST_SCANS = 24  # a progressive JPEG of a telephone has ten
START_OF_SCAN = b"\xff\xda"
MOST_MILLISECONDS = 600  # of the processor, for one picture
MOST_BYTES = 64_000_000  # for one picture, beside what the process needs to stand


def read(content: bytes) -> str:
    """The text of the first QR code; empty if there is none, or none that may be looked for."""
    if content.count(START_OF_SCAN) > MOST_SCANS:
        return ""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return ""
        if width * height > MOST_PIXELS_WHOLE:
            picture.draft("L", (width // 2, height // 2))  # a JPEG opens at a half of its size
        width, height = picture.size
        if width * height > MOST_PIXELS_WHOLE:
            return ""
        grey = picture.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcode(grey, formats=wanted)
    return str(found.text) if found else ""


def judged(content: bytes) -> str:
    """What `read` found. Whatever a broken picture raises is the same as no code."""
    # its signal ends the process, in the middle of decoding
    signal.setitimer(signal.ITIMER_PROF, MOST_MILLISECONDS / 1000)
    try:
        return read(content)
    except Exception:  # noqa: BLE001 - a decoder may raise anything
        return ""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def bound_memory() -> None:
    """What is taken from now on is bounded, so that a picture cannot take the machine's."""
    standing = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    most = standing + MOST_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main() -> None:
    bound_memory()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := asked.read(LENGTH.size):
        text = judged(asked.read(*LENGTH.unpack(head))).encode()
        answers.write(LENGTH.pack(len(text)) + text)
        answers.flush()


if __name__ == "__main__":
    main()
