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

from wastebank.values.language import in_language
from wastebank.values.units import UNITS, Unit

MOST_CHARACTERS = 12
MINUS = "\N{MINUS SIGN}"

_ONE_NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?", re.ASCII)
_PARTS = "|".join(unit.code for unit in UNITS.values() if not unit.is_counted)
_SMALL_UNIT = re.compile(rf"([0-9]+)({_PARTS})", re.ASCII)
_GROUPED = re.compile(r"[0-9]+(?:[.,][0-9]+){2,}", re.ASCII)
_GROUP = 3  # figures between two separators of the thousands
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
    _refuse_unclear_decimals(text, whole, decimals, UNITS[unit])
    return int(whole + decimals.ljust(UNITS[unit].decimals, "0"))


# Rupiah have no decimals, so a dot or a comma in them can only part the thousands.
_RUPIAH = re.compile(r"[0-9]{1,9}|[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})?", re.ASCII)
_CUT_SHORT = re.compile(r"([1-9][0-9]{0,5})[.,]([0-9]{1,2})", re.ASCII)


class RupiahProblem(ValueError):
    """A sum that cannot be taken as typed; `readings` are the two it may mean, if there are two."""

    def __init__(self, text: str, readings: Sequence[int] = ()) -> None:
        super().__init__(repr(text))
        self.readings = readings


def parse_rupiah(text: str) -> int:
    """Whole rupiah as people write them. `12.00` may be 1.200 with the dot in a wrong place, or
    12.000 without its last figure: nobody chooses for whoever typed it."""
    if _RUPIAH.fullmatch(text):
        return int(text.replace(".", "").replace(",", ""))
    cut = _CUT_SHORT.fullmatch(text)
    if cut is None:
        raise RupiahProblem(text)
    whole, rest = cut[1], cut[2]
    if len(whole) > _GROUP:
        raise RupiahProblem(text, [int(whole), int(whole + rest)])
    raise RupiahProblem(text, [int(whole + rest), int(whole + rest.ljust(_GROUP, "0"))])


def _refuse_unclear_decimals(text: str, whole: str, decimals: str, unit: Unit) -> None:
    # nobody groups thousands behind a leading zero, so 0,480 leaves no choice
    if len(decimals) == _GROUP and not whole.startswith("0"):
        raise AmountProblem("ambiguous", text, _clear_spelling(text, whole, decimals, unit))
    if unit.is_counted and decimals:
        raise AmountProblem("not_whole", text)
    if len(decimals) > unit.decimals:
        raise AmountProblem("too_fine", text)


def _clear_spelling(text: str, whole: str, decimals: str, unit: Unit) -> str:
    if unit.is_counted:
        return whole + decimals
    needed = decimals.rstrip("0")
    if len(needed) == _GROUP:
        return f"{whole}{decimals}{unit.code}"
    separator = "," if "," in text else "."
    return f"{whole}{separator}{needed or '0'}"


@dataclass(frozen=True, slots=True)
class _Tongue:
    code: str
    thousands: str
    decimal: str


_INDONESIAN = _Tongue("id", thousands=".", decimal=",")
_ENGLISH = _Tongue("en", thousands=",", decimal=".")


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
    tongue, matter = _tongue(language), UNITS[unit]
    nouns = matter.nouns[tongue.code]
    label = nouns.label if abs(amount) == matter.per_large else nouns.label_plural
    whole, rest = divmod(abs(amount), matter.per_large)
    decimals = "" if matter.is_counted else f"{tongue.decimal}{rest:0{matter.decimals}d}"
    sign = MINUS if amount < 0 else ""
    return f"{sign}{show_number(whole, language)}{decimals} {label}"


def typed_amount(amount: int, unit: str, language: str) -> str:
    """An amount as a person would type it, so that it is read back as the same one: `1,39`.

    What three decimals would leave unclear is said in the small unit: `1235g`.
    """
    matter = UNITS[unit]
    whole, rest = divmod(amount, matter.per_large)
    if matter.is_counted or not rest:
        return str(whole)
    decimals = f"{rest:0{matter.decimals}d}".rstrip("0")
    if len(decimals) == _GROUP:
        return f"{amount}{unit}"
    return f"{whole}{_tongue(language).decimal}{decimals}"


def words_amount(amount: int, unit: str, language: str) -> str:
    """`1 kilo 390 gram`: no separator is left in it that could be misread."""
    nouns = UNITS[unit].nouns[_tongue(language).code]
    if UNITS[unit].is_counted:
        return _counted(amount, nouns.large, nouns.large_plural, language)
    whole, rest = divmod(abs(amount), UNITS[unit].per_large)
    parts = []
    if whole:
        parts.append(_counted(whole, nouns.large, nouns.large_plural, language))
    if rest or not whole:
        parts.append(_counted(rest, nouns.small, nouns.small_plural, language))
    return (MINUS if amount < 0 else "") + " ".join(parts)


# What a price of nothing means to who brings it. `static/wastebank/common/locale.js` says the same.
UNPAID = {"id": "diambil, tidak dibayar", "en": "taken, unpaid"}


def show_unpaid(language: str) -> str:
    return UNPAID[_tongue(language).code]


def show_paid(sum_idr: int, language: str) -> str:
    """What a deposit brought its member: a sum, or that it was taken for nothing."""
    return show_rupiah(sum_idr, language) if sum_idr else show_unpaid(language)


def show_price(price_idr: int, unit: str, language: str) -> str:
    """`Rp4.000/kg`: per kilo, per litre or per piece; nothing is not a price but a word."""
    nouns = UNITS[unit].nouns[_tongue(language).code]
    if price_idr == 0:
        return show_unpaid(language)
    return f"{show_rupiah(price_idr, language)}/{nouns.label}"


def line_rupiah(amount: int, unit: str, price_idr: int) -> int:
    """The one rounding rule: half a rupiah goes to the member."""
    per_large = UNITS[unit].per_large
    return (amount * price_idr + per_large // 2) // per_large


def split_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of `total` in the proportion of `weights` that add up to it exactly.

    What is left after rounding down goes, one each, to the largest remainders;
    of two equal ones the earlier wins, so the same input splits the same way.
    """
    weight_sum = sum(weights)
    if total < 0 or weight_sum <= 0 or min(weights) < 0:
        raise ValueError("a sum is split over weights that are not negative and not all zero")
    shares = [total * weight // weight_sum for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda index: -(total * weights[index] % weight_sum)
    )
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def _tongue(language: str) -> _Tongue:
    return in_language({"id": _INDONESIAN, "en": _ENGLISH}, language)


def _counted(count: int, singular: str, plural: str, language: str) -> str:
    return f"{show_number(count, language)} {singular if count == 1 else plural}"
