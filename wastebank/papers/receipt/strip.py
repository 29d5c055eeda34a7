"""A receipt as rows of text, for printers that know nothing but letters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from wastebank.papers.receipt.slip import Receipt, ReceiptTexts


class Size(Enum):
    """How much wider and taller than a plain letter."""

    PLAIN = (1, 1)
    TALL = (1, 2)
    LARGE = (2, 2)

    @property
    def across(self) -> int:
        return self.value[0]

    @property
    def down(self) -> int:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    centred: bool = False
    bold: bool = False
    size: Size = Size.PLAIN


def columns(receipt: Receipt, width: int) -> list[str]:
    """The receipt in lines of at most `width` letters."""
    return [
        row.text.center(width).rstrip() if row.centred else row.text
        for row in rows(receipt.texts, width)
    ]


def rows(texts: ReceiptTexts, width: int) -> list[Row]:
    return [
        *_heading(texts, width),
        *_middle(texts, width),
        *_totals(texts, width),
        *_foot(texts, width),
    ]


def _heading(texts: ReceiptTexts, width: int) -> Iterator[Row]:
    yield from _centred(texts.place_name, width, size=Size.TALL, bold=True)
    yield from _centred(texts.place_address, width)
    for stamp in texts.stamps:
        yield Row(f"* {stamp} *", centred=True, bold=True, size=Size.LARGE)
    yield from _centred(texts.void_note, width)
    yield _rule(width)
    yield from _pair(texts.title, texts.number, width, bold=True)
    yield Row(texts.moment)
    yield from _pair(texts.person, texts.member, width)


def _middle(texts: ReceiptTexts, width: int) -> Iterator[Row]:
    yield _rule(width)
    for line in texts.lines:
        yield from _pair(line.name, line.amount, width, bold=True)
        yield from (Row(part) for part in textwrap.wrap(line.detail, width))


def _totals(texts: ReceiptTexts, width: int) -> Iterator[Row]:
    yield _rule(width)
    for total in texts.totals:
        size = Size.TALL if total.emphasis else Size.PLAIN
        yield from _pair(total.label, total.amount, width, bold=total.emphasis, size=size)


def _foot(texts: ReceiptTexts, width: int) -> Iterator[Row]:
    if texts.notes:
        yield _rule(width)
    for note in texts.notes:
        yield from (Row(part) for part in textwrap.wrap(note, width))
    yield _rule(width)
    if texts.check_code:
        yield from _centred(texts.check_lead, width)
        yield from _centred(texts.check_place, width)
        yield Row(texts.check_code, centred=True, bold=True, size=Size.LARGE)
    yield from _centred(texts.staff, width)


def _rule(width: int) -> Row:
    return Row("-" * width)


def _centred(text: str, width: int, *, size: Size = Size.PLAIN, bold: bool = False) -> list[Row]:
    return [Row(part, True, bold, size) for part in textwrap.wrap(text, width)]


def _pair(
    left: str, right: str, width: int, *, size: Size = Size.PLAIN, bold: bool = False
) -> Iterator[Row]:
    """Name left, sum right; a long name goes on below and never touches the sum."""
    room = width - len(right) - 1
    if room < width // 3:
        yield from (Row(part, False, bold, size) for part in textwrap.wrap(left, width))
        yield Row(right.rjust(width), False, bold, size)
        return
    first, *rest = textwrap.wrap(left, room) or [""]
    yield Row(first + right.rjust(width - len(first)), False, bold, size)
    yield from (Row(part, False, bold, size) for part in rest)
