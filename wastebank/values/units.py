"""The units that matter is counted in: one description of each, which every table reads.

An amount is a whole number of the small unit (grams); people speak of the large one (kilos), and
a price is for one large unit. What is counted has one unit only: a piece is large and small.

docs/adding.md says what a new unit takes. The same stands for scripts in
`static/wastebank/common/units.js`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Nouns:
    """What a unit is called: the small one is only spoken, the large one also shown and priced."""

    large: str
    large_plural: str
    small: str
    small_plural: str
    label: str
    label_plural: str


# Kept with a line in the place of a rule, where nothing was paid and so nothing rounded: its paper
# says so in words. Lines of before keep their rule, and their paper its `× Rp0`, to the byte.
TAKEN_UNPAID = "unpaid"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of matter, by the code of its small unit."""

    code: str
    per_large: int
    rounding: str  # as a line of a deposit keeps it
    max_amount: int  # of one line: more is a slip of the hand
    code_ending: str  # of a material: cans by the kilo and cans by the piece are two
    written: Sequence[str]  # how a price list names it
    measure: str | Promise  # the head of a column of it
    name: str | Promise  # of the large unit: `kilogram`
    per: str | Promise  # what a price is for: `per kg`
    nouns: Mapping[str, Nouns]  # by language, in figures and words

    @property
    def is_counted(self) -> bool:
        """Whether there are no parts of it."""
        return self.per_large == 1

    @property
    def decimals(self) -> int:
        """How many figures of the small unit stand behind the comma of the large one."""
        return len(str(self.per_large)) - 1


GRAM = Unit(
    code="g",
    per_large=1000,
    rounding="half_up_per_1000",
    max_amount=1_000_000,  # a tonne
    code_ending="-kg",
    written=("kg", "kilo", "kilogram", "kilos", "kgs"),
    measure=_("Weight"),
    name=_("kilogram"),
    per=_("per kg"),
    nouns={
        "id": Nouns("kilo", "kilo", "gram", "gram", "kg", "kg"),
        "en": Nouns("kilo", "kilos", "gram", "grams", "kg", "kg"),
    },
)
MILLILITRE = Unit(
    code="ml",
    per_large=1000,
    rounding="half_up_per_1000",
    max_amount=1_000_000,  # a cubic metre
    code_ending="-liter",
    written=("litre", "liter", "ltr", "lt", "l", "litres"),
    measure=_("Volume"),
    name=_("litre"),
    per=_("per litre"),
    nouns={
        "id": Nouns("liter", "liter", "mililiter", "mililiter", "liter", "liter"),
        "en": Nouns("litre", "litres", "millilitre", "millilitres", "litre", "litres"),
    },
)
PIECE = Unit(
    code="pcs",
    per_large=1,
    rounding="exact",
    max_amount=10_000,
    code_ending="-buah",
    written=(
        *("piece", "pieces", "pcs", "pc", "buah", "bh", "biji", "bj", "botol", "btl", "lembar"),
        *("lbr", "butir", "batang", "btg", "unit", "keping"),
    ),
    measure=_("Pieces"),
    name=_("piece"),
    per=_("per piece"),
    nouns={
        "id": Nouns("buah", "buah", "buah", "buah", "buah", "buah"),
        "en": Nouns("piece", "pieces", "piece", "pieces", "piece", "pieces"),
    },
)

# By their code, in the order in which they are listed everywhere.
UNITS: Mapping[str, Unit] = {unit.code: unit for unit in (GRAM, MILLILITRE, PIECE)}
CHOICES = [(unit.code, unit.name) for unit in UNITS.values()]
