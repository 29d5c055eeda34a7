"""QR codes as one path each: a rectangle for every run of dark modules in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from reportlab.pdfgen.canvas import Canvas

CARD_MODULES = 25
QUIET_MODULES = 4

_CARD_VERSION = 2
# Of the eight masks the first serves every card. A card's code is random, so its
# pattern is too, and weighing all eight takes ten times as long as drawing one:
# blurred and noisy pictures of 150 codes were read equally often either way.
_CARD_MASK = 0

_DARK_RUN = re.compile(b"\x01+")

# one bytes object for each row, 1 for a dark module
Matrix = Sequence[bytes]


@lru_cache(maxsize=64)
def card_matrix(code: str) -> Matrix:
    """A card's code: version 2, level Q, alphanumeric, 25 modules a side."""
    qr = QRCode(
        version=_CARD_VERSION,
        error_correction=ERROR_CORRECT_Q,
        border=0,
        mask_pattern=_CARD_MASK,
    )
    qr.add_data(code, optimize=0)
    qr.make(fit=False)
    return _frozen(qr)


def link_matrix(url: str) -> Matrix:
    """An address that any telephone may open, in the smallest code that holds it."""
    qr = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    qr.add_data(url)
    qr.make(fit=True)
    return _frozen(qr)


@dataclass(frozen=True, slots=True)
class LinkPicture:
    """A code for a page: the `d` of a path, and the view box with its quiet zone."""

    path: str
    side: int  # modules, with the quiet zone

    @property
    def box(self) -> str:
        return f"{-QUIET_MODULES} {-QUIET_MODULES} {self.side} {self.side}"


def link_picture(url: str) -> LinkPicture:
    matrix = link_matrix(url)
    return LinkPicture(path_of(matrix), len(matrix) + 2 * QUIET_MODULES)


def svg_path(code: str) -> str:
    """The `d` of a path for a page; its view box is `-4 -4 33 33`, quiet zone and all."""
    return path_of(card_matrix(code))


def path_of(matrix: Matrix) -> str:
    return "".join(
        f"M{column} {row}h{length}v1h-{length}z" for row, column, length in dark_runs(matrix)
    )


def draw_matrix(
    canvas: Canvas, matrix: Matrix, *, left_pt: float, bottom_pt: float, side_pt: float
) -> None:
    """Draws without the quiet zone, in the fill colour that is set.

    The rectangles are written as PDF operators in whole modules: putting 160 of
    them through reportlab's path object took longer than all the rest of a card.
    """
    rows_up = len(matrix) - 1
    boxes = "\n".join(
        f"{column} {rows_up - row} {length} 1 re" for row, column, length in dark_runs(matrix)
    )
    canvas.saveState()
    canvas.translate(left_pt, bottom_pt)
    canvas.scale(side_pt / len(matrix), side_pt / len(matrix))
    canvas.addLiteral(f"{boxes}\nf")
    canvas.restoreState()


def dark_runs(matrix: Matrix) -> Iterator[tuple[int, int, int]]:
    """(row, first column, length) of each unbroken dark run."""
    for row, modules in enumerate(matrix):
        for run in _DARK_RUN.finditer(modules):
            yield row, run.start(), run.end() - run.start()


def _frozen(qr: QRCode) -> Matrix:  # type: ignore[type-arg]  # has none while it runs
    return tuple(bytes(map(bool, row)) for row in qr.modules)
