"""The key of the backups as 24 words on paper (BIP-39, English list): 32 bytes and a checksum.

No two words of the list begin with the same four letters, so four letters of each are enough.
"""

import re
import secrets
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

import bech32
import pyrage
from mnemonic import Mnemonic

from ledger.db.backup.problems import CopyProblem

WORDS = 24
KEY_BYTES = 32
ENOUGH_LETTERS = 4
READABLE = "age-secret-key-"
SEPARATORS = re.compile(r"[^a-z]+")  # numbers before the words, commas, line ends


@cache
def word_list() -> Mnemonic:
    return Mnemonic("english")


def new_words() -> list[str]:
    """A new key, in words. Whoever calls this shows them and keeps nothing."""
    return str(word_list().to_mnemonic(secrets.token_bytes(KEY_BYTES))).split()


def identity_of(words: Sequence[str]) -> str:
    """The words as age writes such a key. CopyProblem names a word that is none by its place."""
    whole = whole_words(words)
    try:
        key = bytes(word_list().to_entropy(whole))
    except ValueError:
        raise CopyProblem(
            "each word is one of the list, and together they are no key: one of them is another,"
            " or two changed places"
        ) from None
    in_fives = bech32.convertbits(key, 8, 5)
    assert in_fives is not None
    return str(bech32.bech32_encode(READABLE, in_fives)).upper()


def recipient_of(words: Sequence[str]) -> str:
    """The public half, for which backups are encrypted."""
    return str(pyrage.x25519.Identity.from_str(identity_of(words)).to_public())


def whole_words(words: Sequence[str]) -> list[str]:
    """The words of the list that are meant, written out."""
    found = [meant(word) for word in words]
    wrong = [number for number, word in enumerate(found, start=1) if not word]
    if wrong:
        raise CopyProblem("; ".join(f"word {n} {why_not(words[n - 1])}" for n in wrong))
    if len(words) != WORDS:
        raise CopyProblem(f"these are {len(words)} words, and the key has {WORDS}")
    return found


def meant(word: str) -> str:
    known: list[str] = word_list().wordlist
    if word in known:
        return word
    begins = [one for one in known if one.startswith(word)] if len(word) >= ENOUGH_LETTERS else []
    return begins[0] if len(begins) == 1 else ""


def why_not(word: str) -> str:
    near = get_close_matches(word, word_list().wordlist, n=2)
    return f"({word}) is not in the list" + (f": perhaps {' or '.join(near)}" if near else "")


def read_words(text: str) -> list[str]:
    """Words as somebody typed them, in lines or in one, with numbers before them or without."""
    return [word for word in SEPARATORS.split(text.lower()) if word]
