"""The glossary speaks of what is there, and in the words that the pages use."""

import re
from pkgutil import resolve_name

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.once

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CATALOGUE = ROOT / "wastebank" / "locale" / "id" / "LC_MESSAGES" / "django.po"


def rows(page: str) -> list[list[str]]:
    """The cells of each word: Indonesian, English, code, meaning; heads of parts are left out."""
    lines = [line for line in page.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not row[0].startswith("**")]


def gone(names: list[str]) -> list[str]:
    """Names of modules, classes or functions that are not in the tree."""
    found = []
    for name in names:
        try:
            resolve_name(name)
        except (ImportError, AttributeError):
            found.append(name)
    return found


def test_every_code_in_the_glossary_is_there() -> None:
    codes = [re.fullmatch(r"`([\w.]+)`", row[2]) for row in rows(PAGE)]
    assert len(codes) > 50
    names = [code[1] for code in codes if code]
    assert len(names) == len(codes)
    assert not gone(names)


def test_a_code_that_is_gone_is_found() -> None:
    assert gone(["ledger.audit", "ledger.laws", "ledger.posting.Arrow"]) == [
        "ledger.laws",
        "ledger.posting.Arrow",
    ]


def test_every_word_has_an_english_name_and_a_meaning_and_stands_once() -> None:
    found = rows(PAGE)
    assert all(len(row) == 4 and row[1] and row[3] for row in found)
    english = [row[1] for row in found]
    assert len(english) == len(set(english))


def test_the_pages_say_what_the_glossary_says() -> None:
    """An Indonesian word that no page uses would teach a newcomer another language than ours."""
    said = " ".join(re.findall(r'"([^"]*)"', CATALOGUE.read_text(encoding="utf-8"))).lower()
    words = [word.strip() for row in rows(PAGE) for word in row[0].split(",") if row[0] != "–"]
    assert not [word for word in words if word.lower() not in said]
