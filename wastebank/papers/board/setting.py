"""How a price board is set: the size of its letters, and which line stands in which column.

The letters are as large as the list allows. A list too long for one sheet, in letters that can be
read from a step away, goes on over more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice

from reportlab.lib.units import mm

from wastebank.papers.drawing import families
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, width_of, wrap
from wastebank.papers.drawing.pages import clean, few_lines
from wastebank.values.language import in_language
from wastebank.values.quantities import show_price
from wastebank.values.units import UNITS


@dataclass(frozen=True, slots=True)
class PosterLine:
    """A price per kg, litre or piece (`unit` g, ml or pcs); without one, ask at the counter."""

    name: str
    unit: str
    price_idr: int | None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class PosterFamily:
    family: str
    lines: tuple[PosterLine, ...]


@dataclass(frozen=True, slots=True)
class PricePoster:
    bank_name: str
    place_name: str
    place_address: str
    since: date
    families: tuple[PosterFamily, ...]
    link: str  # empty: it opens on this machine alone
    language: str


@dataclass(frozen=True, slots=True)
class PosterWords:
    title: str
    since: str
    ask: str
    scan: str
    promise: str
    nothing: str
    page: str


_INDONESIAN = PosterWords(
    title="Harga sampah",
    since="Berlaku sejak {day}",
    ask="Tanya",
    scan="Harga terbaru",
    promise="Pilah, timbang, jadi saldo untuk berobat.",
    nothing="Belum ada harga. Tanya di loket.",
    page="{page} dari {pages}",
)
_ENGLISH = PosterWords(
    title="What we pay",
    since="Valid from {day}",
    ask="Ask",
    scan="Latest prices",
    promise="Sort it, weigh it, save it for health care.",
    nothing="No prices yet. Ask at the counter.",
    page="{page} of {pages}",
)


@dataclass(frozen=True, slots=True)
class PosterPaper:
    """A sheet in millimetres; `unit_mm` scales what does not depend on the list."""

    width_mm: float
    height_mm: float
    unit_mm: float
    largest_mm: float
    smallest_mm: float
    comfortable_mm: float  # when the list takes more than one sheet anyway

    @property
    def edge_mm(self) -> float:
        return 14 * self.unit_mm

    @property
    def head_mm(self) -> float:
        return 58 * self.unit_mm

    @property
    def end_mm(self) -> float:
        return self.height_mm - 20 * self.unit_mm

    @property
    def gap_mm(self) -> float:
        return 9 * self.unit_mm


PAPERS = {
    "a4": PosterPaper(210, 297, 1.0, largest_mm=10.0, smallest_mm=3.4, comfortable_mm=4.4),
    "a3": PosterPaper(297, 420, 1.414, largest_mm=14.0, smallest_mm=4.8, comfortable_mm=6.2),
}
MOST_COLUMNS = 3
FEWEST_TOGETHER = 2  # rows of a family that two columns share
MOST_NAME_LINES = 3
LEAST_NAME = 5.0  # of the letters' own height
STEP_MM = 0.2
SMALLEST_NOTE_MM = 2.9


@dataclass(frozen=True, slots=True)
class PosterRow:
    """A line as it stands in a column, or the head of a family if it has no price."""

    family: str
    lines: tuple[str, ...]
    grade: str
    price: str
    per: str
    height_mm: float
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A size of letters, and how many columns they stand in."""

    paper: PosterPaper
    size_mm: float
    columns: int

    @property
    def column_mm(self) -> float:
        gaps_mm = (self.columns - 1) * self.paper.gap_mm
        return (self.paper.width_mm - 2 * self.paper.edge_mm - gaps_mm) / self.columns

    @property
    def note_mm(self) -> float:
        return max(SMALLEST_NOTE_MM, self.size_mm * 0.62)

    @property
    def room_mm(self) -> float:
        return self.paper.end_mm - self.paper.head_mm

    @property
    def sack_mm(self) -> float:
        return self.size_mm * 1.9


def arrange(poster: PricePoster, paper: PosterPaper) -> tuple[Setting, list[list[PosterRow]]]:
    """The largest letters with which one sheet holds the list; else good ones, on more sheets."""
    size_mm = paper.largest_mm
    while size_mm > paper.smallest_mm:
        for count in range(1, MOST_COLUMNS + 1):
            setting = Setting(paper, size_mm, count)
            rows = _rows(poster, setting)
            if rows is not None and len(_fill(rows, setting.room_mm)) <= count:
                return setting, _level(rows, setting)
        size_mm -= STEP_MM
    setting = Setting(paper, paper.comfortable_mm, 2)
    return setting, _fill(_rows(poster, setting, strict=False) or [], setting.room_mm)


def _rows(
    poster: PricePoster, setting: Setting, *, strict: bool = True
) -> list[tuple[PosterRow, Sequence[PosterRow]]] | None:
    """Each family's head with its rows; None if a name finds no room and may not be cut."""
    found: list[tuple[PosterRow, Sequence[PosterRow]]] = []
    for family in poster.families:
        rows = []
        for line in family.lines:
            row = _row(family.family, line, poster.language, setting)
            if row is None and strict:
                return None
            rows.append(row or _squeezed(family.family, line, poster.language, setting))
        found.append((_head_row(family.family, poster.language, setting), rows))
    return found


def _fill(
    rows: Sequence[tuple[PosterRow, Sequence[PosterRow]]], room_mm: float
) -> list[list[PosterRow]]:
    """The rows in columns of a height; a family that goes on in the next has its head again."""
    columns: list[list[PosterRow]] = [[]]
    for head, lines in rows:
        rest = list(lines)
        while rest:
            used_mm = sum(row.height_mm for row in columns[-1])
            count = _kept_together(rest, _fitting(head, rest, room_mm - used_mm))
            if not count and columns[-1]:
                columns.append([])
                continue
            count = count or max(1, _fitting(head, rest, room_mm))
            columns[-1] += [head, *rest[:count]]
            rest = rest[count:]
            if rest:
                columns.append([])
    return [column for column in columns if column]


def _fitting(head: PosterRow, rows: Sequence[PosterRow], room_mm: float) -> int:
    """How many rows a column has room for under the head of their family."""
    ends_mm = accumulate((row.height_mm for row in rows), initial=head.height_mm)
    return sum(end_mm <= room_mm for end_mm in islice(ends_mm, 1, None))


def _kept_together(rows: Sequence[PosterRow], count: int) -> int:
    """How many of them to set: no row stands alone under a head that stands elsewhere, too."""
    if count >= len(rows):
        return len(rows)
    if len(rows) - count < FEWEST_TOGETHER:
        count = len(rows) - FEWEST_TOGETHER
    return count if count >= FEWEST_TOGETHER else 0


def _level(
    rows: Sequence[tuple[PosterRow, Sequence[PosterRow]]], setting: Setting
) -> list[list[PosterRow]]:
    """Columns of about the same height, rather than a full one and one with what was left."""
    room_mm = setting.room_mm
    columns = _fill(rows, room_mm)
    while room_mm > setting.size_mm and len(_fill(rows, room_mm)) <= setting.columns:
        columns = _fill(rows, room_mm)
        room_mm -= setting.size_mm
    return columns


def _head_row(family: str, language: str, setting: Setting) -> PosterRow:
    name = families.family_name(family, language)
    return PosterRow(
        family, (name,), "", "", "", setting.sack_mm + setting.size_mm * 1.3, is_head=True
    )


def _row(family: str, line: PosterLine, language: str, setting: Setting) -> PosterRow | None:
    price, per = _price(line, language)
    room_pt = setting.column_mm * mm - _price_room_pt(price, language, setting)
    names = wrap(clean(line.name), SANS, setting.size_mm * mm, room_pt)
    if room_pt < LEAST_NAME * setting.size_mm * mm or len(names) > MOST_NAME_LINES:
        return None
    return _as_row(family, line, names, (price, per), setting)


def _squeezed(family: str, line: PosterLine, language: str, setting: Setting) -> PosterRow:
    """A name that no size would hold, cut after its last line."""
    price, per = _price(line, language)
    room_pt = setting.column_mm * mm - _price_room_pt(price, language, setting)
    room_pt = max(room_pt, setting.column_mm * mm / 4)
    names = few_lines(line.name, SANS, setting.size_mm, room_pt, MOST_NAME_LINES)
    return _as_row(family, line, names, (price, per), setting)


def _as_row(
    family: str, line: PosterLine, names: list[str], price: tuple[str, str], setting: Setting
) -> PosterRow:
    grade = clean(line.grade)
    height_mm = len(names) * setting.size_mm * 1.2 + setting.size_mm * 0.6
    height_mm += setting.note_mm * 1.25 if grade else 0
    return PosterRow(family, tuple(names), grade, *price, height_mm)


def _price(line: PosterLine, language: str) -> tuple[str, str]:
    """The price, and per what it is."""
    if line.price_idr is None:
        return poster_words(language).ask, ""
    price, slash, per = show_price(line.price_idr, line.unit, language).partition("/")
    return price, slash + per


def _price_room_pt(price: str, language: str, setting: Setting) -> float:
    """What price and unit take of a column, with the gap before them."""
    gap_pt = setting.size_mm * mm * 0.6
    return (
        width_of(price, SANS_BOLD, price_size_pt(setting))
        + per_width_pt(language, setting)
        + gap_pt
    )


def per_width_pt(language: str, setting: Setting) -> float:
    """The units stand below each other, so each is given as much room as the widest takes."""
    units = (show_price(1, unit, language).partition("/")[2] for unit in UNITS)
    return max(width_of(f"/{unit}", SANS, setting.note_mm * mm) for unit in units) + 0.8 * mm


def price_size_pt(setting: Setting) -> float:
    return setting.size_mm * 1.15 * mm


def poster_words(language: str) -> PosterWords:
    return in_language({"id": _INDONESIAN, "en": _ENGLISH}, language)
