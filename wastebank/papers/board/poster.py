"""The price board for a wall: families with their signs, prices to be read over the counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.board.setting import (
    PAPERS,
    PosterFamily,
    PosterLine,
    PosterRow,
    PricePoster,
    Setting,
    arrange,
    per_width_pt,
    poster_words,
    price_size_pt,
)
from wastebank.papers.drawing import families, qr, weave
from wastebank.papers.drawing.document import document
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, width_of
from wastebank.papers.drawing.pages import clean
from wastebank.papers.drawing.wording import show_day
from wastebank.papers.receipt.slip import shown_address
from wastebank.values.names import said_once

__all__ = ["PosterFamily", "PosterLine", "PricePoster", "poster_pdf"]


def poster_pdf(poster: PricePoster, paper: str) -> bytes:
    """The same board is the same file to the byte. `paper` is a3 or a4."""
    setting, columns = arrange(poster, PAPERS[paper])
    sheets = [
        columns[start : start + setting.columns]
        for start in range(0, max(1, len(columns)), setting.columns)
    ]
    buffer = BytesIO()
    size = (setting.paper.width_mm * mm, setting.paper.height_mm * mm)
    title = f"{poster_words(poster.language).title}, {clean(poster.place_name)}"
    canvas = document(buffer, size, title=title, language=poster.language)
    for index, sheet in enumerate(sheets):
        _Drawing(canvas, setting, poster).sheet(sheet, page=index + 1, pages=len(sheets))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Drawing:
    canvas: Canvas
    setting: Setting
    poster: PricePoster

    def y(self, from_top_mm: float) -> float:
        return (self.setting.paper.height_mm - from_top_mm) * mm

    def sheet(self, columns: Sequence[Sequence[PosterRow]], *, page: int, pages: int) -> None:
        self.head()
        for x_mm, column in zip(self.lefts_mm(), columns, strict=False):
            y_mm = self.setting.paper.head_mm
            for row in column:
                self.family(row, x_mm, y_mm) if row.is_head else self.row(row, x_mm, y_mm)
                y_mm += row.height_mm
        self.foot(page=page, pages=pages)

    def lefts_mm(self) -> Iterator[float]:
        paper = self.setting.paper
        for index in range(self.setting.columns):
            yield paper.edge_mm + index * (self.setting.column_mm + paper.gap_mm)

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
        if self.poster.link:
            self.code(code_mm)
        room_pt = (paper.width_mm - 2 * paper.edge_mm - code_mm - 6 * unit_mm) * mm
        words = poster_words(self.poster.language)
        day = show_day(self.poster.since, self.poster.language)
        place, size = _fit(self.poster.place_name, room_pt, unit_mm)
        below = said_once(self.poster.place_name, self.poster.bank_name, self.poster.place_address)[
            1:
        ]
        address = clean(" · ".join(below))
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
        scan = poster_words(self.poster.language).scan
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

    def family(self, row: PosterRow, left_mm: float, top_mm: float) -> None:
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

    def row(self, row: PosterRow, left_mm: float, top_mm: float) -> None:
        size_mm, note_mm = self.setting.size_mm, self.setting.note_mm
        y_mm = top_mm + size_mm * 1.2
        right_pt = (left_mm + self.setting.column_mm) * mm
        per_pt = per_width_pt(self.poster.language, self.setting)
        self.canvas.setFillColor(weave.INK)
        self.canvas.setFont(SANS_BOLD, price_size_pt(self.setting))
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
        words = poster_words(self.poster.language)
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
            right = " · ".join(filter(None, (right, words.page.format(page=page, pages=pages))))
        self.canvas.setFont(SANS, 4 * unit_mm * mm)
        right_pt = (paper.width_mm - paper.edge_mm) * mm
        self.canvas.drawRightString(right_pt, self.y(bottom * unit_mm), clean(right))


def _fit(text: str, room_pt: float, unit_mm: float) -> tuple[str, float]:
    """A name as large as one line takes it, and its size in units of the paper."""
    size = 8.0
    while size > 5.0 and width_of(clean(text), SERIF, size * unit_mm * mm) > room_pt:
        size -= 0.25
    return shorten(clean(text), SERIF, size * unit_mm * mm, room_pt), size
