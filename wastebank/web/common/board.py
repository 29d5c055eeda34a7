"""A line of the price board, as everybody reads it and as a member finds it at home."""

from dataclasses import dataclass

from wastebank.materials.price_list import BoardLine
from wastebank.values.units import UNITS


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A material on the board; `price_idr` None: ask."""

    name: str
    family: str
    terms: str
    price_idr: int | None


def board_row(line: BoardLine) -> BoardRow:
    material = line.material
    terms = [str(UNITS[material.unit].per), material.grade]
    return BoardRow(
        name=material.name,
        family=material.family,
        terms=" · ".join(filter(None, terms)),
        price_idr=line.offer.price_idr,
    )
