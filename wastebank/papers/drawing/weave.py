"""The weave: strips over and under, in the mark, the ground and the hem.

The shapes come from the rule of weaving, not from a drawing: where two strips
cross, the one below is broken and leaves a gap on both sides of the one above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

LEAF = HexColor("#0e5a46")
LEAF_WOVEN = HexColor("#17664f")
LEAF_DEEP = HexColor("#0b3a2c")
NILA = HexColor("#2b4379")
CREDIT = HexColor("#f5b833")
ON_CREDIT = HexColor("#241a02")
PAPER = HexColor("#faf5e9")
INK = HexColor("#1a2621")
SOFT = HexColor("#55605a")
RULE = HexColor("#dfd7c4")
WHITE = HexColor("#ffffff")
BLACK = HexColor("#000000")

# one strip for each family of material, in the light tones that show on dark green
HEM_STRIPS = tuple(
    HexColor(tone) for tone in ("#d39a62", "#63a8e2", "#b4c0c7", "#4dbba2", "#c9c952", "#d097ca")
)

_MARK_SIDE = 42.0
_MARK_TRACKS = ((10.0, 20.0), (22.0, 32.0))
_MARK_GAP = 1.5
_CELL_LONG = 1.12
_CELL_SHORT = 0.84
_CROSS_CELLS = 12
_CROSS_ARM = range(4, 8)
_HEM_PERIOD = 14.0
_HEM_STRIP = 12.0
_HEM_HEIGHT = 8.0


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


def mark_boxes() -> tuple[list[Box], list[Box]]:
    """The upright and the lying strips of the mark in a square of side 1."""
    upright: list[Box] = []
    lying: list[Box] = []
    for order, (near, far) in enumerate(_MARK_TRACKS):
        # the first upright goes under the second lying strip and the other way round
        under_near, under_far = _MARK_TRACKS[1 - order]
        for start, end in ((0.0, under_near - _MARK_GAP), (under_far + _MARK_GAP, _MARK_SIDE)):
            upright.append(_unit_box(near, start, far - near, end - start))
        under_near, under_far = _MARK_TRACKS[order]
        for start, end in ((0.0, under_near - _MARK_GAP), (under_far + _MARK_GAP, _MARK_SIDE)):
            lying.append(_unit_box(start, near, end - start, far - near))
    return upright, lying


def draw_mark(
    canvas: Canvas,
    *,
    left_pt: float,
    bottom_pt: float,
    side_pt: float,
    upright_colour: Color,
    lying_colour: Color,
) -> None:
    for boxes, colour in zip(mark_boxes(), (upright_colour, lying_colour), strict=True):
        canvas.setFillColor(colour)
        path = canvas.beginPath()
        for box in boxes:
            path.rect(
                left_pt + box.x * side_pt,
                bottom_pt + (1 - box.y - box.height) * side_pt,
                box.width * side_pt,
                box.height * side_pt,
            )
        canvas.drawPath(path, stroke=0, fill=1)


def cross_boxes() -> Iterator[Box]:
    """The great cross of 80 strips, in cells of side 1, twelve to a side."""
    for row in range(_CROSS_CELLS):
        for column in range(_CROSS_CELLS):
            if row in _CROSS_ARM or column in _CROSS_ARM:
                lies = (row + column) % 2
                width, height = (_CELL_LONG, _CELL_SHORT) if lies else (_CELL_SHORT, _CELL_LONG)
                yield Box(column + (1 - width) / 2, row + (1 - height) / 2, width, height)


def draw_cross(canvas: Canvas, *, left_pt: float, bottom_pt: float, side_pt: float) -> None:
    cell_pt = side_pt / _CROSS_CELLS
    path = canvas.beginPath()
    for box in cross_boxes():
        path.rect(
            left_pt + box.x * cell_pt,
            bottom_pt + box.y * cell_pt,
            box.width * cell_pt,
            box.height * cell_pt,
        )
    canvas.setFillColor(LEAF_WOVEN)
    canvas.drawPath(path, stroke=0, fill=1)


def draw_hem(
    canvas: Canvas, *, left_pt: float, bottom_pt: float, width_pt: float, height_pt: float
) -> None:
    """Two rows of strips, the lower one half a strip further on, on dark ground."""
    unit_pt = height_pt / _HEM_HEIGHT
    canvas.saveState()
    ground = canvas.beginPath()
    ground.rect(left_pt, bottom_pt, width_pt, height_pt)
    canvas.clipPath(ground, stroke=0, fill=0)
    canvas.setFillColor(LEAF_DEEP)
    canvas.rect(left_pt, bottom_pt, width_pt, height_pt, stroke=0, fill=1)
    strip_count = int(width_pt / unit_pt / _HEM_PERIOD) + 2
    for offset, colour in enumerate(HEM_STRIPS):
        path = canvas.beginPath()
        for index in range(offset, strip_count, len(HEM_STRIPS)):
            x_pt = left_pt + index * _HEM_PERIOD * unit_pt
            path.rect(x_pt, bottom_pt + 4.5 * unit_pt, _HEM_STRIP * unit_pt, 3 * unit_pt)
        for index in range(offset - 3, strip_count, len(HEM_STRIPS)):
            x_pt = left_pt + (index + 0.5) * _HEM_PERIOD * unit_pt
            path.rect(x_pt, bottom_pt + 0.5 * unit_pt, _HEM_STRIP * unit_pt, 3 * unit_pt)
        canvas.setFillColor(colour)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _unit_box(x: float, y: float, width: float, height: float) -> Box:
    side = _MARK_SIDE
    return Box(x / side, y / side, width / side, height / side)
