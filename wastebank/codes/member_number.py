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
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s-]+", re.ASCII)
_GRAMMAR = re.compile(f"([0-9OIL]{{{FEWEST_DIGITS},{MOST_DIGITS}}})([{LETTERS}])", re.ASCII)
_LETTERLESS = re.compile(f"[0-9OIL]{{{FEWEST_DIGITS},{MOST_DIGITS}}}", re.ASCII)


class MisspeltNumber(ValueError):
    """What was said or typed cannot be a member's number."""


def make_number(serial: int) -> str:
    """1071 becomes `1071-R`."""
    if not 0 <= serial < 10**MOST_DIGITS:
        raise ValueError(f"a serial has at most {MOST_DIGITS} digits and no sign")
    digits = str(serial).zfill(FEWEST_DIGITS)
    return f"{digits}-{_check_letter(digits)}"


def parse_number(text: str) -> str:
    """The number as it is printed, or MisspeltNumber.

    A person may type O for 0, and I or L for 1: the letter at the end still has to fit, so this
    guesses nothing.
    """
    found = _read(text)
    if not found:
        raise MisspeltNumber("a member's number is four or more digits and a letter")
    digits = found[1].translate(_LOOKALIKES)
    number = make_number(int(digits))
    # one comparison refuses the wrong letter and the extra leading zero alike
    if number != f"{digits}-{found[2]}":
        raise MisspeltNumber("the letter does not fit the digits")
    return number


def is_number(text: str) -> bool:
    """Figures and the letter that fits them."""
    try:
        return bool(parse_number(text))
    except MisspeltNumber:
        return False


def looks_like_number(text: str) -> bool:
    """Figures and one letter, as a number is written, whether they fit each other or not."""
    return bool(_read(text))


def lacks_letter(text: str) -> bool:
    """Figures as a number has them, and nothing behind them."""
    plain = _plain(text)
    return bool(_LETTERLESS.fullmatch(plain)) and any(sign.isdigit() for sign in plain)


def _plain(text: str) -> str:
    # upper() maps some foreign letters onto ours, so they are refused before it
    return _SEPARATORS.sub("", text).upper() if text.isascii() else ""


def _read(text: str) -> re.Match[str] | None:
    """What stands for the digits, and the letter. A name has no figures: Lolin is no number."""
    plain = _plain(text)
    return _GRAMMAR.fullmatch(plain) if any(sign.isdigit() for sign in plain) else None


def _check_letter(digits: str) -> str:
    weighted_sum = 0
    weight = 1
    for digit in reversed(digits):
        weight = weight * _WEIGHT_BASE % len(LETTERS)
        weighted_sum += weight * int(digit)
    return LETTERS[-weighted_sum % len(LETTERS)]
