"""Papers beside the pictures of them that a person looked at and found good.

After a change that is meant, `python -m tests.wastebank.papers.test_pictures` takes new pictures;
look at them before they are committed.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.wastebank.papers.day_samples import DAY
from tests.wastebank.papers.looking import picture
from tests.wastebank.papers.poster_samples import BOARD, long_board
from tests.wastebank.papers.samples import (
    BLANK,
    DEPOSIT,
    PROVISIONAL,
    SITI,
    VISIT,
    VOIDED_COPY,
    passbook,
)
from wastebank.papers.board.poster import poster_pdf
from wastebank.papers.card.sheet import card_pdf, card_sheet_pdf
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.reports.day_sheet import day_sheet_pdf
from wastebank.papers.reports.statement import statement_pdf

pytestmark = pytest.mark.once

FOLDER = Path(__file__).parent / "pictures"
DPI = 120
# another version of the renderer smooths edges otherwise; no letter changes this little
MOST_PIXELS_CHANGED = 1 / 2000
TONES_THAT_COUNT = 96

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "card-front": lambda: picture(card_pdf(SITI), dpi=DPI),
    "card-back": lambda: picture(card_pdf(SITI), dpi=DPI, page=1),
    "card-blank": lambda: picture(card_pdf(BLANK), dpi=DPI),
    "card-sheet": lambda: picture(card_sheet_pdf([SITI] * 9 + [BLANK]), dpi=50),
    "receipt-58": lambda: picture(roll_pdf(DEPOSIT, 58), dpi=DPI),
    "receipt-58-link": lambda: picture(roll_pdf(VISIT, 58, with_qr=True), dpi=DPI),
    "receipt-80-void": lambda: picture(roll_pdf(VOIDED_COPY, 80), dpi=DPI),
    "statement-first": lambda: picture(statement_pdf(passbook(40)), dpi=60),
    "receipt-58-provisional": lambda: picture(roll_pdf(PROVISIONAL, 58), dpi=DPI),
    "day-sheet": lambda: picture(day_sheet_pdf(DAY), dpi=60),
    "poster-a4": lambda: picture(poster_pdf(BOARD, "a4"), dpi=60),
    "poster-a3-long": lambda: picture(poster_pdf(long_board(3), "a3"), dpi=40),
    "statement-last": lambda: picture(statement_pdf(passbook(40)), dpi=60, page=2),
}


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    strong = (
        ImageChops.difference(one, other)
        .convert("L")
        .point(lambda tone: 255 if tone > TONES_THAT_COUNT else 0)
    )
    changed = strong.histogram()[255]
    return changed <= one.width * one.height * MOST_PIXELS_CHANGED


@pytest.mark.parametrize("name", PICTURES)
def test_a_paper_looks_as_it_was_found_good(name: str) -> None:
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert is_alike(kept.convert("RGB"), PICTURES[name]()), f"{name} looks different"


def test_one_changed_letter_would_be_seen() -> None:
    with Image.open(FOLDER / "card-front.png") as kept:
        other = picture(card_pdf(replace(SITI, number="1071-B")), dpi=DPI)
        assert not is_alike(kept.convert("RGB"), other)


def take_pictures() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        draw().quantize(32).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    take_pictures()
