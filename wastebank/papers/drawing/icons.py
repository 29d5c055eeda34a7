"""The three signs on the back of a card: bring waste, save up, go to the clinic.

Drawn on a square of 24 with round pens. Each stroke is a run of points; no
words are needed to read them, which is their whole purpose.
"""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

Stroke = tuple[tuple[float, float], ...]

# an arrow down into an open tray that stands on a foot
BRING: tuple[Stroke, ...] = (
    ((12, 2.5), (12, 9.5)),
    ((8.6, 6.3), (12, 9.7), (15.4, 6.3)),
    ((3, 13), (21, 13)),
    ((5.4, 13), (4.2, 21), (19.8, 21), (18.6, 13)),
    ((12, 18.4), (13.8, 16)),
)
# a passbook with its spine and two entries
SAVE: tuple[Stroke, ...] = (
    ((5, 3), (19, 3), (19, 21), (5, 21), (5, 3)),
    ((8.8, 3), (8.8, 21)),
    ((12.2, 8), (15.8, 8)),
    ((12.2, 12), (15.8, 12)),
)
# a house with a plus in it
CARE: tuple[Stroke, ...] = (
    ((3, 11.6), (12, 4), (21, 11.6)),
    ((5.6, 9.6), (5.6, 20), (18.4, 20), (18.4, 9.6)),
    ((12, 11.4), (12, 16.6)),
    ((9.4, 14), (14.6, 14)),
)

_GRID = 24
_PEN = 1.75
_ROUND = 1


def draw_icon(
    canvas: Canvas,
    strokes: tuple[Stroke, ...],
    *,
    left_pt: float,
    bottom_pt: float,
    side_pt: float,
    colour: Color,
) -> None:
    unit_pt = side_pt / _GRID
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(_PEN * unit_pt)
    canvas.setLineCap(_ROUND)
    canvas.setLineJoin(_ROUND)
    path = canvas.beginPath()
    for (start_x, start_y), *points in strokes:
        path.moveTo(left_pt + start_x * unit_pt, bottom_pt + (_GRID - start_y) * unit_pt)
        for x, y in points:
            path.lineTo(left_pt + x * unit_pt, bottom_pt + (_GRID - y) * unit_pt)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
