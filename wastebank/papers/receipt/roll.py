"""A receipt as a PDF page exactly as wide as the roll and as tall as its content.

Browsers and printers cut a page where they are told it ends, so the height is
measured first: the rows are laid out from the top down, and only then is there
a page to draw them on. Pure black only: a thermal printer has no grey.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing import qr, weave
from wastebank.papers.drawing.document import document
from wastebank.papers.drawing.fonts import SANS, SANS_BOLD, SERIF, spell, width_of, wrap
from wastebank.papers.receipt.slip import Receipt, ReceiptTexts, TextTotal


@dataclass(frozen=True, slots=True)
class RollLayout:
    """Millimetres. A printer for 58 mm paper prints on 48 of them, one for 80 mm on 72."""

    width_mm: float
    text_mm: float
    body_mm: float = 3.5
    title_mm: float = 4.9
    total_mm: float = 5.4
    code_mm: float = 5.8
    mark_mm: float = 9.5
    head_mm: float = 3.0
    foot_mm: float = 5.0
    leading: float = 1.32
    rule_gap_mm: float = 1.5
    qr_mm: float = 22.0

    @property
    def left_pt(self) -> float:
        return (self.width_mm - self.text_mm) / 2 * mm

    @property
    def right_pt(self) -> float:
        return (self.width_mm + self.text_mm) / 2 * mm

    @property
    def room_pt(self) -> float:
        return self.text_mm * mm


ROLLS = {
    58: RollLayout(width_mm=58, text_mm=48),
    80: RollLayout(width_mm=80, text_mm=72, body_mm=3.7, title_mm=5.4, total_mm=6.0),
}


def roll_pdf(receipt: Receipt, width_mm: int, *, with_qr: bool = False) -> bytes:
    """One page for a roll of 58 or 80 mm."""
    strip = _Strip(ROLLS[width_mm])
    texts = receipt.texts.spelt(spell)
    _lay_heading(strip, texts)
    _lay_lines(strip, texts)
    _lay_totals(strip, texts)
    _lay_foot(strip, texts)
    if with_qr and receipt.can_be_checked and receipt.check_url:
        strip.picture(strip.layout.qr_mm, _link_drawer(strip.layout, receipt.check_url))
    strip.skip(strip.layout.foot_mm)
    buffer = BytesIO()
    page = (strip.layout.width_mm * mm, strip.height_pt)
    title = f"{texts.title} {texts.number}"
    canvas = document(buffer, page, title=title, language=receipt.language)
    canvas.setFillColor(weave.BLACK)
    canvas.setStrokeColor(weave.BLACK)
    for place_pt, draw in strip.pieces:
        draw(canvas, strip.height_pt - place_pt)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


Draw = Callable[[Canvas, float], None]


@dataclass(slots=True)
class _Strip:
    """What will be drawn, each piece with its distance from the top."""

    layout: RollLayout
    height_pt: float = 0.0
    pieces: list[tuple[float, Draw]] = field(default_factory=list)

    def skip(self, height_mm: float) -> None:
        self.height_pt += height_mm * mm

    def picture(self, height_mm: float, draw: Draw) -> None:
        """`draw` is given the canvas and the height of the picture's lower edge."""
        self.skip(height_mm)
        self.pieces.append((self.height_pt, draw))

    def text(
        self, text: str, *, font: str = SANS, size_mm: float = 0, centred: bool = False
    ) -> None:
        size_pt = (size_mm or self.layout.body_mm) * mm
        for line in wrap(text, font, size_pt, self.layout.room_pt):
            self._line(size_pt, _text_drawer(self.layout, line, font, size_pt, centred=centred))

    def pair(self, left: str, right: str, *, fonts: tuple[str, str], size_mm: float = 0) -> None:
        """Left and right in one line; a long left side goes on below, clear of the right."""
        left_font, right_font = fonts
        size_pt = (size_mm or self.layout.body_mm) * mm
        right_width_pt = width_of(right, right_font, size_pt)
        room_pt = self.layout.room_pt - right_width_pt - size_pt / 2
        if room_pt < self.layout.room_pt / 4:
            self.text(left, font=left_font, size_mm=size_mm)
            self._line(size_pt, _right_drawer(self.layout, right, right_font, size_pt))
            return
        lines = wrap(left, left_font, size_pt, room_pt) or [""]
        for index, line in enumerate(lines):
            self._line(size_pt, _text_drawer(self.layout, line, left_font, size_pt, centred=False))
            if index == 0:
                drawer = _right_drawer(self.layout, right, right_font, size_pt)
                self.pieces.append((self.pieces[-1][0], drawer))

    def rule(self) -> None:
        self.skip(self.layout.rule_gap_mm)
        self.pieces.append((self.height_pt, _rule_drawer(self.layout)))
        self.skip(self.layout.rule_gap_mm)

    def _line(self, size_pt: float, draw: Draw) -> None:
        leading_pt = size_pt * self.layout.leading
        baseline_pt = self.height_pt + (leading_pt + size_pt * 0.66) / 2
        self.pieces.append((baseline_pt, draw))
        self.height_pt += leading_pt


def _lay_heading(strip: _Strip, texts: ReceiptTexts) -> None:
    layout = strip.layout
    strip.skip(layout.head_mm)
    strip.picture(layout.mark_mm, _mark_drawer(layout))
    strip.skip(1.6)
    strip.text(texts.place_name, font=SERIF, size_mm=layout.title_mm, centred=True)
    strip.text(texts.place_address, centred=True)
    for stamp in texts.stamps:
        strip.skip(1.2)
        strip.picture(layout.total_mm * 1.5, _stamp_drawer(layout, stamp))
        strip.skip(0.8)
    strip.text(texts.void_note, centred=True)
    strip.rule()
    strip.pair(texts.title, texts.number, fonts=(SANS_BOLD, SANS_BOLD))
    strip.text(texts.moment)
    strip.pair(texts.person, texts.member, fonts=(SANS, SANS_BOLD))
    strip.rule()


def _lay_lines(strip: _Strip, texts: ReceiptTexts) -> None:
    for line in texts.lines:
        strip.pair(line.name, line.amount, fonts=(SANS_BOLD, SANS_BOLD))
        strip.text(line.detail)
    strip.rule()


def _lay_totals(strip: _Strip, texts: ReceiptTexts) -> None:
    for total in texts.totals:
        strip.pair(total.label, total.amount, fonts=(SANS, SANS_BOLD), size_mm=_size(strip, total))
    strip.rule()


def _size(strip: _Strip, total: TextTotal) -> float:
    return strip.layout.total_mm if total.emphasis else strip.layout.body_mm


def _lay_foot(strip: _Strip, texts: ReceiptTexts) -> None:
    for note in texts.notes:
        strip.text(note)
    if texts.notes:
        strip.rule()
    strip.text(texts.check_lead, centred=True)
    strip.text(texts.check_place, centred=True)  # no line if it is empty
    strip.text(texts.check_code, font=SANS_BOLD, size_mm=strip.layout.code_mm, centred=True)
    strip.text(texts.staff, centred=True)


def _text_drawer(
    layout: RollLayout, text: str, font: str, size_pt: float, *, centred: bool
) -> Draw:
    def draw(canvas: Canvas, baseline_pt: float) -> None:
        canvas.setFont(font, size_pt)
        if centred:
            canvas.drawCentredString(layout.width_mm / 2 * mm, baseline_pt, text)
        else:
            canvas.drawString(layout.left_pt, baseline_pt, text)

    return draw


def _right_drawer(layout: RollLayout, text: str, font: str, size_pt: float) -> Draw:
    def draw(canvas: Canvas, baseline_pt: float) -> None:
        canvas.setFont(font, size_pt)
        canvas.drawRightString(layout.right_pt, baseline_pt, text)

    return draw


def _rule_drawer(layout: RollLayout) -> Draw:
    # whole dashes only, so that the line ends where the sums above it end
    dash_mm = 1.2
    dashes = round(layout.text_mm / 2)
    gap_mm = (layout.text_mm - dashes * dash_mm) / (dashes - 1)

    def draw(canvas: Canvas, y_pt: float) -> None:
        canvas.setLineWidth(0.3 * mm)
        canvas.setDash([dash_mm * mm, gap_mm * mm])
        canvas.line(layout.left_pt, y_pt, layout.right_pt, y_pt)
        canvas.setDash([])

    return draw


def _mark_drawer(layout: RollLayout) -> Draw:
    def draw(canvas: Canvas, bottom_pt: float) -> None:
        weave.draw_mark(
            canvas,
            left_pt=(layout.width_mm - layout.mark_mm) / 2 * mm,
            bottom_pt=bottom_pt,
            side_pt=layout.mark_mm * mm,
            upright_colour=weave.BLACK,
            lying_colour=weave.BLACK,
        )

    return draw


def _stamp_drawer(layout: RollLayout, text: str) -> Draw:
    """Boxed, so that nobody takes a copy or a voided receipt for the real one."""
    size_pt = layout.total_mm * mm

    def draw(canvas: Canvas, bottom_pt: float) -> None:
        width_pt = width_of(text, SANS_BOLD, size_pt) + 2 * size_pt
        left_pt = (layout.width_mm * mm - width_pt) / 2
        canvas.setLineWidth(0.5 * mm)
        canvas.rect(left_pt, bottom_pt, width_pt, size_pt * 1.5, stroke=1, fill=0)
        canvas.setFont(SANS_BOLD, size_pt)
        canvas.drawCentredString(layout.width_mm / 2 * mm, bottom_pt + size_pt * 0.42, text)

    return draw


def _link_drawer(layout: RollLayout, url: str) -> Draw:
    def draw(canvas: Canvas, bottom_pt: float) -> None:
        matrix = qr.link_matrix(url)
        # the code gives up a part of its own field for the quiet zone
        side_mm = layout.qr_mm * len(matrix) / (len(matrix) + 2 * qr.QUIET_MODULES)
        quiet_mm = (layout.qr_mm - side_mm) / 2
        qr.draw_matrix(
            canvas,
            matrix,
            left_pt=(layout.width_mm - side_mm) / 2 * mm,
            bottom_pt=bottom_pt + quiet_mm * mm,
            side_pt=side_mm * mm,
        )

    return draw
