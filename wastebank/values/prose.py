"""A document in the reader's language: its Markdown once, its sentences from the catalogue."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.token import Token

from wastebank.values.letters import single_spaced

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# A cell that holds nothing but code, such as a name or a default, is the same in every language.
ONLY_CODE = re.compile(r"(`[^`]+`|[\s,°])*")


def sentences(source: str) -> Iterator[str]:
    """Every head, paragraph and cell that has words, as the catalogue knows it."""
    for token in MARKDOWN.parse(source):
        if has_words(token):
            yield catalogued(token)


def in_own_words(tokens: list[Token]) -> list[Token]:
    """The same page, said in the language of the moment."""
    for token in tokens:
        if has_words(token):
            token.content = gettext(catalogued(token))
            token.children = MARKDOWN.parseInline(token.content)[0].children
    return tokens


def has_words(token: Token) -> bool:
    return token.type == "inline" and not ONLY_CODE.fullmatch(token.content)


def catalogued(token: Token) -> str:
    """Where a line of the file ends is no part of what it says."""
    return single_spaced(token.content)
