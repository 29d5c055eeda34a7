"""The families of material on paper: their colours and signs, those of the screen.

They stand here as constants since paper is drawn without a browser; a test holds them against the
screen's own sprite and tokens.
"""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from wastebank.papers.drawing.strokes import trace
from wastebank.values.language import in_language

COLOURS = {
    "plastik": HexColor("#1f63b0"),
    "kertas": HexColor("#824a22"),
    "logam": HexColor("#3f4650"),
    "kaca": HexColor("#0e8068"),
    "minyak": HexColor("#71740c"),
    "elektronik": HexColor("#984684"),
}
NAMES = {
    "id": {
        "plastik": "Plastik",
        "kertas": "Kertas",
        "logam": "Logam",
        "kaca": "Kaca",
        "minyak": "Minyak",
        "elektronik": "Elektronik",
    },
    "en": {
        "plastik": "Plastic",
        "kertas": "Paper",
        "logam": "Metal",
        "kaca": "Glass",
        "minyak": "Oil",
        "elektronik": "Electronics",
    },
}
SIGNS = {
    "plastik": (
        "M10 2.5h4v2.7c0 1.9 2.9 2.6 2.9 5.9v8.2a2.2 2.2 0 0 1-2.2 2.2H9.3"
        "a2.2 2.2 0 0 1-2.2-2.2v-8.2c0-3.3 2.9-4 2.9-5.9z",
        "M10 5.2h4M7.1 12h9.8M7.1 16.5h9.8",
    ),
    "kertas": ("M6 2.8h8.2l4.3 4.3v14.1H6zM14.2 2.8v4.3h4.3M9 11.5h6.5M9 15.5h6.5",),
    "logam": (
        "M6 5.4C6 4 8.7 2.8 12 2.8s6 1.2 6 2.6S15.3 8 12 8 6 6.8 6 5.4z",
        "M6 5.4v13.2c0 1.4 2.7 2.6 6 2.6s6-1.2 6-2.6V5.4M11 5.3h2.2M9.5 12v5",
    ),
    "kaca": (
        "M10.3 2.5h3.4",
        "M10.8 2.5v5.3c0 2.3-2.5 3-2.5 5.7v5.9a2 2 0 0 0 2 2h3.4a2 2 0 0 0 2-2v-5.9"
        "c0-2.7-2.5-3.4-2.5-5.7V2.5",
        "M8.3 15.2c1.2-.9 2.5-.9 3.7 0s2.5.9 3.7 0",
    ),
    "minyak": (
        "M12 2.8C8.4 7.3 5.8 10.5 5.8 14.3a6.2 6.2 0 0 0 12.4 0C18.2 10.5 15.6 7.3 12 2.8z",
        "M9 14.5a3.1 3.1 0 0 0 2.9 3.1",
    ),
    "elektronik": ("M9 2.8v4.7M15 2.8v4.7M6.2 7.5h11.6v3.3a5.8 5.8 0 0 1-11.6 0zM12 16.6v4.6",),
}

_GRID = 24
_PEN = 1.75
_ROUND = 1


def family_name(family: str, language: str) -> str:
    return in_language(NAMES, language).get(family, family)


def draw_sign(
    canvas: Canvas,
    family: str,
    *,
    left_pt: float,
    top_pt: float,
    side_pt: float,
    colour: Color,
) -> None:
    scale = side_pt / _GRID
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(_PEN * scale)
    canvas.setLineCap(_ROUND)
    canvas.setLineJoin(_ROUND)
    path = canvas.beginPath()
    for d in SIGNS[family]:
        trace(path, d, left=left_pt, top=top_pt, scale=scale)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_sack(
    canvas: Canvas, family: str, *, left_pt: float, top_pt: float, side_pt: float
) -> None:
    """The family's colour as a ground, its sign in white on it."""
    canvas.setFillColor(COLOURS[family])
    corner_pt = side_pt / 8
    canvas.roundRect(left_pt, top_pt - side_pt, side_pt, side_pt, corner_pt, stroke=0, fill=1)
    inset_pt = side_pt / 6
    draw_sign(
        canvas,
        family,
        left_pt=left_pt + inset_pt,
        top_pt=top_pt - inset_pt,
        side_pt=side_pt - 2 * inset_pt,
        colour=HexColor("#ffffff"),
    )
