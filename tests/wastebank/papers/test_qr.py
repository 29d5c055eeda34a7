"""Codes on paper and on pages: a decoder reads every one of them back."""

import random
import re
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from tests.wastebank.papers.looking import codes_in, picture
from tests.wastebank.papers.samples import CODE, DEPOSIT, SITI
from wastebank.codes.card_code import make_code
from wastebank.papers.card.sheet import card_pdf, card_sheet_pdf
from wastebank.papers.drawing import qr
from wastebank.papers.receipt.roll import roll_pdf

pytestmark = pytest.mark.once

RESOLUTIONS = (203, 300)


def random_codes(count: int, seed: int) -> list[str]:
    source = random.Random(seed)
    return [make_code(source.randbytes(17)) for _ in range(count)]


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_single_cards_read_back(dpi: int) -> None:
    for code in [CODE, make_code(b"\x00" * 17), make_code(b"\xff" * 17), *random_codes(9, dpi)]:
        assert codes_in(picture(card_pdf(replace(SITI, code=code)), dpi=dpi)) == [code]


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_every_card_of_every_sheet_reads_back_in_its_place(dpi: int) -> None:
    codes = random_codes(37, seed=37)
    pdf = card_sheet_pdf([replace(SITI, code=code) for code in codes])
    for start in range(0, len(codes), 10):
        page = start // 10 * 2
        assert codes_in(picture(pdf, dpi=dpi, page=page)) == codes[start : start + 10]
        assert codes_in(picture(pdf, dpi=dpi, page=page + 1)) == []


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_link_on_a_receipt_reads_back(dpi: int, width_mm: int) -> None:
    url = "https://bank-sampah-melati-harapan.example.org/check/?code=7F3K92QD"
    pdf = roll_pdf(replace(DEPOSIT, check_url=url), width_mm, with_qr=True)
    assert codes_in(picture(pdf, dpi=dpi)) == [url]
    assert codes_in(picture(roll_pdf(DEPOSIT, width_mm), dpi=dpi)) == []


def test_the_path_for_a_page_reads_back() -> None:
    for code in random_codes(10, seed=5):
        image = Image.new("1", (33, 33), 1)
        pen = ImageDraw.Draw(image)
        drawn = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", qr.svg_path(code))
        assert "".join(f"M{x} {y}h{w}v1h-{w}z" for x, y, w in drawn) == qr.svg_path(code)
        for x, y, width in (map(int, run) for run in drawn):
            pen.rectangle((x + 4, y + 4, x + 3 + width, y + 4), fill=0)
        assert codes_in(image.resize((264, 264)).convert("RGB")) == [code]


def test_a_card_code_takes_the_smallest_pattern_that_holds_it() -> None:
    matrix = qr.card_matrix(CODE)
    assert [len(row) for row in matrix] == [qr.CARD_MODULES] * 25
    # the level stands in the first two modules of the format, masked: 11 is Q
    assert [matrix[8][0] ^ 1, matrix[8][1] ^ 0] == [1, 1]


def test_runs_cover_exactly_the_dark_modules() -> None:
    matrix = qr.card_matrix(CODE)
    painted = [bytearray(25) for _ in range(25)]
    for row, column, length in qr.dark_runs(matrix):
        assert not any(painted[row][column : column + length])
        painted[row][column : column + length] = b"\x01" * length
    assert [bytes(row) for row in painted] == list(matrix)
