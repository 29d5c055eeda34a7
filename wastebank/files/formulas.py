"""What a spreadsheet would carry out instead of showing it, and how text is kept from that.

A spreadsheet splits the lines of a CSV file where its country does: at commas, or, in Indonesian,
at semicolons, whatever stands in quotes. So not only the first letter of a text may begin a cell,
but each that follows a semicolon, a tab or a bar in it.
"""

import re
import unicodedata

from wastebank.values.letters import takes_no_room

APOSTROPHE = "'"
FORMULA_SIGNS = frozenset("=+-@")
# They may stand before the sign, and the cell is carried out all the same.
PASSED_OVER = frozenset("'\"")
# Where a reader of another country ends a cell. Commas are ours: what holds one stands in quotes.
_CELL_ENDS = re.compile(r"([;\t|])")


def begins_like_formula(text: str) -> bool:
    for letter in text:
        if letter in PASSED_OVER or takes_no_room(letter):
            continue
        return unicodedata.normalize("NFKC", letter)[:1] in FORMULA_SIGNS
    return False


def guarded(text: str) -> str:
    """The text with one apostrophe before each part that a spreadsheet would carry out."""
    return "".join(
        APOSTROPHE + part if begins_like_formula(part) else part for part in _CELL_ENDS.split(text)
    )


def typed_text(cell: str) -> str:
    """A text of one of our files as it was before its apostrophes."""
    return "".join(
        part[1:] if part.startswith(APOSTROPHE) and begins_like_formula(part[1:]) else part
        for part in _CELL_ENDS.split(cell)
    )
