"""Money and days: what can be read in two ways is asked, and what is taken has one reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.files.grids.cells import GridCell
from wastebank.files.importing.days import days_in_titles, days_of
from wastebank.files.importing.figures import (
    Grouping,
    convention_question,
    figure_of,
    groupings_of,
)

pytestmark = pytest.mark.once

SIGNS = st.text(alphabet="0123456789.,", min_size=1, max_size=10)


def readings(text: str) -> set[int]:
    """Every whole sum that a reader of either country may see in a text: by rules of its own."""
    found = set()
    for thousands, decimals in ((".", ","), (",", ".")):
        whole, sign, cents = text.partition(decimals)
        groups = whole.split(thousands)
        is_grouped = len(groups) == 1 or (
            1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        )
        digits = "".join(groups)
        has_cents = not sign or (cents.isdigit() and set(cents) == {"0"})
        if is_grouped and digits.isdigit() and has_cents:
            found.add(int(digits))
    return found


@given(SIGNS)
def test_a_sum_that_is_taken_is_one_that_somebody_may_read(text: str) -> None:
    figure = figure_of(GridCell(text))
    if figure is not None:
        assert figure.sum_idr in readings(text)


@given(SIGNS)
def test_a_text_with_two_readings_is_confirmed_or_asked(text: str) -> None:
    """Where a text may be two sums, it is either not taken by itself, or its sign for the
    thousands has to be confirmed."""
    if len(readings(text)) < 2:
        return
    figure = figure_of(GridCell(text))
    assert figure is None or figure.grouping is not None
    if figure is not None:
        assert convention_question("price", "Harga", [GridCell(text)]) is not None


@given(st.lists(st.integers(1_000, 9_999_999), min_size=1), st.lists(st.integers(1_000, 9_999)))
def test_a_column_with_both_signs_is_always_asked(dots: list[int], commas: list[int]) -> None:
    cells = [GridCell(f"{n:,}".replace(",", ".")) for n in dots] + [
        GridCell(f"{n:,}") for n in commas
    ]
    asked = convention_question("price", "Harga", cells)
    assert asked is not None
    question, _allowed = asked
    assert len(question.choices) == (3 if commas else 1)
    assert all(figure.sum_idr in {*dots, *commas} for _text, figure in groupings_of(cells))


@pytest.mark.parametrize(
    ("text", "sum_idr", "grouping"),
    [
        ("4500", 4_500, None),
        ("Rp 4500", 4_500, None),
        ("Rp. 4.500,-", 4_500, Grouping.DOT),
        ("4.500,00", 4_500, Grouping.DOT),
        ("4,500.00", 4_500, Grouping.COMMA),
        ("4500,00", 4_500, None),
        ("1.234.567", 1_234_567, Grouping.DOT),
        ("0", 0, None),
        *((text, None, None) for text in ("15.00", "4,5", "4.50", "1.5", "0.500", "1.23.4")),
        *((text, None, None) for text in ("1e3", "-5", "١٥٠٠", "4 500", "gratis", "4.500/kg")),
        *((text, None, None) for text in ("9" * 13, "1.500,50", "=4500", "4.500.00")),
    ],
)
def test_what_a_sum_is(text: str, sum_idr: int | None, grouping: Grouping | None) -> None:
    figure = figure_of(GridCell(text))
    assert (figure.sum_idr if figure else None) == sum_idr
    assert (figure.grouping if figure else None) == grouping


def test_a_number_of_a_workbook_is_exact_or_asked() -> None:
    assert figure_of(GridCell("4500", is_number=True)) is not None
    for text in ("4500.5", "-4500", "1e+16", "nan"):
        assert figure_of(GridCell(text, is_number=True)) is None, text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-12-01", [date(2026, 12, 1)]),
        ("2026-12", [date(2026, 12, 1)]),
        ("1/12/2026", [date(2026, 12, 1), date(2026, 1, 12)]),
        ("13/12/2026", [date(2026, 12, 13)]),
        ("1 Des 2026", [date(2026, 12, 1)]),
        ("1 Desember 2026", [date(2026, 12, 1)]),
        ("December 2026", [date(2026, 12, 1)]),
        ("5/5/2026", [date(2026, 5, 5)]),
        *(
            (text, [])
            for text in ("", "soon", "06/2024", "2024-02-30", "32 Des 2026", "1 Bla 2026")
        ),
    ],
)
def test_a_day_has_one_reading_or_is_asked(text: str, days: list[date]) -> None:
    assert days_of(text) == days


def test_a_day_in_a_title_is_found_and_offered() -> None:
    assert days_in_titles(["Daftar Harga", "Berlaku mulai 1 Desember 2026"]) == [date(2026, 12, 1)]
