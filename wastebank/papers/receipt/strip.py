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
class StripRow:
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


def rows(texts: ReceiptTexts, width: int) -> list[StripRow]:
    return [
        *_heading(texts, width),
        *_middle(texts, width),
        *_totals(texts, width),
        *_foot(texts, width),
    ]


def _heading(texts: ReceiptTexts, width: int) -> Iterator[StripRow]:
    yield from _centred(texts.place_name, width, size=Size.TALL, bold=True)
    yield from _centred(texts.place_address, width)
    for stamp in texts.stamps:
        yield StripRow(f"* {stamp} *", centred=True, bold=True, size=Size.LARGE)
    yield from _centred(texts.void_note, width)
    yield _rule(width)
    yield from _pair(texts.title, texts.number, width, bold=True)
    yield StripRow(texts.moment)
    yield from _pair(texts.person, texts.member, width)


def _middle(texts: ReceiptTexts, width: int) -> Iterator[StripRow]:
    yield _rule(width)
    for line in texts.lines:
        yield from _pair(line.name, line.amount, width, bold=True)
        yield from (StripRow(part) for part in textwrap.wrap(line.detail, width))


def _totals(texts: ReceiptTexts, width: int) -> Iterator[StripRow]:
    yield _rule(width)
    for total in texts.totals:
        size = Size.TALL if total.emphasis else Size.PLAIN
        yield from _pair(total.label, total.amount, width, bold=total.emphasis, size=size)


def _foot(texts: ReceiptTexts, width: int) -> Iterator[StripRow]:
    if texts.notes:
        yield _rule(width)
    for note in texts.notes:
        yield from (StripRow(part) for part in textwrap.wrap(note, width))
    yield _rule(width)
    if texts.check_code:
        yield from _centred(texts.check_lead, width)
        yield from _centred(texts.check_place, width)
        yield StripRow(texts.check_code, centred=True, bold=True, size=Size.LARGE)
    yield from _centred(texts.staff, width)


def _rule(width: int) -> StripRow:
    return StripRow("-" * width)


def _centred(
    text: str, width: int, *, size: Size = Size.PLAIN, bold: bool = False
) -> list[StripRow]:
    return [StripRow(part, True, bold, size) for part in textwrap.wrap(text, width)]


def _pair(
    left: str, right: str, width: int, *, size: Size = Size.PLAIN, bold: bool = False
) -> Iterator[StripRow]:
    """Name left, sum right; a long name goes on below and never touches the sum."""
    room = width - len(right) - 1
    if room < width // 3:
        yield from (StripRow(part, False, bold, size) for part in textwrap.wrap(left, width))
        yield StripRow(right.rjust(width), False, bold, size)
        return
    first, *rest = textwrap.wrap(left, room) or [""]
    yield StripRow(first + right.rjust(width - len(first)), False, bold, size)
    yield from (StripRow(part, False, bold, size) for part in rest)
