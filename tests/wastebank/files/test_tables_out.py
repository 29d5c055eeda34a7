"""S6: what people typed leaves as text, whatever it begins with, and comes back as it was."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from wastebank.files.formulas import begins_like_formula, typed_text
from wastebank.files.tables_out import (
    LONGEST_CELL,
    Cell,
    Export,
    csv_parts,
    sheet_name,
    shown_text,
    xlsx_bytes,
)

pytestmark = pytest.mark.once

WIB = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 22, 2, 42, 5, tzinfo=UTC)
TRAPS = (
    "=1+1",
    "+62811",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹣1",
    " =1",
    "\u200b=1",
    "'=1",
    "''=1",
    "=HYPERLINK('http://x')",
    "<b>x</b>",
    "_x0041_",
    "a\x00b",
    "\ud800",
    "http://x.id",
    "007",
    "1e9",
    'say "hi", all',
)
WORDS = st.one_of(
    st.sampled_from(TRAPS),
    st.text(alphabet=st.characters(), max_size=20),
    st.builds("".join, st.tuples(st.sampled_from("=+-@＝＋－＠\t\r' \x00"), st.text(max_size=8))),
)


def export_of(*rows: list[Cell], heads: list[str] | None = None) -> Export:
    width = max((len(row) for row in rows), default=1)
    return Export(
        title="Deposits",
        heads=heads or [f"c{n}" for n in range(width)],
        rows=rows,
        about=[("Place", "=Unit Melati"), ("Time zone", "Asia/Jakarta (+07:00)")],
        about_title="About",
        zone=WIB,
        made_at=MORNING,
    )


def read_csv(export: Export) -> list[list[str]]:
    text = b"".join(csv_parts(export)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_xlsx(export: Export, sheet: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(export)))
    rows: list[list[object]] = [list(row) for row in book.get_sheet_by_index(sheet).to_python()]
    return rows


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_typed_text_is_a_text_in_both_kinds_of_file(rows: list[list[str]]) -> None:
    framed: list[list[Cell]] = [["x", *row, "x"] for row in rows]
    wanted = [["x", *map(shown_text, row), "x"] for row in rows]
    in_csv = read_csv(export_of(*framed))[1:]
    for cells in in_csv:
        for cell in cells:
            assert not begins_like_formula(cell) or cell.startswith("'"), cell
    assert [[typed_text(cell) for cell in cells] for cells in in_csv] == wanted
    in_xlsx = read_xlsx(export_of(*framed))[1:]
    assert in_xlsx == wanted
    assert all(isinstance(cell, str) for cells in in_xlsx for cell in cells)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_known_trap_is_carried_out(trap: str) -> None:
    [[first, *_]] = read_csv(export_of([trap]))[1:]
    # What a spreadsheet looks at first is no sign of a formula, whatever letters stand for it.
    assert first[:1] not in tuple("=+-@\t\r\n＝＋－＠﹣")
    assert typed_text(first) == shown_text(trap)
    [[cell]] = read_xlsx(export_of([trap]))[1:]
    assert cell == shown_text(trap)


def test_a_workbook_has_no_formula_and_no_link_in_it() -> None:
    import zipfile

    export = export_of(list(TRAPS), heads=list(TRAPS))
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(export))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "sheet" in name]
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)


def test_heads_are_guarded_too() -> None:
    assert read_csv(export_of([1], heads=["=1"]))[0] == ["'=1"]
    assert read_xlsx(export_of([1], heads=["=1"]))[0] == ["=1"]


def test_figures_and_times_keep_their_kind() -> None:
    row: list[Cell] = [25_000, -25_000, date(2026, 11, 22), MORNING, None, "12"]
    assert read_csv(export_of(row))[1] == [
        "25000",
        "-25000",
        "2026-11-22",
        "2026-11-22T09:42:05+07:00",
        "",
        "12",
    ]
    _, number, day, moment, nothing, text = read_xlsx(export_of(row))[1]
    assert (number, day) == (-25_000, date(2026, 11, 22))
    assert moment == datetime(2026, 11, 22, 9, 42, 5)  # noqa: DTZ001 - a workbook knows no zones
    assert (nothing, text) == ("", "12")


def test_a_number_too_large_for_a_workbook_stays_exact() -> None:
    huge = 2**60 + 1
    assert read_xlsx(export_of(["x", huge]))[1] == ["x", str(huge)]


def test_the_second_sheet_says_what_the_list_is_of() -> None:
    told = read_xlsx(export_of([1]), sheet=1)
    assert told == [["Place", "=Unit Melati"], ["Time zone", "Asia/Jakarta (+07:00)"]]


def test_the_same_list_is_the_same_file() -> None:
    assert xlsx_bytes(export_of(["a", 1])) == xlsx_bytes(export_of(["a", 1]))


def test_an_empty_list_still_has_its_heads() -> None:
    assert read_csv(export_of(heads=["a"])) == [["a"]]
    assert read_xlsx(export_of(heads=["a"])) == [["a"]]


def test_a_long_list_comes_in_parts() -> None:
    rows: list[list[Cell]] = [[number] for number in range(1_000)]
    parts = list(csv_parts(export_of(*rows)))
    assert len(parts) > 3
    assert [int(row[0]) for row in read_csv(export_of(*rows))[1:]] == list(range(1_000))


def test_a_text_without_end_is_cut() -> None:
    [[cell]] = read_xlsx(export_of(["x" * 40_000]))[1:]
    assert cell == "x" * LONGEST_CELL


@pytest.mark.parametrize("title", ["", "'", "a/b:c*?[]\\", "x" * 60, "Daftar 'harga'", "=1"])
def test_any_title_can_name_a_sheet(title: str) -> None:
    name = sheet_name(title)
    assert 1 <= len(name) <= 31
    assert xlsx_bytes(replace(export_of([1]), title=title))
