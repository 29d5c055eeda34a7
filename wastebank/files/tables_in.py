"""What every list that comes in has: rows that can be used, and those that cannot, with why.

How bytes become cells, and cells rows, is told in `files/grids/` and `files/importing/`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from wastebank.files.formulas import begins_like_formula
from wastebank.values.letters import excerpt, is_seen

MAX_CODE = 60
EARLIEST = date(2000, 1, 1)

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its number, what it is about, and why."""

    row: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Read]):
    """What could be read of a file, and what could not."""

    rows: Sequence[Read]
    bad: Sequence[BadRow]


class RowProblem(Exception):
    """Why a row cannot be used, in words for the person who keeps the file."""


def kept_text(head: str, text: str, max_letters: int) -> str:
    """Text that will be kept: there, not too long, nothing a spreadsheet would carry out."""
    if not text:
        raise RowProblem(_("%(head)s is empty") % {"head": head})
    if len(text) > max_letters:
        facts = {"head": head, "max": max_letters}
        raise RowProblem(_("%(head)s is longer than %(max)s letters") % facts)
    if begins_like_formula(text):
        facts = {"head": head, "text": text}
        raise RowProblem(_("%(head)s begins like a formula: %(text)s") % facts)
    if not is_seen(text):
        raise RowProblem(_("%(head)s has signs that cannot be shown") % {"head": head})
    return text


# Said in words, so that under ten and over ten do not get codes that look alike.
SPOKEN_SIGNS: dict[str, str | int | None] = {
    "<": " kurang ",
    ">": " lebih ",
    "≤": " maks ",
    "≥": " min ",
    "+": " plus ",
}


def slug(name: str, ending: str = "") -> str:
    """A code out of a name: `Jahit luka <5` becomes `jahit-luka-kurang-5`. Two names may still
    get one; `free_code` then makes it unique."""
    spoken = name.translate(str.maketrans(SPOKEN_SIGNS))
    plain = unicodedata.normalize("NFKD", spoken).encode("ascii", "ignore").decode().lower()
    body = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not body:
        raise RowProblem(_("no code can be made of this name: %(name)s") % {"name": name})
    return body[: MAX_CODE - len(ending)].rstrip("-") + ending


def free_code(code: str, is_taken: Callable[[str], bool], ending: str = "") -> str:
    """The code, or with the first number behind it that makes it nobody else's."""
    body = code.removesuffix(ending)
    for number in count(2):
        if not is_taken(code):
            break
        tail = f"-{number}{ending}"
        code = body[: MAX_CODE - len(tail)].rstrip("-") + tail
    return code


def shown(text: str, max_letters: int = 60) -> str:
    """Text from a file as it may be printed: on one line, not endless."""
    return excerpt(text, max_letters)
