"""Days as people write them: in figures, in both languages, in titles."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from wastebank.values.names import search_form

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_WORDS = re.compile(r"\b(?:(\d{1,2}) )?([a-z]{3,9}) (\d{4})\b", re.ASCII)
MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            *("januari january jan", "februari february feb pebruari", "maret march mar"),
            *("april apr", "mei may", "juni june jun", "juli july jul"),
            *("agustus august agu agt aug", "september sep sept", "oktober october okt oct"),
            *("november nov nop nopember", "desember december des dec"),
        ),
        start=1,
    )
    for word in words.split()
}


def days_of(text: str) -> list[date]:
    """The days that a text may mean: `1/12/2026` two, `13/12/2026` one, `soon` none."""
    if found := _ISO.fullmatch(text.strip()):
        return _days((int(found[1]), int(found[2]), int(found[3] or 1)))
    if found := _FIGURES.fullmatch(text.strip()):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return _days((year, second, first), (year, first, second))
    if found := _WORDS.fullmatch(search_form(text)):
        return _days((int(found[3]), MONTHS.get(found[2], 0), int(found[1] or 1)))
    return []


def days_in_titles(titles: Iterable[str], *, whole: bool = False) -> list[date]:
    """Days that are said in words above a list, each once: `Berlaku mulai 1 Desember 2026`. A month
    begins with its first day, unless only `whole` days are meant."""
    found = [
        _days((int(year), MONTHS.get(month, 0), int(day or 1)))
        for title in titles
        for day, month, year in _WORDS.findall(search_form(title))
        if day or not whole
    ]
    return list(dict.fromkeys(day for days in found for day in days))


def _days(*parts: tuple[int, int, int]) -> list[date]:
    found = []
    for year, month, day in parts:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
