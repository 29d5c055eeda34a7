"""Strips of waste woven into a cross, and the ribbon that cuts a sum into its families.

Widths that come from data are SVG attributes, so a strict content policy holds and they print.
All of it is whole numbers: tenths of a unit in the cross, hundredths of a per cent in the ribbon.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from wastebank.models import Material
from wastebank.values.quantities import split_largest_remainder

CELLS = 80
ALL = 100  # per cent
# One order everywhere: that in which the families are declared, and what is of none of them.
FAMILIES = (*Material.Family.values, "lainnya")

_ARM = range(4, 8)
_SIDE = 12
_WHOLE = 100_00


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a ribbon; `x` and `width` are per cents with two decimals."""

    family: str
    x: str
    width: str
    percent: int


def cut_ribbon(shares: Iterable[tuple[str, int]]) -> list[Strip]:
    """One strip for each family, in the order they first came; those of zero are left out."""
    sums: dict[str, int] = {}
    for family, value in shares:
        if value > 0:
            sums[family] = sums.get(family, 0) + value
    if not sums:
        return []
    widths = split_largest_remainder(_WHOLE, list(sums.values()))
    percents = split_largest_remainder(ALL, list(sums.values()))
    strips, left = [], 0
    for family, width, percent in zip(sums, widths, percents, strict=True):
        strips.append(Strip(family, _hundredths(left), _hundredths(width), percent))
        left += width
    return strips


def weave_cross(filled: Sequence[str]) -> list[tuple[str, str]]:
    """A path for each family and one for the rest, filled from the foot up, left to right."""
    paths: dict[str, list[str]] = {}
    families = list(islice(filled, CELLS))
    for index, (column, row) in enumerate(_cells()):
        family = families[index] if index < len(families) else "rest"
        paths.setdefault(family, []).append(_cell(column, row))
    return [(family, "".join(cells)) for family, cells in paths.items()]


def strips_of(shares: Sequence[tuple[str, int]], *, reached: int, goal: int) -> list[str]:
    """The families of the woven cells, when `reached` of `goal` is made of `shares`."""
    total = sum(value for _, value in shares if value > 0)
    if goal <= 0 or reached <= 0 or not total:
        return []
    count = min(CELLS, CELLS * reached // goal)
    cells = split_largest_remainder(count, [max(value, 0) for _, value in shares])
    return [family for (family, _), n in zip(shares, cells, strict=True) for _ in range(n)]


def _cells() -> list[tuple[int, int]]:
    return [
        (column, row)
        for row in reversed(range(_SIDE))
        for column in range(_SIDE)
        if row in _ARM or column in _ARM
    ]


def _cell(column: int, row: int) -> str:
    # over and under in turn: an upright strip is 8.4 wide and 11.2 high, a lying one the reverse
    upright = (column + row) % 2 == 0
    width, height = (84, 112) if upright else (112, 84)
    x, y = column * 100 + (100 - width) // 2, row * 100 + (100 - height) // 2
    return f"M{_tenths(x)} {_tenths(y)}h{_tenths(width)}v{_tenths(height)}h-{_tenths(width)}z"


def _tenths(tenths: int) -> str:
    sign = "-" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _hundredths(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}%"
