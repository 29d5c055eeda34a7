"""A member's passbook as an A4 statement, with the balance after every line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import weave
from wastebank.papers.drawing.document import document
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, spell, wrap
from wastebank.papers.drawing.pages import clean
from wastebank.papers.drawing.wording import show_day, show_moment
from wastebank.values.language import in_language
from wastebank.values.letters import one_line
from wastebank.values.quantities import show_number, show_rupiah


@dataclass(frozen=True, slots=True)
class PassbookRow:
    """One line of the book: `amount_idr` is below zero for what was paid out. `about` says what
    was brought, such as `10,000 kg`."""

    at: datetime
    what: str
    place: str
    amount_idr: int
    balance_idr: int
    about: str = ""
    is_correction: bool = False  # takes an earlier row back: subtracted on the side of that one

    @property
    def received_idr(self) -> int:
        return self.amount_idr if (self.amount_idr > 0) is not self.is_correction else 0

    @property
    def spent_idr(self) -> int:
        return self.received_idr - self.amount_idr


@dataclass(frozen=True, slots=True)
class Passbook:
    """All rows of a period, oldest first. Times carry the zone they are shown in."""

    bank_name: str
    bank_address: str
    holder_name: str
    number: str
    first_day: date
    last_day: date
    opening_idr: int
    rows: tuple[PassbookRow, ...]
    printed_at: datetime
    zone: str
    language: str

    @property
    def closing_idr(self) -> int:
        return self.rows[-1].balance_idr if self.rows else self.opening_idr

    @property
    def received_idr(self) -> int:
        return sum(row.received_idr for row in self.rows)

    @property
    def spent_idr(self) -> int:
        return sum(row.spent_idr for row in self.rows)


@dataclass(frozen=True, slots=True)
class StatementWords:
    title: str
    columns: tuple[str, str, str, str, str, str]
    opening: str
    carried: str
    total: str
    balance_on: str
    nothing: str
    page: str
    printed: str


_INDONESIAN = StatementWords(
    title="Catatan saldo",
    columns=("Tanggal", "Keterangan", "Tempat", "Masuk", "Keluar", "Saldo"),
    opening="Saldo awal",
    carried="Pindahan",
    total="Jumlah",
    balance_on="Saldo {day}",
    nothing="Tidak ada catatan pada masa ini.",
    page="Halaman {page} dari {pages}",
    printed="Dicetak {moment}",
)
_ENGLISH = StatementWords(
    title="Statement",
    columns=("Date", "Details", "Place", "In", "Out", "Balance"),
    opening="Opening balance",
    carried="Brought forward",
    total="Total",
    balance_on="Balance on {day}",
    nothing="Nothing was booked in this period.",
    page="Page {page} of {pages}",
    printed="Printed {moment}",
)


@dataclass(frozen=True, slots=True)
class StatementLayout:
    """A4 in millimetres, from the top left corner."""

    width_mm: float = 210
    height_mm: float = 297
    edge_mm: float = 18
    hem_mm: float = 2.6
    first_table_mm: float = 82
    next_table_mm: float = 47
    table_end_mm: float = 277
    foot_mm: float = 284
    text_mm: float = 3.5
    leading_mm: float = 4.6
    cell_gap_mm: float = 1.8
    # where words begin and where sums end, by column
    words_mm: tuple[float, float, float] = (18, 39, 93)
    sums_mm: tuple[float, float, float] = (144, 168, 192)
    word_gap_mm: float = 3

    def room_pt(self, column: int) -> float:
        # the place ends well before the widest sum of the first column of sums
        ends_mm = (*self.words_mm[1:], self.sums_mm[0] - 20)
        return (ends_mm[column] - self.words_mm[column] - self.word_gap_mm) * mm


LAYOUT = StatementLayout()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table, its words already broken to fit."""

    words: tuple[list[str], list[str], list[str]]
    sums: tuple[str, str, str]
    bold: bool = False

    @property
    def height_mm(self) -> float:
        deepest = max(1, *map(len, self.words))
        return deepest * LAYOUT.leading_mm + LAYOUT.cell_gap_mm


def statement_pdf(passbook: Passbook) -> bytes:
    """The same passbook, printed again, is the same file to the byte."""
    pages = _paginate(passbook)
    buffer = BytesIO()
    size = (LAYOUT.width_mm * mm, LAYOUT.height_mm * mm)
    title = f"{_words(passbook.language).title} {passbook.number}"
    canvas = document(buffer, size, title=title, language=passbook.language)
    for index, lines in enumerate(pages):
        _draw_head(canvas, passbook, first=index == 0)
        _draw_table(canvas, passbook, lines, first=index == 0, last=index == len(pages) - 1)
        _draw_foot(canvas, passbook, page=index + 1, pages=len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _paginate(passbook: Passbook) -> list[list[_Line]]:
    words = _words(passbook.language)
    opening = _balance_line(passbook, words.opening, passbook.opening_idr)
    pages = [[opening]]
    used_mm = LAYOUT.first_table_mm + opening.height_mm
    balance_idr = passbook.opening_idr
    for row in passbook.rows:
        line = _row_line(passbook, row)
        if used_mm + line.height_mm + _total_height_mm() > LAYOUT.table_end_mm:
            carried = _balance_line(passbook, words.carried, balance_idr)
            pages.append([carried])
            used_mm = LAYOUT.next_table_mm + carried.height_mm
        pages[-1].append(line)
        used_mm += line.height_mm
        balance_idr = row.balance_idr
    return pages


def _total_height_mm() -> float:
    return LAYOUT.leading_mm + 2 * LAYOUT.cell_gap_mm


def _balance_line(passbook: Passbook, label: str, balance_idr: int) -> _Line:
    return _Line(([], [label], []), ("", "", show_number(balance_idr, passbook.language)))


def _row_line(passbook: Passbook, row: PassbookRow) -> _Line:
    language = passbook.language
    size_pt = LAYOUT.text_mm * mm
    what = " · ".join(filter(None, (one_line(row.what), one_line(row.about))))
    cells = (show_day(row.at, language), what, one_line(row.place))
    date_lines, what_lines, place_lines = (
        wrap(spell(cell), SANS, size_pt, LAYOUT.room_pt(column))
        for column, cell in enumerate(cells)
    )
    received = show_number(row.received_idr, language) if row.received_idr else ""
    spent = show_number(row.spent_idr, language) if row.spent_idr else ""
    balance = show_number(row.balance_idr, language)
    return _Line((date_lines, what_lines, place_lines), (received, spent, balance))


def _draw_head(canvas: Canvas, passbook: Passbook, *, first: bool) -> None:
    weave.draw_hem(
        canvas,
        left_pt=0,
        bottom_pt=_y(LAYOUT.hem_mm),
        width_pt=LAYOUT.width_mm * mm,
        height_pt=LAYOUT.hem_mm * mm,
    )
    weave.draw_mark(
        canvas,
        left_pt=LAYOUT.edge_mm * mm,
        bottom_pt=_y(26),
        side_pt=11 * mm,
        upright_colour=weave.LEAF,
        lying_colour=weave.CREDIT,
    )
    words = _words(passbook.language)
    beside_mm = LAYOUT.edge_mm + 14.5
    canvas.setFillColor(weave.INK)
    room_pt = (LAYOUT.width_mm - 2 * LAYOUT.edge_mm - 65) * mm
    _text(canvas, beside_mm, 20.4, _cut(passbook.bank_name, SERIF, 5.2, room_pt), SERIF, 5.2)
    _text(canvas, beside_mm, 25.4, _cut(passbook.bank_address, SANS, 3.5, room_pt), SANS, 3.5)
    right_mm = LAYOUT.width_mm - LAYOUT.edge_mm
    days = (passbook.first_day, passbook.last_day)
    period = " – ".join(show_day(day, passbook.language) for day in days)
    _text_right(canvas, right_mm, 20.4, words.title, SERIF, 5.2)
    _text_right(canvas, right_mm, 25.4, period, SANS, 3.5)
    if first:
        _draw_holder(canvas, passbook)
    else:
        holder_room_pt = 110 * mm
        holder = _cut(passbook.holder_name, SANS, LAYOUT.text_mm, holder_room_pt)
        _text(canvas, LAYOUT.edge_mm, 35, holder, SANS, LAYOUT.text_mm)
        _text_right(canvas, right_mm, 35, clean(passbook.number), SANS_BOLD, LAYOUT.text_mm)


def _draw_holder(canvas: Canvas, passbook: Passbook) -> None:
    """Name left, and the one golden field of the page: what there is to spend."""
    right_mm = LAYOUT.width_mm - LAYOUT.edge_mm
    field_mm = 66.0
    room_pt = (right_mm - LAYOUT.edge_mm - field_mm - 6) * mm
    lines = wrap(clean(passbook.holder_name), SERIF, 7 * mm, room_pt)[:2]
    for index, line in enumerate(lines):
        _text(canvas, LAYOUT.edge_mm, 46 + index * 8.4, line, SERIF, 7)
    number_mm = 46 + len(lines) * 8.4 - 0.6
    _text(canvas, LAYOUT.edge_mm, number_mm, clean(passbook.number), SANS_BOLD, 4.6)
    canvas.setFillColor(weave.CREDIT)
    canvas.rect((right_mm - field_mm) * mm, _y(62), field_mm * mm, 22 * mm, stroke=0, fill=1)
    canvas.setFillColor(weave.ON_CREDIT)
    day = show_day(passbook.last_day, passbook.language)
    label = _words(passbook.language).balance_on.format(day=day)
    _text_right(canvas, right_mm - 4, 47, label, SANS, 3.5)
    balance = show_rupiah(passbook.closing_idr, passbook.language)
    size_mm = 9.0
    while canvas.stringWidth(balance, SANS_BOLD, size_mm * mm) > (field_mm - 8) * mm:
        size_mm -= 0.2
    _text_right(canvas, right_mm - 4, 57.4, balance, SANS_BOLD, size_mm)
    canvas.setFillColor(weave.INK)


def _draw_table(
    canvas: Canvas, passbook: Passbook, lines: Sequence[_Line], *, first: bool, last: bool
) -> None:
    words = _words(passbook.language)
    top_mm = LAYOUT.first_table_mm if first else LAYOUT.next_table_mm
    heads = words.columns
    _draw_columns(canvas, top_mm - 3, tuple([head] for head in heads[:3]), heads[3:], SANS_BOLD)
    _rule(canvas, top_mm, 0.4)
    y_mm = top_mm
    for line in lines:
        _draw_columns(canvas, y_mm + LAYOUT.leading_mm, line.words, line.sums, SANS)
        y_mm += line.height_mm
        canvas.setStrokeColor(weave.RULE)
        _rule(canvas, y_mm, 0.15)
        canvas.setStrokeColor(weave.INK)
    if not passbook.rows:
        y_mm += LAYOUT.leading_mm + LAYOUT.cell_gap_mm
        _text(canvas, LAYOUT.words_mm[1], y_mm, words.nothing, SANS, LAYOUT.text_mm)
        y_mm += 2 * LAYOUT.cell_gap_mm
    if last:
        _draw_total(canvas, passbook, y_mm)


def _draw_total(canvas: Canvas, passbook: Passbook, y_mm: float) -> None:
    sums = tuple(
        show_number(sum_idr, passbook.language)
        for sum_idr in (passbook.received_idr, passbook.spent_idr, passbook.closing_idr)
    )
    below_mm = y_mm + LAYOUT.leading_mm + LAYOUT.cell_gap_mm
    label = _words(passbook.language).total
    _draw_columns(canvas, below_mm - LAYOUT.cell_gap_mm, ([], [label], []), sums, SANS_BOLD)
    _rule(canvas, below_mm, 0.3)
    _rule(canvas, below_mm + 0.9, 0.3)


def _draw_columns(
    canvas: Canvas,
    y_mm: float,
    words: Sequence[list[str]],
    sums: Sequence[str],
    font: str,
) -> None:
    for left_mm, lines in zip(LAYOUT.words_mm, words, strict=True):
        for index, line in enumerate(lines):
            below_mm = y_mm + index * LAYOUT.leading_mm
            _text(canvas, left_mm, below_mm, line, font, LAYOUT.text_mm)
    for right_mm, figure in zip(LAYOUT.sums_mm, sums, strict=True):
        _text_right(canvas, right_mm, y_mm, figure, font, LAYOUT.text_mm)


def _draw_foot(canvas: Canvas, passbook: Passbook, *, page: int, pages: int) -> None:
    words = _words(passbook.language)
    moment = show_moment(passbook.printed_at, passbook.zone, passbook.language)
    canvas.setFillColor(weave.SOFT)
    printed = words.printed.format(moment=moment)
    _text(canvas, LAYOUT.edge_mm, LAYOUT.foot_mm, printed, SANS, 3.1)
    count = words.page.format(page=page, pages=pages)
    right_mm = LAYOUT.width_mm - LAYOUT.edge_mm
    _text_right(canvas, right_mm, LAYOUT.foot_mm, count, SANS, 3.1)
    canvas.setFillColor(weave.INK)


def _rule(canvas: Canvas, y_mm: float, weight_mm: float) -> None:
    canvas.setLineWidth(weight_mm * mm)
    right_mm = LAYOUT.width_mm - LAYOUT.edge_mm
    canvas.line(LAYOUT.edge_mm * mm, _y(y_mm), right_mm * mm, _y(y_mm))


def _text(
    canvas: Canvas, left_mm: float, y_mm: float, text: str, font: str, size_mm: float
) -> None:
    canvas.setFont(font, size_mm * mm)
    canvas.drawString(left_mm * mm, _y(y_mm), text)


def _text_right(
    canvas: Canvas, right_mm: float, y_mm: float, text: str, font: str, size_mm: float
) -> None:
    canvas.setFont(font, size_mm * mm)
    canvas.drawRightString(right_mm * mm, _y(y_mm), text)


def _cut(text: str, font: str, size_mm: float, room_pt: float) -> str:
    return shorten(clean(text), font, size_mm * mm, room_pt)


def _y(from_top_mm: float) -> float:
    return (LAYOUT.height_mm - from_top_mm) * mm


def _words(language: str) -> StatementWords:
    return in_language({"id": _INDONESIAN, "en": _ENGLISH}, language)
