"""The rules of every paper: no letter under 2.9 mm, a roll in black, a title in its language."""

import ast
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from tests.house.tree import ROOT
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
from tests.wastebank.papers.test_listing import PAPER as LIST
from wastebank.papers.board.poster import poster_pdf
from wastebank.papers.card.sheet import card_pdf, card_sheet_pdf
from wastebank.papers.receipt.roll import roll_pdf
from wastebank.papers.receipt.slip import Receipt
from wastebank.papers.reports.day_sheet import day_sheet_pdf
from wastebank.papers.reports.listing import list_pdf
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


# each paper in a language, and how its title begins in Indonesian and in English
TITLED: dict[str, tuple[Callable[[str], bytes], str, str]] = {
    "card": (
        lambda tongue: card_pdf(replace(SITI, language=tongue)),
        "Kartu 1071-R",
        "Card 1071-R",
    ),
    "cards": (
        lambda tongue: card_sheet_pdf([replace(BLANK, language=tongue)]),
        "Kartu kosong",
        "Blank cards",
    ),
    "roll": (lambda tongue: roll_pdf(replace(DEPOSIT, language=tongue), 58), "Setoran", "Setoran"),
    "statement": (lambda tongue: statement_pdf(passbook(4, tongue)), "Catatan saldo", "Statement"),
    "day sheet": (
        lambda tongue: day_sheet_pdf(replace(DAY, language=tongue)),
        "Lembar",
        "Day",
    ),
    "poster": (
        lambda tongue: poster_pdf(replace(BOARD, language=tongue), "a4"),
        "Harga",
        "What we pay",
    ),
    "list": (lambda tongue: list_pdf(replace(LIST, language=tongue)), LIST.title, LIST.title),
}


@pytest.mark.parametrize("name", TITLED)
def test_a_paper_has_a_title_in_its_language(name: str) -> None:
    make, indonesian, english = TITLED[name]
    for language, due in (("id", indonesian), ("en", english)):
        data = make(language)
        title = PdfDocument(data).get_metadata_value("Title")
        assert title.startswith(due), title
        assert f"/Lang ({language})".encode() in data


def test_every_paper_begins_where_the_title_is_set() -> None:
    """A canvas that is made elsewhere would be a paper without one."""
    made = [
        path.relative_to(ROOT).as_posix()
        for room in ("clinic", "ledger", "wastebank")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Canvas"
    ]
    assert made == ["wastebank/papers/drawing/document.py"]
