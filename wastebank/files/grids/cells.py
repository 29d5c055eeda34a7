"""A grid of cells, as a file has it: the rows keep the numbers that a spreadsheet shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wastebank.files.grids.bounds import check_area


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell. `is_number`: the file itself says that it is one, so its sign for the
    decimals leaves no choice. A workbook's days come as days."""

    text: str = ""
    is_number: bool = False
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text


EMPTY = GridCell()


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet, each as long as the longest."""

    rows: Sequence[Sequence[GridCell]]


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet that holds something, by the name that its file gives it."""

    name: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class FoundFile:
    """The sheets of a file, and how its letters were read, where that was a finding."""

    sheets: Sequence[FoundSheet]
    letters: str = ""


def grid_of(rows: Sequence[Sequence[GridCell]]) -> Grid:
    """Rows of one length, without columns and last rows in which nothing stands."""
    used = [row[: width_of(row)] for row in rows]
    while used and not used[-1]:
        used.pop()
    widest = max(map(len, used), default=0)
    check_area(len(used), widest)
    return Grid([[*row, *[EMPTY] * (widest - len(row))] for row in used])


def width_of(row: Sequence[GridCell]) -> int:
    for width in range(len(row), 0, -1):
        if not row[width - 1].is_empty:
            return width
    return 0
