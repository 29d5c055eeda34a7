"""S6: no reader of a CSV file finds a formula, at whatever sign its country ends the cells."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.wastebank.files.lists import read_plain
from tests.wastebank.files.test_tables_out import TRAPS, export_of, read_xlsx
from wastebank.files.formulas import begins_like_formula, guarded, typed_text
from wastebank.files.tables_in import BadRow
from wastebank.files.tables_out import Cell, csv_parts, shown_text

pytestmark = pytest.mark.once

# A whole number below zero is a figure, not a formula, where it is a whole cell.
FIGURE = re.compile(r"-?[0-9]+")
MARKS = ("=", "+", "-", "@", "＝", "﹣", "'", '"', ";", ",", "\t", "\r", "\n", "|", " ", "\ufeff")
HOSTILE = st.one_of(
    st.sampled_from(TRAPS),
    st.sampled_from(
        (
            "x;=cmd|' /C calc'!A0",
            'x;"=1+1"',
            'x;""=1',
            "x;'=1",
            "x; \u200b=1",
            "x;;+1",
            ";",
            '";=1',
            'x;"',
            "x\t=1",
            "x\r\n=1",
            "\ufeff=1",
            "x|=1",
            "x,=1",
            "x;＝1",
            '"\n;-1,"',
        )
    ),
    st.lists(st.sampled_from((*MARKS, "x", "1")), max_size=12).map("".join),
    st.text(max_size=12),
)
CELLS = st.one_of(HOSTILE, st.integers(-9, 9), st.none())


def texts_at(text: str, delimiter: str) -> list[str]:
    """The cells as a spreadsheet would have them whose country ends them at `delimiter`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [cell for row in reader for cell in row]


def cells_that_begin_anywhere(text: str) -> Iterator[str]:
    """What follows each sign that anybody could take for the end of a cell, quotes or not."""
    yield from re.split(r"[;\t|\r\n]", text)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_reader_finds_a_formula(rows: list[list[Cell]]) -> None:
    export = export_of(*rows, heads=["=a", "b;=c", 'd;"-e'])
    text = b"".join(csv_parts(export)).decode("utf-8-sig")
    found = [cell for delimiter in (",", ";", "\t", "|") for cell in texts_at(text, delimiter)]
    for cell in (*found, *cells_that_begin_anywhere(text)):
        is_safe = not begins_like_formula(cell) or FIGURE.fullmatch(cell)
        assert is_safe or (cell.strip('" \r\n\ufeff')[:1] == "'"), (cell, text)
    in_order = texts_at(text, ",")[3:]
    for cell, wanted in zip(in_order, [cell for row in rows for cell in row], strict=True):
        if isinstance(wanted, str):
            assert typed_text(cell) == shown_text(wanted)
        else:
            assert typed_text(cell) == ("" if wanted is None else str(wanted))


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), min_size=1, max_size=3))
def test_in_a_workbook_every_text_is_a_string(rows: list[list[str]]) -> None:
    framed: list[list[Cell]] = [["x", *row] for row in rows]
    found = read_xlsx(export_of(*framed))[1:]
    assert [[str(cell) for cell in row] for row in found] == [
        ["x", *(shown_text(cell) for cell in row)] for row in rows
    ]
    assert all(isinstance(cell, str) for row in found for cell in row)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Siti; -5 kg; @rumah", "Siti;' -5 kg;' @rumah"),
        ("Siti, RT 5; utara", "Siti, RT 5; utara"),
        ("10-12; 3+4", "10-12; 3+4"),
        ("Jl. Melati - utara", "Jl. Melati - utara"),
    ],
)
def test_what_cannot_be_a_formula_stays_as_it_is(typed: str, written: str) -> None:
    assert guarded(typed) == written
    assert typed_text(written) == typed


def read(data: bytes) -> tuple[list[tuple[str, int | None]], list[BadRow]]:
    sheet = read_plain(data)
    return [(row.name_id, row.price_idr) for row in sheet.rows], list(sheet.bad)


NAMES = st.lists(st.sampled_from((*MARKS, "x", "é", "1", "Besi")), min_size=1, max_size=8).map(
    "".join
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(("", "1500", "1,5"))), min_size=1, max_size=4))
def test_a_list_reads_the_same_at_whatever_its_cells_end(rows: list[tuple[str, str]]) -> None:
    """The same rows and the same reasons, from Excel in Indonesian, in English, or pasted."""
    seen: list[object] = []
    with translation.override("en"):
        for delimiter in ",;\t":
            file = io.StringIO(newline="")
            writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
            writer.writerows([("name", "price"), ("Kaca", "200"), *rows])
            seen.append(read(file.getvalue().encode("utf-8-sig")))
    assert seen[0] == seen[1] == seen[2]


def test_a_list_of_ours_that_was_saved_at_semicolons_comes_back() -> None:
    export = export_of(["Besi; -tua", 1500], heads=["name", "price"])
    ours = b"".join(csv_parts(export)).decode("utf-8-sig")
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(csv.reader(io.StringIO(ours, newline="")))
    for data in (ours, file.getvalue()):
        assert read(data.encode())[0] == [("Besi; -tua", 1500)]


def test_a_name_that_is_a_formula_is_refused_however_it_is_written() -> None:
    with translation.override("en"):
        for name in ("=1", "＝1", "'=1", '"=1', "＠x", "﹣1"):
            file = io.StringIO(newline="")
            csv.writer(file).writerows([("name", "price"), (name, "1500")])
            _rows, [bad] = read(file.getvalue().encode())
            assert "begins like a formula" in bad.reason, name
