"""Pictures that cost much to read, in few bytes."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def finders(side: int, dot: int, gap: int) -> bytes:
    """Nothing but the squares in a code's corners: each three of them could be one."""
    picture = Image.new("1", (side, side), 1)
    pen = ImageDraw.Draw(picture)
    for y in range(dot, side - 8 * dot, (7 + gap) * dot):
        for x in range(dot, side - 8 * dot, (7 + gap) * dot):
            for ring, ink in enumerate((0, 1, 0)):
                inset = ring * dot
                box = (x + inset, y + inset, x + 7 * dot - inset - 1, y + 7 * dot - inset - 1)
                pen.rectangle(box, fill=ink)
    return encoded(picture, "PNG", optimize=True)


def many_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = encoded(Image.new("L", (4_000, 4_000), 128), "JPEG", progressive=True, quality=20)
    return whole[:-2] + whole[whole.rindex(b"\xff\xda") : -2] * scans + b"\xff\xd9"


def bomb(kind: bytes, size: int) -> bytes:
    """A PNG with a chunk of `kind` that unpacks into much."""
    plain = encoded(Image.new("L", (8, 8)), "PNG")
    content = b"note\0\0" + zlib.compress(b"\0" * size, 9)
    checked = kind + content
    chunk = struct.pack("!I", len(content)) + checked + struct.pack("!I", zlib.crc32(checked))
    return plain[:33] + chunk + plain[33:]
