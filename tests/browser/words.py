"""Texts of a page that speak the other language, by the project's own catalogue."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

from tests.serving import ROOT

CATALOGUE = ROOT / "wastebank" / "locale" / "id" / "LC_MESSAGES" / "django.po"
GAP = re.compile(r"%\(\w+\)s|\{\w+\}|%%")
ENOUGH = 6  # letters beside the gaps, or a text says nothing about its language

# Every piece of text a person sees or a reader speaks; what names its own language is left out.
TEXTS = """() => {
  const found = new Set();
  const own = document.documentElement.lang;
  const add = (text) => found.add(text.replace(/\\s+/g, " ").trim());
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  for (let at = walker.currentNode; at; at = walker.nextNode()) {
    const spoken = at.closest("[lang]");
    if (at.closest("script, template, code") || (spoken && spoken.lang !== own)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (at.hasAttribute(name)) add(at.getAttribute(name));
    }
    for (const node of at.childNodes) if (node.nodeType === 3) add(node.data);
  }
  return [document.title.split(" – ")[0], ...found].filter(Boolean);
}"""


@dataclass(frozen=True)
class Foreign:
    """What would be foreign on a page: whole texts, and texts with gaps in them."""

    whole: frozenset[str]
    gapped: tuple[re.Pattern[str], ...]

    def among(self, texts: list[str]) -> list[str]:
        return [
            text
            for text in texts
            if text in self.whole or any(pattern.fullmatch(text) for pattern in self.gapped)
        ]


@cache
def foreign(language: str, catalogue: Path = CATALOGUE) -> Foreign:
    """The texts of the other language that are not also texts of this one."""
    entries = [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]
    english = {text for e in entries for text in (e.msgid, e.msgid_plural) if text}
    indonesian = {text for e in entries for text in (e.msgstr, *e.msgstr_plural.values()) if text}
    others, own = (english, indonesian) if language == "id" else (indonesian, english)
    texts = {flat(text) for text in others} - {flat(text) for text in own}
    gapped = [text for text in texts if GAP.search(text) and says_enough(text)]
    return Foreign(frozenset(texts - set(gapped)), tuple(map(as_pattern, sorted(gapped))))


def flat(text: str) -> str:
    return " ".join(text.split())


def says_enough(text: str) -> bool:
    return sum(letter.isalpha() for letter in GAP.sub("", text)) >= ENOUGH


def as_pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(piece) for piece in GAP.split(text)))


def foreign_texts(page: Page, language: str) -> list[str]:
    return foreign(language).among(page.evaluate(TEXTS))
