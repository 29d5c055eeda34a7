"""A receipt as rows of text, for printers that know nothing but letters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from wastebank.papers.slip import Receipt, Said


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
        for row in rows(receipt.said, width)
    ]


def rows(said: Said, width: int) -> list[Row]:
    return [
        *_heading(said, width),
        *_middle(said, width),
        *_totals(said, width),
        *_foot(said, width),
    ]


def _heading(said: Said, width: int) -> Iterator[Row]:
    yield from _centred(said.place_name, width, size=Size.TALL, bold=True)
    yield from _centred(said.place_address, width)
    for stamp in said.stamps:
        yield Row(f"* {stamp} *", centred=True, bold=True, size=Size.LARGE)
    yield from _centred(said.void_note, width)
    yield _rule(width)
    yield from _pair(said.title, said.number, width, bold=True)
    yield Row(said.moment)
    yield from _pair(said.person, said.member, width)


def _middle(said: Said, width: int) -> Iterator[Row]:
    yield _rule(width)
    for line in said.lines:
        yield from _pair(line.name, line.amount, width, bold=True)
        yield from (Row(part) for part in textwrap.wrap(line.detail, width))


def _totals(said: Said, width: int) -> Iterator[Row]:
    yield _rule(width)
    for total in said.totals:
        size = Size.TALL if total.emphasis else Size.PLAIN
        yield from _pair(total.label, total.amount, width, bold=total.emphasis, size=size)


def _foot(said: Said, width: int) -> Iterator[Row]:
    if said.notes:
        yield _rule(width)
    for note in said.notes:
        yield from (Row(part) for part in textwrap.wrap(note, width))
    yield _rule(width)
    if said.check_code:
        yield from _centred(said.check_lead, width)
        yield from _centred(said.check_place, width)
        yield Row(said.check_code, centred=True, bold=True, size=Size.LARGE)
    yield from _centred(said.staff, width)


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
