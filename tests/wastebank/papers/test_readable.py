"""The two rules of every paper: nothing under 2.9 mm, and nothing but black on a roll."""

from collections.abc import Callable

import pytest

from tests.wastebank.papers.day_samples import DAY, FULL_DAY
from tests.wastebank.papers.looking import inks, sizes_mm
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
from wastebank.papers.card.sheet import card_pdf
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.receipt.slip import Receipt
from wastebank.papers.reports.day_sheet import day_sheet_pdf
from wastebank.papers.reports.statement import statement_pdf

pytestmark = pytest.mark.once

SMALLEST_MM = 2.9
PAPERS: dict[str, Callable[[], bytes]] = {
    "card": lambda: card_pdf(SITI),
    "blank card": lambda: card_pdf(BLANK),
    "roll 58": lambda: roll_pdf(VISIT, 58),
    "roll 80": lambda: roll_pdf(VOIDED_COPY, 80),
    "statement": lambda: statement_pdf(passbook(40)),
    "day sheet": lambda: day_sheet_pdf(DAY),
    "full day sheet": lambda: day_sheet_pdf(FULL_DAY),
    "poster": lambda: poster_pdf(BOARD, "a4"),
    "long poster": lambda: poster_pdf(long_board(30), "a4"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_no_letter_is_too_small_to_read(name: str) -> None:
    found = sizes_mm(PAPERS[name]())
    assert found
    assert min(found) >= SMALLEST_MM


@pytest.mark.parametrize("receipt", [DEPOSIT, VISIT, VOIDED_COPY, PROVISIONAL])
@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_roll_is_set_in_pure_black(receipt: Receipt, width_mm: int) -> None:
    assert inks(roll_pdf(receipt, width_mm, with_qr=True)) == {(0, 0, 0)}


def test_the_rule_would_notice_a_coloured_letter() -> None:
    assert len(inks(poster_pdf(BOARD, "a4"))) > 5
