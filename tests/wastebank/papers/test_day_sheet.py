"""The sheet of a day: all of it is said, nothing is cut, and the same day is the same file."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.wastebank.papers.day_samples import DAY, EMPTY_DAY, FULL_DAY
from tests.wastebank.papers.looking import letters, page_sizes_mm, text_of, text_of_all
from wastebank.papers.drawing import families
from wastebank.papers.reports.day_sheet import DaySheetPaper, SheetMaterial, day_sheet_pdf

pytestmark = pytest.mark.once

STATIC = Path(__file__).parents[3] / "wastebank" / "web" / "static" / "wastebank"
EDGE_MM = 18


def words(paper: DaySheetPaper) -> str:
    return " ".join(" ".join(text_of_all(day_sheet_pdf(paper))).split())


def test_a_day_says_all_it_has() -> None:
    said = words(DAY)
    for text in (
        *("Unit Melati", "Lembar harian", "22 Nov 2025", "Rp387.350"),
        *("Ditutup 22 Nov 2025, 16.05 WIB oleh Sari.", "MLT-000101 – MLT-000123 · 23 setoran"),
        *("Botol PET bening", "64,250 kg", "160.625", "10,000 kg", "25.000"),
        *("8,500 liter", "30 buah", "412.350", "Rudi", "62.350"),
        *("MLT-000117", "Karung tertukar", "MLT-B-17", "21 Nov 2025, 16.05 WIB"),
        *("Segel 12", "9f86d081 884c7d65", "b0f00a08", "Petugas loket", "Saksi"),
    ):
        assert text in said, text


def test_an_open_day_with_nothing_says_so_in_english() -> None:
    said = words(EMPTY_DAY)
    for text in ("This day is still open.", "No deposits.", "Not sealed yet.", "Rp0", "Witness"):
        assert text in said
    assert "Materials" not in said


def test_one_deposit_has_one_number() -> None:
    one = replace(DAY, language="en", deposit_count=1, last_number=DAY.first_number)
    assert "MLT-000101 · 1 deposit " in words(one)


def test_the_same_day_is_the_same_file() -> None:
    assert day_sheet_pdf(DAY) == day_sheet_pdf(replace(DAY))
    assert day_sheet_pdf(DAY) != day_sheet_pdf(replace(DAY, voided_idr=0))


@pytest.mark.parametrize("paper", [DAY, EMPTY_DAY, FULL_DAY])
def test_nothing_leaves_the_sheet(paper: DaySheetPaper) -> None:
    pdf = day_sheet_pdf(paper)
    sizes = page_sizes_mm(pdf)
    assert set(sizes) == {(210.0, 297.0)}
    for page in range(len(sizes)):
        found = letters(pdf, page)
        assert min(letter.left_mm for letter in found) > EDGE_MM - 0.5
        assert max(letter.right_mm for letter in found) < 210 - EDGE_MM + 0.5
        assert min(letter.bottom_mm for letter in found) > 10


def test_a_full_day_goes_on_over_sheets_with_heads_and_numbers() -> None:
    pages = text_of_all(day_sheet_pdf(FULL_DAY))
    assert len(pages) > 3
    assert all(f"Halaman {index} dari {len(pages)}" in page for index, page in enumerate(pages, 1))
    assert "Dibatalkan" in pages[1]
    said = " ".join(" ".join(pages).split())
    assert all(f"nomor {index} " in said for index in range(40))
    assert said.count("MELATIPUTI-AB-") == 12
    assert "Segel 12" in pages[-1]


def test_a_name_cannot_break_the_sheet() -> None:
    hostile = SheetMaterial("\x1b\u202e<b>" + "x" * 300, "plastik", "g", 1, 1)
    assert "<b>xxx" in text_of(day_sheet_pdf(replace(DAY, materials=(hostile,))))


def test_families_look_on_paper_as_on_the_screen() -> None:
    tokens = (STATIC / "styles" / "tokens.css").read_text(encoding="utf-8")
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    for family, colour in families.COLOURS.items():
        (tone,) = re.findall(rf"--{family}: (#[0-9a-f]{{6}});", tokens)[:1]
        assert colour.hexval() == tone.replace("#", "0x")
        (symbol,) = re.findall(rf'<symbol id="{family}".*?</symbol>', sprite, re.DOTALL)
        paths = [re.sub(r"\s+", "", d) for d in re.findall(r' d="([^"]+)"', symbol)]
        assert paths == [re.sub(r"\s+", "", d) for d in families.SIGNS[family]]


def test_a_sheet_that_is_printed_later_does_not_call_its_day_today() -> None:
    for paper in (DAY, FULL_DAY, replace(EMPTY_DAY, language="id")):
        whole = " ".join(text_of_all(day_sheet_pdf(paper)))
        assert "hari ini" not in whole.lower()
