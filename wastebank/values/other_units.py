"""Units that price lists use and we do not, and what they hold of ours.

A price for one of them is taken where it comes out even, else somebody is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wastebank.values.units import GRAM, MILLILITRE, PIECE, UNITS, Unit


@dataclass(frozen=True, slots=True)
class Measure:
    """So many of it are so many kilos, litres or pieces: ten ounces of a market are one kilo."""

    unit: Unit
    many: int = 1
    large: int = 1

    @property
    def is_ours(self) -> bool:
        return self.many == self.large == 1

    def price_idr(self, price_idr: int) -> int | None:
        """What one kilo, litre or piece costs; None if it does not come out even."""
        whole, rest = divmod(price_idr * self.many, self.large)
        return None if rest else whole


OTHER_UNITS: Mapping[str, Measure] = {
    **dict.fromkeys(("gram", "gr", GRAM.code), Measure(GRAM, many=1000)),
    **dict.fromkeys(("ons",), Measure(GRAM, many=10)),
    **dict.fromkeys(("kuintal", "kwintal", "kw"), Measure(GRAM, large=100)),
    **dict.fromkeys(("ton", "tonne"), Measure(GRAM, large=1000)),
    **dict.fromkeys(("mililiter", "millilitre", MILLILITRE.code), Measure(MILLILITRE, many=1000)),
    **dict.fromkeys(("lusin", "dozen", "lsn"), Measure(PIECE, large=12)),
    **dict.fromkeys(("kodi",), Measure(PIECE, large=20)),
    **dict.fromkeys(("gross",), Measure(PIECE, large=144)),
    **dict.fromkeys(("pasang", "pair"), Measure(PIECE, large=2)),
}
MEASURES: Mapping[str, Measure] = {
    **OTHER_UNITS,
    **{word: Measure(unit) for unit in UNITS.values() for word in unit.written},
}
