"""The price board for a wall: every price is on it, as large as it goes, and its code is read."""

from dataclasses import replace

import pytest

from tests.wastebank.papers.looking import (
    codes_in,
    letters,
    page_sizes_mm,
    picture,
    text_of,
    text_of_all,
)
from tests.wastebank.papers.poster_samples import BOARD, EMPTY_BOARD, long_board
from wastebank.papers.board.poster import poster_pdf
from wastebank.papers.board.setting import (
    PAPERS,
    PosterFamily,
    PosterLine,
    PricePoster,
    arrange,
)

pytestmark = pytest.mark.once

SIZES = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
LONG = long_board(30)


def words(poster: PricePoster, paper: str = "a4") -> str:
    return " ".join(" ".join(text_of_all(poster_pdf(poster, paper))).split())


def tallest(poster: PricePoster, sign: str = "R") -> float:
    found = letters(poster_pdf(poster, "a4"))
    return max(letter.top_mm - letter.bottom_mm for letter in found if letter.text == sign)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_every_price_is_on_it(paper: str) -> None:
    said = words(BOARD, paper)
    for text in (
        *("Harga sampah", "Unit Melati", "Berlaku sejak 22 Nov 2025", "melati.example/prices"),
        *("Plastik", "Kertas", "Logam", "Kaca", "Minyak", "Elektronik"),
        *(
            "Rp4.000",
            "Rp12.500",
            "Rp350",
            "/liter",
            "/buah",
            "tanpa staples",
            "Televisi bekas",
            "Tanya",
        ),
    ):
        assert text in said, text
    assert page_sizes_mm(poster_pdf(BOARD, paper)) == [SIZES[paper]]


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_telephone_reads_the_way_to_todays_prices(paper: str) -> None:
    assert codes_in(picture(poster_pdf(BOARD, paper), dpi=150)) == [BOARD.link]


def test_a_short_list_is_written_larger_than_a_long_one() -> None:
    assert tallest(BOARD) > 1.4 * tallest(long_board(4, "id"))


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("poster", [BOARD, EMPTY_BOARD, LONG])
def test_nothing_leaves_the_sheet_or_touches_another(poster: PricePoster, paper: str) -> None:
    width_mm, _ = SIZES[paper]
    pdf = poster_pdf(poster, paper)
    for page in range(len(page_sizes_mm(pdf))):
        found = letters(pdf, page)
        assert min(letter.left_mm for letter in found) > 13
        assert max(letter.right_mm for letter in found) < width_mm - 13
        assert min(letter.bottom_mm for letter in found) > 5


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_long_list_goes_on_and_loses_nothing(paper: str) -> None:
    pages = text_of_all(poster_pdf(LONG, paper))
    assert len(pages) > 1
    said = " ".join(" ".join(pages).split())
    for number in range(30):
        assert said.count(f"Rp{1_000_000 + number:,}") == 6
    for index, page in enumerate(pages, 1):
        assert f"{index} of {len(pages)}" in page
        assert "Valid from 22 Nov 2025" in page


def test_no_prices_is_said() -> None:
    assert "Belum ada harga. Tanya di loket." in words(EMPTY_BOARD)


def test_the_same_board_is_the_same_file() -> None:
    assert poster_pdf(BOARD, "a4") == poster_pdf(replace(BOARD), "a4")
    assert poster_pdf(BOARD, "a4") != poster_pdf(BOARD, "a3")


def test_a_name_that_fits_nowhere_is_cut_and_its_price_is_not() -> None:
    line = PosterLine("Kaleng " * 60 + "\x1b\u202e", "g", 10**12)
    odd = replace(BOARD, families=(PosterFamily("logam", (line,)),))
    said = text_of(poster_pdf(odd, "a4"))
    assert "…" in said
    assert "Rp1.000.000.000.000" in said


def test_no_other_paper_is_pretended() -> None:
    with pytest.raises(KeyError):
        poster_pdf(BOARD, "letter")


def test_a_place_that_is_called_as_the_bank_stands_once_on_the_wall() -> None:
    alone = words(replace(BOARD, place_name="Bank Sampah Melati", bank_name="Bank Sampah Melati"))
    assert alone.count("Bank Sampah Melati") == 1
    both = words(replace(BOARD, place_name="Unit Melati", bank_name="Bank Sampah Induk"))
    assert both.count("Unit Melati") == both.count("Bank Sampah Induk") == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 9, 12, 16, 25, 60])
def test_no_row_stands_alone_under_a_head_that_comes_again(paper: str, count: int) -> None:
    _setting, columns = arrange(long_board(count), PAPERS[paper])
    for column in columns:
        heads = [n for n, row in enumerate(column) if row.is_head]
        assert heads[0] == 0
        for begin, end in zip(heads, [*heads[1:], len(column)], strict=True):
            assert end - begin - 1 >= 2, (column[begin].family, count)
    assert sum(not row.is_head for column in columns for row in column) == 6 * count
