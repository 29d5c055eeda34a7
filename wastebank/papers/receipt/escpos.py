"""A receipt as ESC/POS bytes: what nearly every roll printer understands.

Only plain ASCII letters are sent. The printers sold with Indonesian counters
disagree about every byte above 127, and many start in a Chinese mode in which
two such bytes swallow each other.
"""

from __future__ import annotations

import unicodedata

from wastebank.papers.receipt.slip import Receipt
from wastebank.papers.receipt.strip import Size, StripRow, rows

COLUMNS_BY_WIDTH = {58: 32, 80: 48}

_RESET = b"\x1b@"
_NO_CHINESE = b"\x1c."
_PLAIN_CODEPAGE = b"\x1bt\x00"
_FEED_AND_CUT = b"\x1bd\x03\x1dVB\x00"

# what NFKD leaves whole or turns into something that is no longer the same sign
_SPELLINGS = str.maketrans(
    {
        "×": "x",
        "·": "-",
        "•": "-",
        "−": "-",
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
        "²": "2",
        "³": "3",
        "°": " der.",
        "Ø": "O",
        "ø": "o",
        "Æ": "AE",
        "æ": "ae",
        "ß": "ss",
        "Đ": "D",
        "đ": "d",
        "Ł": "L",
        "ł": "l",
        "ʻ": "'",
        "ʼ": "'",
    }
)


def escpos(receipt: Receipt, width_mm: int, *, with_qr: bool = False) -> bytes:
    """Bytes for a printer with 58 or 80 mm paper, from reset to cut."""
    texts = receipt.texts.spelt(ascii_only)
    parts = [_RESET, _NO_CHINESE, _PLAIN_CODEPAGE]
    parts += [_printed(row) for row in rows(texts, COLUMNS_BY_WIDTH[width_mm])]
    if with_qr and receipt.can_be_checked and receipt.check_url:
        parts.append(_qr(receipt.check_url))
    return b"".join([*parts, _FEED_AND_CUT])


def ascii_only(text: str) -> str:
    """The nearest ASCII spelling; a letter that has none becomes a question mark."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLINGS))
    return "".join(
        letter if " " <= letter <= "~" else "?"
        for letter in decomposed
        if not unicodedata.combining(letter)
    )


def _printed(row: StripRow) -> bytes:
    """Every row says all it needs, so that a row torn off by a fault spoils no other."""
    across = row.size.across if row.centred else Size.PLAIN.across
    style = bytes(
        [
            *(0x1B, ord("a"), int(row.centred)),
            *(0x1B, ord("E"), int(row.bold)),
            *(0x1D, ord("!"), (across - 1) << 4 | (row.size.down - 1)),
        ]
    )
    return style + row.text.encode("ascii") + b"\n"


def _qr(text: str) -> bytes:
    data = text.encode("ascii")
    stored = len(data) + 3
    return b"".join(
        [
            b"\x1ba\x01",
            b"\x1d(k\x04\x001A2\x00",  # model 2
            b"\x1d(k\x03\x001C\x05",  # five dots to a module
            b"\x1d(k\x03\x001E1",  # level M
            b"\x1d(k" + stored.to_bytes(2, "little") + b"1P0" + data,
            b"\x1d(k\x03\x001Q0",
        ]
    )
