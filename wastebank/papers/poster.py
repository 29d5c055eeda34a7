"""The price board for a wall: families with their signs, prices to be read from across the counter.

The letters are as large as the list allows. A list too long for one sheet, in letters that can be
read from a step away, goes on over more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers import families, qr, weave
from wastebank.papers.fonts import SANS, SANS_BOLD, SERIF, shorten, width_of, wrap
from wastebank.papers.sheets import clean, few_lines
from wastebank.papers.slip import shown_address
from wastebank.papers.wording import show_day
from wastebank.quantities import UNITS, show_price


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
    link: str
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
MOST_NAME_LINES = 3
LEAST_NAME = 5.0  # of the letters' own height
STEP_MM = 0.2
SMALLEST_NOTE_MM = 2.9


@dataclass(frozen=True, slots=True)
class Row:
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


def poster_pdf(poster: PricePoster, paper: str) -> bytes:
    """The same board is the same file to the byte. `paper` is a3 or a4."""
    setting, columns = _arrange(poster, PAPERS[paper])
    sheets = [
        columns[start : start + setting.columns]
        for start in range(0, max(1, len(columns)), setting.columns)
    ]
    buffer = BytesIO()
    size = (setting.paper.width_mm * mm, setting.paper.height_mm * mm)
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle(f"{_words(poster.language).title}, {clean(poster.place_name)}")
    for place, sheet in enumerate(sheets):
        _Drawing(canvas, setting, poster).sheet(sheet, page=place + 1, pages=len(sheets))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _arrange(poster: PricePoster, paper: PosterPaper) -> tuple[Setting, list[list[Row]]]:
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
) -> list[tuple[Row, Sequence[Row]]] | None:
    """Each family's head with its rows; None if a name finds no room and may not be cut."""
    found: list[tuple[Row, Sequence[Row]]] = []
    for family in poster.families:
        rows = []
        for line in family.lines:
            row = _row(family.family, line, poster.language, setting)
            if row is None and strict:
                return None
            rows.append(row or _squeezed(family.family, line, poster.language, setting))
        found.append((_head_row(family.family, poster.language, setting), rows))
    return found


def _fill(rows: Sequence[tuple[Row, Sequence[Row]]], room_mm: float) -> list[list[Row]]:
    """The rows in columns of a height; a family that goes on in the next has its head again."""
    columns: list[list[Row]] = [[]]
    used_mm = 0.0
    for head, lines in rows:
        for place, row in enumerate(lines):
            head_mm = head.height_mm if place == 0 else 0.0
            if used_mm + head_mm + row.height_mm > room_mm and columns[-1]:
                columns.append([])
                used_mm = 0.0
            if place == 0 or not columns[-1]:
                columns[-1].append(head)
                used_mm += head.height_mm
            columns[-1].append(row)
            used_mm += row.height_mm
    return [column for column in columns if column]


def _level(rows: Sequence[tuple[Row, Sequence[Row]]], setting: Setting) -> list[list[Row]]:
    """Columns of about the same height, rather than a full one and one with what was left."""
    room_mm = setting.room_mm
    columns = _fill(rows, room_mm)
    while room_mm > setting.size_mm and len(_fill(rows, room_mm)) <= setting.columns:
        columns = _fill(rows, room_mm)
        room_mm -= setting.size_mm
    return columns


def _head_row(family: str, language: str, setting: Setting) -> Row:
    name = families.family_name(family, language)
    return Row(family, (name,), "", "", "", setting.sack_mm + setting.size_mm * 1.3, is_head=True)


def _row(family: str, line: PosterLine, language: str, setting: Setting) -> Row | None:
    price, per = _price(line, language)
    room_pt = setting.column_mm * mm - _price_room_pt(price, language, setting)
    names = wrap(clean(line.name), SANS, setting.size_mm * mm, room_pt)
    if room_pt < LEAST_NAME * setting.size_mm * mm or len(names) > MOST_NAME_LINES:
        return None
    return _as_row(family, line, names, (price, per), setting)


def _squeezed(family: str, line: PosterLine, language: str, setting: Setting) -> Row:
    """A name that no size would hold, cut after its last line."""
    price, per = _price(line, language)
    room_pt = setting.column_mm * mm - _price_room_pt(price, language, setting)
    room_pt = max(room_pt, setting.column_mm * mm / 4)
    names = few_lines(line.name, SANS, setting.size_mm, room_pt, MOST_NAME_LINES)
    return _as_row(family, line, names, (price, per), setting)


def _as_row(
    family: str, line: PosterLine, names: list[str], price: tuple[str, str], setting: Setting
) -> Row:
    grade = clean(line.grade)
    height_mm = len(names) * setting.size_mm * 1.2 + setting.size_mm * 0.6
    height_mm += setting.note_mm * 1.25 if grade else 0
    return Row(family, tuple(names), grade, *price, height_mm)


def _price(line: PosterLine, language: str) -> tuple[str, str]:
    """The price, and per what it is."""
    if line.price_idr is None:
        return _words(language).ask, ""
    price, slash, per = show_price(line.price_idr, line.unit, language).partition("/")
    return price, slash + per


def _price_room_pt(price: str, language: str, setting: Setting) -> float:
    """What price and unit take of a column, with the gap before them."""
    gap_pt = setting.size_mm * mm * 0.6
    return width_of(price, SANS_BOLD, _price_pt(setting)) + _per_pt(language, setting) + gap_pt


def _per_pt(language: str, setting: Setting) -> float:
    """The units stand below each other, so each is given as much room as the widest takes."""
    units = (show_price(0, unit, language).partition("/")[2] for unit in UNITS)
    return max(width_of(f"/{unit}", SANS, setting.note_mm * mm) for unit in units) + 0.8 * mm


def _price_pt(setting: Setting) -> float:
    return setting.size_mm * 1.15 * mm


@dataclass(frozen=True, slots=True)
class _Drawing:
    canvas: Canvas
    setting: Setting
    poster: PricePoster

    def y(self, from_top_mm: float) -> float:
        return (self.setting.paper.height_mm - from_top_mm) * mm

    def sheet(self, columns: Sequence[Sequence[Row]], *, page: int, pages: int) -> None:
        self.head()
        for x_mm, column in zip(self.lefts_mm(), columns, strict=False):
            y_mm = self.setting.paper.head_mm
            for row in column:
                self.family(row, x_mm, y_mm) if row.is_head else self.row(row, x_mm, y_mm)
                y_mm += row.height_mm
        self.foot(page=page, pages=pages)

    def lefts_mm(self) -> Iterator[float]:
        paper = self.setting.paper
        for place in range(self.setting.columns):
            yield paper.edge_mm + place * (self.setting.column_mm + paper.gap_mm)

    def head(self) -> None:
        paper, unit_mm = self.setting.paper, self.setting.paper.unit_mm
        hem_mm = 4 * unit_mm
        weave.draw_hem(
            self.canvas,
            left_pt=0,
            bottom_pt=self.y(hem_mm),
            width_pt=paper.width_mm * mm,
            height_pt=hem_mm * mm,
        )
        code_mm = 26 * unit_mm
        self.code(code_mm)
        room_pt = (paper.width_mm - 2 * paper.edge_mm - code_mm - 6 * unit_mm) * mm
        words = _words(self.poster.language)
        day = show_day(self.poster.since, self.poster.language)
        place, size = _fit(self.poster.place_name, room_pt, unit_mm)
        address = clean(f"{self.poster.bank_name} · {self.poster.place_address}".rstrip(" ·"))
        self.text(words.title, paper.edge_mm, 22.5, SERIF, 13)
        self.text(place, paper.edge_mm, 35, SERIF, size)
        self.text(shorten(address, SANS, 4 * unit_mm * mm, room_pt), paper.edge_mm, 41.4, SANS, 4)
        self.text(words.since.format(day=day), paper.edge_mm, 49, SANS_BOLD, 5)

    def code(self, side_mm: float) -> None:
        """The way to today's prices, for a paper that hangs longer than a price holds."""
        paper, unit_mm = self.setting.paper, self.setting.paper.unit_mm
        matrix = qr.link_matrix(self.poster.link)
        left_mm = paper.width_mm - paper.edge_mm - side_mm
        self.canvas.setFillColor(weave.BLACK)
        qr.draw_matrix(
            self.canvas,
            matrix,
            left_pt=left_mm * mm,
            bottom_pt=self.y(13 * unit_mm + side_mm),
            side_pt=side_mm * mm,
        )
        scan = _words(self.poster.language).scan
        middle_mm = left_mm + side_mm / 2
        self.canvas.setFillColor(weave.INK)
        self.canvas.setFont(SANS, 4 * unit_mm * mm)
        self.canvas.drawCentredString(
            middle_mm * mm, self.y(13 * unit_mm + side_mm + 8 * unit_mm), scan
        )

    def text(self, text: str, left_mm: float, down: float, font: str, size: float) -> None:
        """Place and size of the head count in units of the paper."""
        unit_mm = self.setting.paper.unit_mm
        self.canvas.setFillColor(weave.INK)
        self.canvas.setFont(font, size * unit_mm * mm)
        self.canvas.drawString(left_mm * mm, self.y(down * unit_mm), text)

    def family(self, row: Row, left_mm: float, top_mm: float) -> None:
        size_mm, sack_mm = self.setting.size_mm, self.setting.sack_mm
        top_mm += size_mm * 0.9
        families.draw_sack(
            self.canvas,
            row.family,
            left_pt=left_mm * mm,
            top_pt=self.y(top_mm),
            side_pt=sack_mm * mm,
        )
        self.canvas.setFillColor(families.COLOURS[row.family])
        self.canvas.setFont(SERIF, size_mm * 1.25 * mm)
        baseline_mm = top_mm + sack_mm / 2 + size_mm * 0.42
        self.canvas.drawString(
            (left_mm + sack_mm + size_mm * 0.6) * mm, self.y(baseline_mm), row.lines[0]
        )
        self.rule(left_mm, top_mm + sack_mm + size_mm * 0.4, 0.5)

    def row(self, row: Row, left_mm: float, top_mm: float) -> None:
        size_mm, note_mm = self.setting.size_mm, self.setting.note_mm
        y_mm = top_mm + size_mm * 1.2
        right_pt = (left_mm + self.setting.column_mm) * mm
        per_pt = _per_pt(self.poster.language, self.setting)
        self.canvas.setFillColor(weave.INK)
        self.canvas.setFont(SANS_BOLD, _price_pt(self.setting))
        self.canvas.drawRightString(right_pt - per_pt, self.y(y_mm), row.price)
        self.canvas.setFont(SANS, size_mm * mm)
        for line in row.lines:
            self.canvas.drawString(left_mm * mm, self.y(y_mm), line)
            y_mm += size_mm * 1.2
        self.canvas.setFillColor(weave.SOFT)
        self.canvas.setFont(SANS, note_mm * mm)
        unit_y_mm = top_mm + size_mm * 1.2
        self.canvas.drawString(right_pt - per_pt + 0.6 * mm, self.y(unit_y_mm), row.per)
        grade = shorten(row.grade, SANS, note_mm * mm, self.setting.column_mm * mm)
        self.canvas.drawString(left_mm * mm, self.y(y_mm - size_mm * 1.2 + note_mm * 1.3), grade)
        self.rule(left_mm, top_mm + row.height_mm, 0.15)

    def rule(self, left_mm: float, y_mm: float, weight_mm: float) -> None:
        self.canvas.setStrokeColor(weave.INK if weight_mm > 0.2 else weave.RULE)
        self.canvas.setLineWidth(weight_mm * self.setting.paper.unit_mm * mm)
        right_mm = left_mm + self.setting.column_mm
        self.canvas.line(left_mm * mm, self.y(y_mm), right_mm * mm, self.y(y_mm))

    def foot(self, *, page: int, pages: int) -> None:
        paper, unit_mm = self.setting.paper, self.setting.paper.unit_mm
        words = _words(self.poster.language)
        bottom = (paper.height_mm - 8 * unit_mm) / unit_mm
        if not self.poster.families:
            self.text(words.nothing, paper.edge_mm, paper.head_mm / unit_mm + 12, SERIF, 8)
        side_mm = 7 * unit_mm
        weave.draw_mark(
            self.canvas,
            left_pt=paper.edge_mm * mm,
            bottom_pt=self.y(bottom * unit_mm + 1.6 * unit_mm),
            side_pt=side_mm * mm,
            upright_colour=weave.LEAF,
            lying_colour=weave.CREDIT,
        )
        self.text(words.promise, paper.edge_mm + side_mm + 3 * unit_mm, bottom, SERIF, 5)
        right = shown_address(self.poster.link.partition("?")[0])
        if pages > 1:
            right = f"{right} · {words.page.format(page=page, pages=pages)}"
        self.canvas.setFont(SANS, 4 * unit_mm * mm)
        right_pt = (paper.width_mm - paper.edge_mm) * mm
        self.canvas.drawRightString(right_pt, self.y(bottom * unit_mm), clean(right))


def _fit(text: str, room_pt: float, unit_mm: float) -> tuple[str, float]:
    """A name as large as one line takes it, and its size in units of the paper."""
    size = 8.0
    while size > 5.0 and width_of(clean(text), SERIF, size * unit_mm * mm) > room_pt:
        size -= 0.25
    return shorten(clean(text), SERIF, size * unit_mm * mm, room_pt), size


def _words(language: str) -> PosterWords:
    return _ENGLISH if language.startswith("en") else _INDONESIAN
