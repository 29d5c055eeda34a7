"""The letters that papers are set in, and how wide they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SANS = "WastebankSans"
SANS_BOLD = "WastebankSansBold"
SERIF = "WastebankSerif"

_STROKES = re.compile(r"(?<=[^\W\d]/)(?=[^\W\d])")

_FILES = {
    SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    SANS_BOLD: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    SERIF: ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
}


@cache
def load_fonts() -> tuple[TTFont, ...]:
    """Once in a process, and only in one that prints."""
    fonts = tuple(_read_font(name, *place) for name, place in _FILES.items())
    for font in fonts:
        pdfmetrics.registerFont(font)
    return fonts


def _read_font(name: str, package: str, file_name: str) -> TTFont:
    with as_file(files(package) / "files" / file_name) as path:
        return TTFont(name, str(path))


def width_of(text: str, font: str, size_pt: float) -> float:
    load_fonts()
    return pdfmetrics.stringWidth(text, font, size_pt)


def spell(text: str) -> str:
    """Text in letters that the fonts have, so that no paper shows an empty box."""
    return "".join(map(_spell_letter, unicodedata.normalize("NFC", text)))


def wrap(text: str, font: str, size_pt: float, room_pt: float) -> list[str]:
    """Lines no wider than the room, broken at spaces and after strokes; else within a word."""
    lines = [""]
    for gap, word in _words(text):
        longer = f"{lines[-1]}{gap}{word}".lstrip()
        if width_of(longer, font, size_pt) <= room_pt:
            lines[-1] = longer
            continue
        pieces = _pieces(word, font, size_pt, room_pt)
        lines[-1:] = [*filter(None, lines[-1:]), *pieces]
    return lines if lines[0] else []


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of text that stays together, and what stands before it in a line.

    `Arsip/koran/kardus` may break after each stroke, as it may on a page; a date may not.
    """
    for word in text.split():
        gap = " "
        for piece in _STROKES.split(word):
            yield gap, piece
            gap = ""


def shorten(text: str, font: str, size_pt: float, room_pt: float) -> str:
    """One line, with an ellipsis where it had to be cut."""
    if width_of(text, font, size_pt) <= room_pt:
        return text
    while text and width_of(text + "…", font, size_pt) > room_pt:
        text = text[:-1].rstrip()
    return text + "…"


def _pieces(word: str, font: str, size_pt: float, room_pt: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, font, size_pt) > room_pt:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _spell_letter(letter: str) -> str:
    if _has(letter):
        return letter
    simpler = "".join(filter(_has, unicodedata.normalize("NFKD", letter)))
    return simpler or "?"


def _has(letter: str) -> bool:
    return all(ord(letter) in font.face.charToGlyph for font in load_fonts())
