"""Lists that come as files: read strictly, guess nothing, say of every bad row why.

A sheet is CSV in UTF-8, with a comma, a semicolon or a tab between the cells, whichever the
heads use. Rows are numbered as a spreadsheet shows them; the heads stand in row 1.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from wastebank.files.formulas import begins_like_formula, typed_text
from wastebank.files.refusals import SheetUnreadable
from wastebank.refusals import BodyTooLarge
from wastebank.values.letters import excerpt, is_seen

MAX_BYTES = 1_000_000
MAX_ROWS = 2_000
MAX_CODE = 60
EARLIEST = date(2000, 1, 1)
DELIMITERS = (",", ";", "\t")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)

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


@dataclass(slots=True)
class Cells:
    """The cells of one row by their heads, taken out and checked one at a time."""

    row: int
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, head: str, max_letters: int) -> str:
        """Text that will be kept: there, not too long, nothing a spreadsheet would carry out."""
        text = self.texts.get(head, "")
        if not text:
            raise RowProblem(_("%(head)s is empty") % {"head": head})
        if len(text) > max_letters:
            raise RowProblem(
                _("%(head)s is longer than %(max)s letters") % {"head": head, "max": max_letters}
            )
        if begins_like_formula(text):
            raise RowProblem(
                _("%(head)s begins like a formula: %(text)s") % {"head": head, "text": text}
            )
        if not is_seen(text):
            raise RowProblem(_("%(head)s has signs that cannot be shown") % {"head": head})
        return text

    def word(self, head: str, known: Mapping[str, str]) -> str:
        """What a word of a short list stands for."""
        text = self.texts.get(head, "").lower()
        if text not in known:
            raise RowProblem(
                _("%(head)s is not known: %(text)s. Known are %(known)s")
                % {"head": head, "text": text or "–", "known": ", ".join(filter(None, known))}
            )
        return known[text]

    def rupiah(self, head: str, max_idr: int) -> int | None:
        """Whole rupiah in plain digits; None if the cell is empty."""
        text = self.texts.get(head, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise RowProblem(
                _("%(head)s is not written in digits only: %(text)s") % {"head": head, "text": text}
            )
        if len(text) > 12 or int(text) > max_idr:
            raise RowProblem(
                _("%(head)s is above %(max)s: %(text)s")
                % {"head": head, "max": max_idr, "text": text[:20]}
            )
        return int(text)

    def day(self, head: str, latest: date) -> date:
        """A day as 2023-09-15; of 2023-09, the first of the month."""
        text = self.texts.get(head, "")
        found = _DAY.fullmatch(text)
        try:
            day = date(*(int(part or 1) for part in found.groups())) if found else None
        except ValueError:
            day = None
        if day is None:
            raise RowProblem(
                _("%(head)s is not a day such as 2023-09-15 or a month such as 2023-09: %(text)s")
                % {"head": head, "text": text or "–"}
            )
        if not EARLIEST <= day <= latest:
            raise RowProblem(_("%(head)s is too far away: %(text)s") % {"head": head, "text": text})
        return day


def read_sheet(
    data: bytes,
    *,
    needed: Sequence[str],
    optional: Sequence[str],
    name_head: str,
    read_row: Callable[[Cells], Read],
) -> Sheet[Read]:
    """Every row as `read_row` reads it, and those it cannot. SheetUnreadable if none can be."""
    table = rows_of(text_of(data))
    heads = heads_of(table[0] if table else [], needed, optional)
    rows: list[Read] = []
    bad: list[BadRow] = []
    for number, texts in enumerate(table[1:], start=2):
        if not any(texts):
            continue
        name = texts[heads.index(name_head)] if len(texts) > heads.index(name_head) else ""
        try:
            if len(texts) != len(heads):
                raise RowProblem(
                    _("it has %(count)s cells, the heads are %(heads)s")
                    % {"count": len(texts), "heads": len(heads)}
                )
            rows.append(read_row(Cells(number, dict(zip(heads, texts, strict=True)))))
        except RowProblem as problem:
            bad.append(BadRow(number, shown(name), shown(str(problem), 300)))
    if not rows and not bad:
        raise SheetUnreadable(problem=_("it has no rows under its heads"))
    return Sheet(rows, bad)


def text_of(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise BodyTooLarge(max_bytes=MAX_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetUnreadable(problem=_("it is not text in UTF-8. Save it as CSV UTF-8")) from None


def rows_of(text: str) -> list[list[str]]:
    """The cells of every row, trimmed; a quote that never closes is found, not swallowed."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    table: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            table.append([typed_text(cell.strip()) for cell in row])
            if len(table) > MAX_ROWS + 1:
                raise SheetUnreadable(
                    problem=_("it has more than %(max)s rows. Split it") % {"max": MAX_ROWS}
                )
    except csv.Error as error:
        raise SheetUnreadable(
            problem=_("line %(line)s is not CSV: %(error)s")
            % {"line": reader.line_num, "error": error}
        ) from None
    return table


def heads_of(row: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> list[str]:
    """The heads, if they are the ones this list has; a misspelt one must not lose a column."""
    heads = [head.lower() for head in row]
    missing = [head for head in needed if head not in heads]
    if missing:
        raise SheetUnreadable(
            problem=_("these heads are missing: %(heads)s") % {"heads": ", ".join(missing)}
        )
    odd = [head for head in heads if head not in (*needed, *optional)]
    if odd or len(set(heads)) != len(heads):
        twice = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
        raise SheetUnreadable(
            problem=_("these heads are not known or stand twice: %(heads)s")
            % {"heads": ", ".join(shown(head) or "–" for head in (*odd, *twice))}
        )
    return heads


def without_repeats(
    sheet: Sheet[Read], *, code_of: Callable[[Read], str], place_of: Callable[[Read], BadRow]
) -> Sheet[Read]:
    """The sheet without rows that name the same thing. None of them is chosen over another."""
    first: dict[str, BadRow] = {}
    groups: dict[str, list[Read]] = {}
    for row in sheet.rows:
        groups.setdefault(code_of(row), []).append(row)
        first.setdefault(code_of(row), place_of(row))
    bad = list(sheet.bad)
    for code, group in groups.items():
        if len(group) > 1:
            numbers = ", ".join(str(place_of(row).row) for row in group)
            reason = _("the same thing stands in rows %(rows)s") % {"rows": numbers}
            bad += [BadRow(place_of(row).row, first[code].name, reason) for row in group]
    rows = [row for row in sheet.rows if len(groups[code_of(row)]) == 1]
    return Sheet(rows, sorted(bad, key=lambda row: row.row))


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
