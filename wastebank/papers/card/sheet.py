"""Member cards: one at a time for a card printer, or ten to a sheet to be cut.

The code is printed at 25 mm with four modules of quiet around it, because cheap
cameras read that from a worn card. The short number stands beside it for the
day on which no camera works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.card import parts
from wastebank.papers.card.parts import CARD, CardFace
from wastebank.papers.drawing.document import document

__all__ = ["CARD_SHEET", "CardFace", "CardSheet", "card_pdf", "card_sheet_pdf"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards on a page, in millimetres. The ground bleeds into the gap, so that a
    cut that is off by less than a millimetre leaves no white edge."""

    width_mm: float
    height_mm: float
    columns: int
    rows: int
    gap_mm: float
    bleed_mm: float
    mark_mm: float
    mark_offset_mm: float

    @property
    def places(self) -> int:
        return self.columns * self.rows

    def lefts_mm(self) -> list[float]:
        return _edges(self.width_mm, CARD.width_mm, self.columns, self.gap_mm)

    def bottoms_mm(self) -> list[float]:
        """From the top row down, as people fill a page."""
        return _edges(self.height_mm, CARD.height_mm, self.rows, self.gap_mm)[::-1]


CARD_SHEET = CardSheet(
    width_mm=210,
    height_mm=297,
    columns=2,
    rows=5,
    gap_mm=2,
    bleed_mm=0.8,
    mark_mm=4,
    mark_offset_mm=1.6,
)


def card_pdf(face: CardFace) -> bytes:
    """Two pages of exactly one card: front and back."""
    buffer = BytesIO()
    title = f"{parts.words_of(face.language).card} {face.number}"
    canvas = _canvas(buffer, CARD.width_mm, CARD.height_mm, title, face.language)
    for draw in (parts.draw_front, parts.draw_back):
        draw(canvas, face, bleed_mm=0.0)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def card_sheet_pdf(
    faces: Sequence[CardFace],
    on_progress: Progress | None = None,
    sheet: CardSheet = CARD_SHEET,
) -> bytes:
    """Ten to a page: fronts, then the same cards' backs for the other side.

    The backs are mirrored from left to right, so that they fit when the paper
    is turned over its long edge. `on_progress` is told (done, all) per card.
    """
    buffer = BytesIO()
    language = faces[0].language if faces else "id"
    title = parts.words_of(language).cards
    canvas = _canvas(buffer, sheet.width_mm, sheet.height_mm, title, language)
    for start in range(0, len(faces), sheet.places):
        page = faces[start : start + sheet.places]
        _draw_crop_marks(canvas, sheet)
        for index, face in enumerate(page):
            _place(canvas, face, sheet, index, parts.draw_front)
            if on_progress:
                on_progress(start + index + 1, len(faces))
        canvas.showPage()
        _draw_crop_marks(canvas, sheet)
        for index, face in enumerate(page):
            row, column = divmod(index, sheet.columns)
            mirrored = row * sheet.columns + sheet.columns - 1 - column
            _place(canvas, face, sheet, mirrored, parts.draw_back)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _canvas(
    buffer: BytesIO, width_mm: float, height_mm: float, title: str, language: str
) -> Canvas:
    return document(buffer, (width_mm * mm, height_mm * mm), title=title, language=language)


def _place(
    canvas: Canvas,
    face: CardFace,
    sheet: CardSheet,
    place: int,
    draw: Callable[..., None],
) -> None:
    row, column = divmod(place, sheet.columns)
    canvas.saveState()
    canvas.translate(sheet.lefts_mm()[column] * mm, sheet.bottoms_mm()[row] * mm)
    draw(canvas, face, bleed_mm=sheet.bleed_mm)
    canvas.restoreState()


def _draw_crop_marks(canvas: Canvas, sheet: CardSheet) -> None:
    """Hairlines in the margin, at both edges of every column and row."""
    lefts, bottoms = sheet.lefts_mm(), sheet.bottoms_mm()
    outer_left, outer_right = lefts[0], lefts[-1] + CARD.width_mm
    outer_bottom, outer_top = bottoms[-1], bottoms[0] + CARD.height_mm
    near, far = sheet.mark_offset_mm, sheet.mark_offset_mm + sheet.mark_mm
    lines = []
    for x in [edge for left in lefts for edge in (left, left + CARD.width_mm)]:
        lines.append((x, outer_bottom - far, x, outer_bottom - near))
        lines.append((x, outer_top + near, x, outer_top + far))
    for y in [edge for bottom in bottoms for edge in (bottom, bottom + CARD.height_mm)]:
        lines.append((outer_left - far, y, outer_left - near, y))
        lines.append((outer_right + near, y, outer_right + far, y))
    canvas.setLineWidth(0.1 * mm)
    canvas.setStrokeGray(0)
    canvas.lines([tuple(edge * mm for edge in line) for line in lines])


def _edges(page_mm: float, card_mm: float, count: int, gap_mm: float) -> list[float]:
    used_mm = count * card_mm + (count - 1) * gap_mm
    first_mm = (page_mm - used_mm) / 2
    return [first_mm + index * (card_mm + gap_mm) for index in range(count)]
