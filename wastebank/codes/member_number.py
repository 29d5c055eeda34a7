"""The short number a member can say aloud, such as 1071-R.

Counted from the right, with the check letter as the first symbol, each symbol
weighs the next power of 3 and the weighted sum is a multiple of 23. There are
eleven such powers modulo 23, no two of them equal and no two of them opposite,
so up to eleven digits the letter catches every wrong digit, every two digits
exchanged, and every pair of equal digits mistaken for another pair.
"""

from __future__ import annotations

import re

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q: they read as 1 and 0
FEWEST_DIGITS = 4
MOST_DIGITS = 11

_WEIGHT_BASE = 3
_SEPARATORS = re.compile(r"[\s-]+", re.ASCII)
_GRAMMAR = re.compile(f"([0-9]{{{FEWEST_DIGITS},{MOST_DIGITS}}})([{LETTERS}])", re.ASCII)


class MisspeltNumber(ValueError):
    """What was said or typed cannot be a member's number."""


def make_number(serial: int) -> str:
    """1071 becomes `1071-R`."""
    if not 0 <= serial < 10**MOST_DIGITS:
        raise ValueError(f"a serial has at most {MOST_DIGITS} digits and no sign")
    digits = str(serial).zfill(FEWEST_DIGITS)
    return f"{digits}-{_check_letter(digits)}"


def parse_number(text: str) -> str:
    """The number as it is printed, or MisspeltNumber."""
    if not text.isascii():
        raise MisspeltNumber("numbers are written in plain digits and letters")
    found = _GRAMMAR.fullmatch(_SEPARATORS.sub("", text).upper())
    if not found:
        raise MisspeltNumber("a member's number is four or more digits and a letter")
    number = make_number(int(found[1]))
    # one comparison refuses the wrong letter and the extra leading zero alike
    if number != f"{found[1]}-{found[2]}":
        raise MisspeltNumber("the letter does not fit the digits")
    return number


def looks_like_number(text: str) -> bool:
    """Figures and one letter, as a number is written, whether they fit each other or not."""
    return text.isascii() and bool(_GRAMMAR.fullmatch(_SEPARATORS.sub("", text).upper()))


def _check_letter(digits: str) -> str:
    weighted_sum = 0
    weight = 1
    for digit in reversed(digits):
        weight = weight * _WEIGHT_BASE % len(LETTERS)
        weighted_sum += weight * int(digit)
    return LETTERS[-weighted_sum % len(LETTERS)]
