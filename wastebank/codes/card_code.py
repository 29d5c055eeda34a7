"""The code printed on a card, and the short code printed on a receipt.

A card code is a name drawn at random, not a secret message: 130 bits in 26
letters that are hard to confuse, behind the letters `W1`, closed by one check
letter. It fits the smallest QR code that cheap cameras read from a worn card.

The check letter is Damm's scheme over GF(32). Written out, every symbol is
multiplied by its own power of a generator and the products add up to zero.
The generator has 31 powers and a code 29 symbols, so no two symbols weigh the
same: any one wrong symbol, any two exchanged symbols and any pair of equal
symbols mistaken for another pair change the sum, wherever they stand.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

PREFIX = "W1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_SYMBOLS = 26
CODE_SYMBOLS = len(PREFIX) + BODY_SYMBOLS + 1
VERIFY_SYMBOLS = 8

_BITS_PER_SYMBOL = 5
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1: primitive, so x has all 31 powers
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s-]+", re.ASCII)
# what a scanner that lost a sign typed, and no hand; as scanner/shapes.js tells it
_HEADLESS = re.compile(
    r"(?=(?:[A-Z]*[0-9]){4})(?=(?:[0-9]*[A-Z]){4})[0-9A-Z]{20,34}", re.ASCII | re.IGNORECASE
)
_SYMBOL_RUN = re.compile(f"[{ALPHABET}]+", re.ASCII)


class MisspeltCode(ValueError):
    """What was read or typed cannot be a code of ours."""


@dataclass(frozen=True, slots=True)
class HashedCode:
    """A card's code as the database knows it, from a device that keeps no codes."""

    digest: str


def make_code(entropy: bytes) -> str:
    """A card code from at least 17 random bytes, of which 130 bits are used."""
    body = _symbols(entropy, BODY_SYMBOLS)
    return PREFIX + body + _check_symbol(PREFIX + body)


def parse_code(text: str) -> str:
    """The code as it is printed, or MisspeltCode.

    A person may type it with gaps, in lower case, or with O for 0; a scanner
    may add a line end. All of that is the same code.
    """
    code = _normalise(text)
    if len(code) != CODE_SYMBOLS or not code.startswith(PREFIX):
        raise MisspeltCode("a card code has 29 letters and begins with W1")
    if _check_symbol(code[:-1]) != code[-1]:
        raise MisspeltCode("the check letter does not fit the others")
    return code


def hash_code(code: str) -> str:
    """What the database keeps in place of the code: 130 random bits need no salt."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()


def code_digest(code: str | HashedCode) -> str:
    """A card in a fingerprint: the same card however its code was typed."""
    if isinstance(code, HashedCode):
        return code.digest
    try:
        return hash_code(parse_code(code))
    except MisspeltCode:
        return "misspelt"


def looks_like_code(typed: str) -> bool:
    """A whole code, or the better part of one, however it was typed; also one that lost its head.
    A name has no figures, and is not written in one go."""
    plain = "".join(typed.split()).replace("-", "").upper()
    is_named = plain.startswith(("WI", "WL")) and not any(sign.isdigit() for sign in plain)
    has_head = plain.startswith((PREFIX, "WI", "WL")) and not is_named
    is_headless = bool(_HEADLESS.fullmatch(typed.strip()))
    return (has_head and len(plain) > CODE_SYMBOLS // 2) or is_headless


def verify_code(entropy: bytes) -> str:
    """The code by which anyone may check a receipt, from at least 5 random bytes."""
    return _symbols(entropy, VERIFY_SYMBOLS)


def parse_verify_code(text: str) -> str:
    """The eight letters as they are stored, or MisspeltCode."""
    code = _normalise(text)
    if len(code) != VERIFY_SYMBOLS:
        raise MisspeltCode("a receipt's check code has 8 letters")
    return code


def show_verify_code(code: str) -> str:
    """Two groups of four, which is how people read eight letters aloud."""
    return f"{code[:4]} {code[4:]}"


def _normalise(text: str) -> str:
    # upper() maps some foreign letters onto ours, so they are refused before it
    if not text.isascii():
        raise MisspeltCode("codes are written in plain letters and digits")
    symbols = _SEPARATORS.sub("", text).upper().translate(_LOOKALIKES)
    if not _SYMBOL_RUN.fullmatch(symbols):
        raise MisspeltCode("a sign stands here that codes never use")
    return symbols


def _symbols(entropy: bytes, count: int) -> str:
    bits_needed = count * _BITS_PER_SYMBOL
    bits_given = len(entropy) * 8
    if bits_given < bits_needed:
        raise ValueError(f"{bits_needed} random bits are needed, {bits_given} were given")
    number = int.from_bytes(entropy) >> (bits_given - bits_needed)
    shifts = range(bits_needed - _BITS_PER_SYMBOL, -1, -_BITS_PER_SYMBOL)
    return "".join(ALPHABET[number >> shift & 31] for shift in shifts)


def _check_symbol(symbols: str) -> str:
    interim = 0
    for symbol in symbols:
        interim = _times_generator(interim ^ _VALUES[symbol])
    return ALPHABET[interim]


def _times_generator(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled > 31 else doubled
