"""Sheets of A4 that are filled from the top down and numbered at the foot, with our head on each.

Everything is laid out before anything is drawn: only then is it known how many sheets there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import weave
from wastebank.papers.drawing.document import document
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, shorten, spell, wrap
from wastebank.values.letters import one_line

Draw = Callable[[Canvas], None]

WIDTH_MM = 210.0
HEIGHT_MM = 297.0
EDGE_MM = 18.0
RIGHT_MM = WIDTH_MM - EDGE_MM
HEM_MM = 2.6
TOP_MM = 36.0
END_MM = 276.0
FOOT_MM = 285.0
TEXT_MM = 3.5
SMALL_MM = 3.1
LEADING_MM = 4.6
CELL_GAP_MM = 1.8


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands on top of every sheet, and what the foot says before the sheet's number."""

    name: str
    address: str
    title: str
    about: str
    foot: str
    page: str  # such as "Page {page} of {pages}"
    language: str


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """Where a column stands: words from its left edge, figures to its right edge."""

    left_mm: float
    right_mm: float
    figures: bool = False

    @property
    def room_pt(self) -> float:
        return (self.right_mm - self.left_mm) * mm


@dataclass(slots=True)
class Sheets:
    head: PageHead
    pages: list[list[Draw]] = field(default_factory=lambda: [[]])
    y_mm: float = TOP_MM

    def room_for(self, height_mm: float) -> bool:
        return self.y_mm + height_mm <= END_MM

    def turn(self) -> None:
        self.pages.append([])
        self.y_mm = TOP_MM

    def need(self, height_mm: float) -> bool:
        """Turn to a new sheet if this one has no room; whether it was turned."""
        if self.room_for(height_mm):
            return False
        self.turn()
        return True

    def skip(self, height_mm: float) -> None:
        self.y_mm += height_mm

    def draw(self, draw: Draw) -> None:
        self.pages[-1].append(draw)

    def text(
        self,
        text: str,
        *,
        left_mm: float = EDGE_MM,
        down_mm: float = 0,
        font: str = SANS,
        size_mm: float = TEXT_MM,
        colour: Color = weave.INK,
        right: bool = False,
    ) -> None:
        """One line with its foot `down_mm` below where the sheet is filled to."""
        self.draw(
            _text_drawer(text, left_mm, self.y_mm + down_mm, font, size_mm, colour, right=right)
        )

    def rule(self, weight_mm: float, colour: Color = weave.INK, down_mm: float = 0) -> None:
        self.draw(_rule_drawer(self.y_mm + down_mm, weight_mm, colour))

    def heading(self, text: str, keep_mm: float = 14) -> None:
        """A heading that never stands alone at the end of a sheet."""
        self.need(8 + keep_mm)
        self.skip(8)
        self.text(text, font=SERIF, size_mm=4.9)
        self.skip(2.2)

    def row(
        self,
        columns: Sequence[PaperColumn],
        cells: Sequence[str],
        *,
        font: str = SANS,
        line: bool = True,
    ) -> None:
        """One row of a table, its words broken to fit; a rule below it."""
        broken = broken_cells(columns, cells, font)
        height_mm = height_of(broken)
        self.need(height_mm)
        for column, lines in zip(columns, broken, strict=True):
            for index, text in enumerate(lines):
                self.text(
                    text,
                    left_mm=column.right_mm if column.figures else column.left_mm,
                    down_mm=(index + 1) * LEADING_MM,
                    font=font,
                    right=column.figures,
                )
        self.skip(height_mm)
        if line:
            self.rule(0.15, weave.RULE)

    def table(
        self,
        columns: Sequence[PaperColumn],
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        total: Sequence[str] | None = None,
        marks: Sequence[Callable[[float], Draw]] | None = None,
    ) -> None:
        """Heads again on each new sheet; a mark beside each row; a double line under the total."""
        self.head_row(columns, heads)
        for index, cells in enumerate(rows):
            if self.need(height_of(broken_cells(columns, cells, SANS))):
                self.head_row(columns, heads)
            if marks:
                self.draw(marks[index](self.y_mm))
            self.row(columns, cells)
        if total:
            self.row(columns, total, font=SANS_BOLD, line=False)
            self.rule(0.3, down_mm=-0.2)
            self.rule(0.3, down_mm=0.7)

    def head_row(self, columns: Sequence[PaperColumn], heads: Sequence[str]) -> None:
        self.row(columns, heads, font=SANS_BOLD, line=False)
        self.rule(0.4)

    def pdf(self) -> bytes:
        buffer = BytesIO()
        size = (WIDTH_MM * mm, HEIGHT_MM * mm)
        title = f"{self.head.title} {self.head.about}"
        canvas = document(buffer, size, title=title, language=self.head.language)
        for index, drawers in enumerate(self.pages):
            _draw_head(canvas, self.head)
            _draw_foot(canvas, self.head, page=index + 1, pages=len(self.pages))
            for draw in drawers:
                draw(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def broken_cells(
    columns: Sequence[PaperColumn], cells: Sequence[str], font: str
) -> list[Sequence[str]]:
    return [
        [cell] if column.figures else wrap(clean(cell), font, TEXT_MM * mm, column.room_pt)
        for column, cell in zip(columns, cells, strict=True)
    ]


def height_of(broken: Sequence[Sequence[str]]) -> float:
    return max(1, *map(len, broken)) * LEADING_MM + CELL_GAP_MM


def few_lines(text: str, font: str, size_mm: float, room_pt: float, most: int) -> list[str]:
    """At most so many lines, with an ellipsis where more were needed."""
    lines = wrap(clean(text), font, size_mm * mm, room_pt)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = shorten(f"{kept[-1]} {lines[most]}", font, size_mm * mm, room_pt)
        kept[-1] = kept[-1] if kept[-1].endswith("…") else f"{kept[-1]}…"
    return kept


def clean(text: str) -> str:
    return spell(one_line(text))


def from_top(y_mm: float) -> float:
    return (HEIGHT_MM - y_mm) * mm


def _draw_head(canvas: Canvas, head: PageHead) -> None:
    weave.draw_hem(
        canvas,
        left_pt=0,
        bottom_pt=from_top(HEM_MM),
        width_pt=WIDTH_MM * mm,
        height_pt=HEM_MM * mm,
    )
    weave.draw_mark(
        canvas,
        left_pt=EDGE_MM * mm,
        bottom_pt=from_top(26),
        side_pt=11 * mm,
        upright_colour=weave.LEAF,
        lying_colour=weave.CREDIT,
    )
    room_pt = (RIGHT_MM - EDGE_MM - 14.5 - 62) * mm
    lines = (
        (head.name, SERIF, 5.2, 20.4, EDGE_MM + 14.5, False, room_pt),
        (head.address, SANS, TEXT_MM, 25.4, EDGE_MM + 14.5, False, room_pt),
        (head.title, SERIF, 5.2, 20.4, RIGHT_MM, True, 60 * mm),
        (head.about, SANS, TEXT_MM, 25.4, RIGHT_MM, True, 60 * mm),
    )
    for text, font, size_mm, y_mm, x_mm, right, room in lines:
        shown = shorten(clean(text), font, size_mm * mm, room)
        _text_drawer(shown, x_mm, y_mm, font, size_mm, weave.INK, right=right)(canvas)


def _draw_foot(canvas: Canvas, head: PageHead, *, page: int, pages: int) -> None:
    count = head.page.format(page=page, pages=pages)
    foot = clean(head.foot)
    _text_drawer(foot, EDGE_MM, FOOT_MM, SANS, SMALL_MM, weave.SOFT, right=False)(canvas)
    _text_drawer(count, RIGHT_MM, FOOT_MM, SANS, SMALL_MM, weave.SOFT, right=True)(canvas)


def _text_drawer(
    text: str, x_mm: float, y_mm: float, font: str, size_mm: float, colour: Color, *, right: bool
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size_mm * mm)
        canvas.setFillColor(colour)
        write = canvas.drawRightString if right else canvas.drawString
        write(x_mm * mm, from_top(y_mm), text)

    return draw


def _rule_drawer(y_mm: float, weight_mm: float, colour: Color) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(weight_mm * mm)
        canvas.line(EDGE_MM * mm, from_top(y_mm), RIGHT_MM * mm, from_top(y_mm))

    return draw
