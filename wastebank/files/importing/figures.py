"""Money in a column: read by the convention of the whole column, and never by a guess.

| written | is |
|---|---|
| `4500`, `Rp 4500,-`, `4500,00`, a number of a workbook | 4500, in every convention |
| `4.500`, `4.500,00` | 4500 where dots part the thousands |
| `4,500`, `4,500.00` | 4500 where commas do |
| `12.00`, `4,5`, `4.50` | two readings or none: asked, row by row |

A column with one sign between its thousands is read and shown, and somebody confirms it. A column
with both is asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from wastebank.files.grids.cells import GridCell
from wastebank.files.importing.questions import Choice, Question, Style
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_rupiah

LONGEST = 12  # figures


class Grouping(StrEnum):
    """What parts the thousands."""

    DOT = "dot"
    COMMA = "comma"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum as it can be read: the whole of it, and the sign that was taken for its thousands."""

    sum_idr: int
    grouping: Grouping | None


NO_SUM = frozenset({"", "-", "–", "—"})
_ROUND = re.compile(r"(?:rp\.?|idr|rupiah)", re.I)
_ENDING = re.compile(r"\s*[,.]\s*[-–—]$")
_PLAIN = re.compile(r"[0-9]+", re.ASCII)
_PLAIN_WITH_CENTS = re.compile(r"([0-9]{4,})[.,]0{1,2}", re.ASCII)
_BY_DOT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,0{1,2})?", re.ASCII)
_BY_COMMA = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.0{1,2})?", re.ASCII)


def bare(text: str) -> str:
    """A sum without the words of its money: `Rp 4.500,-` is `4.500`."""
    return _ENDING.sub("", _ROUND.sub("", text).strip()).strip()


def figure_of(cell: GridCell) -> Figure | None:
    """A sum that can be read in one way alone, by itself; None for every other."""
    text = bare(cell.text)
    if cell.is_number:
        return Figure(int(text), None) if _PLAIN.fullmatch(text) else None
    for pattern, grouping in ((_PLAIN, None), (_BY_DOT, Grouping.DOT), (_BY_COMMA, Grouping.COMMA)):
        found = pattern.fullmatch(text)
        if found and (text == "0" or not _leads_with_zero(text)):
            digits = re.sub(r"[.,]", "", found[found.lastindex or 0])
            return Figure(int(digits), grouping) if len(digits) <= LONGEST else None
    with_cents = _PLAIN_WITH_CENTS.fullmatch(text)
    return Figure(int(with_cents[1]), None) if with_cents and len(text) <= LONGEST else None


def _leads_with_zero(text: str) -> bool:
    """`0.500` is no sum that anybody writes."""
    return len(text) > 1 and text.startswith("0") and not _PLAIN.fullmatch(text)


def groupings_of(cells: Iterable[GridCell]) -> list[tuple[str, Figure]]:
    """The sums of a column whose thousands are parted, as they are written."""
    found = [(cell.text, figure_of(cell)) for cell in cells]
    return [(text, figure) for text, figure in found if figure and figure.grouping]


def convention_question(
    field: str, head: str, cells: Sequence[GridCell]
) -> tuple[Question, frozenset[Grouping]] | None:
    """What has to be confirmed, or asked, before the sums of a column are taken."""
    parted = groupings_of(cells)
    used = {figure.grouping for _text, figure in parted}
    if not used:
        return None
    if len(used) == 1:
        text, figure = parted[0]
        only = next(iter(used))
        assert only
        return _confirmed(field, text, figure, len(parted), only), frozenset({only})
    return _asked(field, head, parted), frozenset(Grouping)


def _confirmed(field: str, text: str, figure: Figure, count: int, used: Grouping) -> Question:
    words = {
        "text": text,
        "sum": show_rupiah(figure.sum_idr, language()),
        "count": show_number(count, language()),
    }
    if used is Grouping.DOT:
        said = _("%(text)s is read as %(sum)s: a dot for thousands, in %(count)s figures.") % words
    else:
        said = _("%(text)s is read as %(sum)s: a comma for thousands, in %(count)s figures.")
        said %= words
    return Question(f"money:{field}", said, [Choice(used, _("Yes, so it is"))], style=Style.TICK)


def _asked(field: str, head: str, parted: Sequence[tuple[str, Figure]]) -> Question:
    by_dot = next(text for text, figure in parted if figure.grouping is Grouping.DOT)
    by_comma = next(text for text, figure in parted if figure.grouping is Grouping.COMMA)
    words = {"head": head, "dot": by_dot, "comma": by_comma}
    return Question(
        id=f"money:{field}",
        text=_("%(head)s has %(dot)s and %(comma)s. What parts the thousands?") % words,
        choices=[
            Choice(Grouping.DOT, _("The dot; ask me about the others")),
            Choice(Grouping.COMMA, _("The comma; ask me about the others")),
            Choice(Grouping.BOTH, _("Now the one, now the other")),
        ],
    )
