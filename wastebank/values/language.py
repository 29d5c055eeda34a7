"""The language of the moment, and which of two names is said in it."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from django.utils.translation import get_language

FALLBACK = "id"
UNTRANSLATED = "en"

WordsT = TypeVar("WordsT")


class HasNames(Protocol):
    """What has a name in both languages."""

    @property
    def name_id(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def language() -> str:
    """`id` or `en`: what the person who is being answered reads.

    Where translations are put aside, as in a command, the words are those of the program, which
    are English; figures go with them.
    """
    return (get_language() or UNTRANSLATED)[:2]


def named(thing: HasNames, spoken: str = "") -> str:
    """The name in the language of the moment, or in that of the paper it stands on."""
    return thing.name_en if (spoken or language()) == "en" else thing.name_id


def in_language(words: Mapping[str, WordsT], spoken: str) -> WordsT:
    """Of words in both languages those of the paper they stand on."""
    return words.get(spoken[:2], words[FALLBACK])
