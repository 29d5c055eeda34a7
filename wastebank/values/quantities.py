"""Weights, volumes, counts and rupiah: as people type them and as we show them.

Inside the system an amount is a whole number of grams, millilitres or pieces,
and money is a whole number of rupiah. Django's own number fields read "2.500"
as two thousand five hundred under Indonesian settings and as two and a half
under English ones. A sack of cans must not depend on a browser's language, so
the one parser here takes a comma or a point for the decimals, and refuses what
could be read both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNITS = ("g", "ml", "pcs")
MOST_CHARACTERS = 12
MINUS = "\N{MINUS SIGN}"

_DECIMALS = 3
_PER_LARGE_UNIT = 1000
_ONE_NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?", re.ASCII)
_SMALL_UNIT = re.compile(r"([0-9]+)(g|ml)", re.ASCII)
_GROUPED = re.compile(r"[0-9]+(?:[.,][0-9]+){2,}", re.ASCII)
_FIGURES = re.compile(r"[0-9.,]+", re.ASCII)


class AmountProblem(ValueError):
    """An amount that cannot be taken as typed.

    `reason` is one of ambiguous, malformed, too_fine, empty, too_large and
    not_whole. `hint` is a way to write it that cannot be misread, where one of
    the readings has such a way, and is empty otherwise.
    """

    def __init__(self, reason: str, text: str, hint: str = "") -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason = reason
        self.text = text
        self.hint = hint


def parse_amount(text: str, *, unit: str) -> int:
    """Whole grams or millilitres from kilos or litres, or whole pieces.

    `2,5` and `2.5` are both two and a half, and `0,480` can only be 480 grams.
    `2,500` may be two and a half or two thousand five hundred and is refused,
    as is anything else that leaves a choice. `1235g` and `1235ml` say outright
    what a scale with three decimals shows.
    """
    if unit not in UNITS:
        raise ValueError(f"no such unit: {unit}")
    typed = text.strip(" \t\r\n")
    if not typed:
        raise AmountProblem("empty", text)
    if len(typed) > MOST_CHARACTERS:
        raise AmountProblem("too_large" if _FIGURES.fullmatch(typed) else "malformed", text)
    small = _SMALL_UNIT.fullmatch(typed.lower())
    if small and small[2] == unit:
        return int(small[1])
    number = _ONE_NUMBER.fullmatch(typed)
    if not number:
        raise AmountProblem("ambiguous" if _GROUPED.fullmatch(typed) else "malformed", text)
    whole, decimals = number[1], number[2] or ""
    _refuse_unclear_decimals(text, whole, decimals, unit)
    return int(whole) if unit == "pcs" else int(whole + decimals.ljust(_DECIMALS, "0"))


def _refuse_unclear_decimals(text: str, whole: str, decimals: str, unit: str) -> None:
    # nobody groups thousands behind a leading nought, so 0,480 leaves no choice
    if len(decimals) == _DECIMALS and not whole.startswith("0"):
        raise AmountProblem("ambiguous", text, _clear_spelling(text, whole, decimals, unit))
    if unit == "pcs" and decimals:
        raise AmountProblem("not_whole", text)
    if len(decimals) > _DECIMALS:
        raise AmountProblem("too_fine", text)


def _clear_spelling(text: str, whole: str, decimals: str, unit: str) -> str:
    if unit == "pcs":
        return whole + decimals
    needed = decimals.rstrip("0")
    if len(needed) == _DECIMALS:
        return f"{whole}{decimals}{unit}"
    separator = "," if "," in text else "."
    return f"{whole}{separator}{needed or '0'}"


@dataclass(frozen=True, slots=True)
class _Nouns:
    """A unit's names; the small one is only spoken, the large one also priced."""

    large: str
    large_plural: str
    small: str
    small_plural: str
    label: str
    label_plural: str


@dataclass(frozen=True, slots=True)
class _Tongue:
    thousands: str
    decimal: str
    nouns: dict[str, _Nouns]


_INDONESIAN = _Tongue(
    thousands=".",
    decimal=",",
    nouns={
        "g": _Nouns("kilo", "kilo", "gram", "gram", "kg", "kg"),
        "ml": _Nouns("liter", "liter", "mililiter", "mililiter", "liter", "liter"),
        "pcs": _Nouns("buah", "buah", "buah", "buah", "buah", "buah"),
    },
)
_ENGLISH = _Tongue(
    thousands=",",
    decimal=".",
    nouns={
        "g": _Nouns("kilo", "kilos", "gram", "grams", "kg", "kg"),
        "ml": _Nouns("litre", "litres", "millilitre", "millilitres", "litre", "litres"),
        "pcs": _Nouns("piece", "pieces", "piece", "pieces", "piece", "pieces"),
    },
)


def show_number(number: int, language: str) -> str:
    """12500 becomes `12.500`, in English `12,500`."""
    sign = MINUS if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", _tongue(language).thousands)


def show_rupiah(amount_idr: int, language: str) -> str:
    """`Rp12.500`; the minus stands before the currency, as in `−Rp5.000`."""
    sign = MINUS if amount_idr < 0 else ""
    return f"{sign}Rp{show_number(abs(amount_idr), language)}"


def show_amount(amount: int, unit: str, language: str) -> str:
    """`1,390 kg`, `1,500 liter`, `12 buah`: always three decimals, as scales show."""
    tongue = _tongue(language)
    nouns = tongue.nouns[unit]
    if unit == "pcs":
        label = nouns.label if abs(amount) == 1 else nouns.label_plural
        return f"{show_number(amount, language)} {label}"
    whole, rest = divmod(abs(amount), _PER_LARGE_UNIT)
    label = nouns.label if abs(amount) == _PER_LARGE_UNIT else nouns.label_plural
    sign = MINUS if amount < 0 else ""
    return f"{sign}{show_number(whole, language)}{tongue.decimal}{rest:03d} {label}"


def words_amount(amount: int, unit: str, language: str) -> str:
    """`1 kilo 390 gram`: no separator is left in it that could be misread."""
    nouns = _tongue(language).nouns[unit]
    if unit == "pcs":
        return _counted(amount, nouns.large, nouns.large_plural, language)
    whole, rest = divmod(abs(amount), _PER_LARGE_UNIT)
    parts = []
    if whole:
        parts.append(_counted(whole, nouns.large, nouns.large_plural, language))
    if rest or not whole:
        parts.append(_counted(rest, nouns.small, nouns.small_plural, language))
    return (MINUS if amount < 0 else "") + " ".join(parts)


def show_price(price_idr: int, unit: str, language: str) -> str:
    """`Rp4.000/kg`: prices are per kilo, per litre or per piece."""
    return f"{show_rupiah(price_idr, language)}/{_tongue(language).nouns[unit].label}"


def line_rupiah(amount: int, unit: str, price_idr: int) -> int:
    """The one rounding rule: half a rupiah goes to the member."""
    if unit == "pcs":
        return amount * price_idr
    return (amount * price_idr + _PER_LARGE_UNIT // 2) // _PER_LARGE_UNIT


def split_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of `total` in the proportion of `weights` that add up to it exactly.

    What is left after rounding down goes, one each, to the largest remainders;
    of two equal ones the earlier wins, so the same input splits the same way.
    """
    weight_sum = sum(weights)
    if total < 0 or weight_sum <= 0 or min(weights) < 0:
        raise ValueError("a sum is split over weights that are not negative and not all nought")
    shares = [total * weight // weight_sum for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: -(total * weights[place] % weight_sum)
    )
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _tongue(language: str) -> _Tongue:
    return _ENGLISH if language.startswith("en") else _INDONESIAN


def _counted(count: int, singular: str, plural: str, language: str) -> str:
    return f"{show_number(count, language)} {singular if count == 1 else plural}"
