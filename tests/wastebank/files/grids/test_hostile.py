"""Files that were made to hurt, or broke on the way: refused with a code, in bounded time."""

import io
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from ledger.refusals import Refusal
from wastebank.files.grids.bounds import MAX_BYTES, MAX_ROWS
from wastebank.files.grids.read import read_file
from wastebank.files.grids.workbooks import READER

pytestmark = pytest.mark.once

MOST_SECONDS = 30  # on a busy machine; the reader itself is given eight of the processor


def workbook(fill: Callable[[xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book.add_worksheet())
    return file.getvalue()


GOOD = workbook(lambda sheet: sheet.write_row(0, 0, ["Nama", "Harga"]))


def with_part(name: str, content: bytes, data: bytes = GOOD) -> bytes:
    """A workbook in which one part is another."""
    file = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", packed) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FAR = SPACE + (
    b'<row r="1"><c r="A1"><v>1</v></c></row>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
BOMB = with_part(SHEET, SPACE + b" " * 60_000_000)


def lying(data: bytes) -> bytes:
    """The same file, whose directory says that its largest part is small."""
    at = data.rfind(SHEET.encode()) - 46
    return data[: at + 24] + (100).to_bytes(4, "little") + data[at + 28 :]


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


DOCUMENT = zipped(document=b"<w/>")
MANY_ROWS = workbook(lambda sheet: [sheet.write(n, 0, "x") for n in range(MAX_ROWS + 100)])
MANY_COLUMNS = workbook(lambda sheet: sheet.write_row(0, 0, ["x"] * 200))


def with_sheets(count: int) -> bytes:
    """The list stands on the last one: it is read, or refused, and never passed over."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for number in range(count):
            book.add_worksheet(f"{number + 1}").write_row(0, 0, ["Nama", "Harga"])
    return file.getvalue()


HOSTILE = {
    "more sheets than anybody chooses among": (with_sheets(41), "sheet_unusable"),
    "nothing": (b"", "sheet_unreadable"),
    "blanks": (b" \r\n;;;\r\n", "sheet_unreadable"),
    "a zip bomb": (BOMB, "sheet_unreadable"),
    "a zip bomb that lies": (lying(BOMB), "sheet_unreadable"),
    "a sheet that says it is endless": (with_part(SHEET, FAR), "sheet_unreadable"),
    "a sheet that is no XML": (with_part(SHEET, b"<worksheet"), "sheet_unreadable"),
    "entities in entities": (
        with_part(SHEET, b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SPACE + b"&a;</sheetData>"),
        "sheet_unreadable",
    ),
    "many files": (zipped(**{f"a{n}": b"" for n in range(300)}), "sheet_unreadable"),
    "cut off": (GOOD[: len(GOOD) // 2], "sheet_unreadable"),
    "only its first letters": (b"PK\x03\x04", "sheet_unreadable"),
    "an old workbook that is none": (bytes.fromhex("d0cf11e0a1b11ae1") * 40, "sheet_unreadable"),
    "another kind of zip": (DOCUMENT, "sheet_unreadable"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "sheet_unreadable"),
    "NUL": (b"Nama;Harga\nBe\x00si;1\n", "sheet_unreadable"),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)), "sheet_unreadable"),
    "an open quote": (b'Nama;Harga\n"Besi;1\nKaca;2\n', "quote_open"),
    "a million columns": (b";".join([b"a"] * 600_000) + b"\n", "sheet_too_wide"),
    "too many rows": (b"a;b\n" + b"1;2\n" * (MAX_ROWS + 100), "sheet_too_long"),
    "too many rows in a workbook": (MANY_ROWS, "sheet_too_long"),
    "too many columns in a workbook": (MANY_COLUMNS, "sheet_too_wide"),
    "a letter far to the right of many rows": (
        b"," * 5_000 + b"x\n" + b"y\n" * 2_000,
        "sheet_too_wide",
    ),
    "two rows a million apart": (b"," * 59 + b"x" + b"\n" * 1_300_000 + b"y", "sheet_too_long"),
    "too many bytes": (b"x" * (MAX_BYTES + 1), "body_too_large"),
    "one endless cell": (b"a;" + b"x" * 1_000_000, "quote_open"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_hurts_is_refused_in_time(name: str) -> None:
    data, code = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(Refusal) as refused:
        read_file(data)
    assert refused.value.code.startswith(code)
    assert time.monotonic() - began < MOST_SECONDS


def test_cells_that_hold_nothing_cost_nothing() -> None:
    """Of two letters that stand far apart, a table of hundreds of megabytes was made."""
    tracemalloc.start()
    with pytest.raises(Refusal):
        read_file(b"," * 59 + b"x" + b"\n" * 50_000 + b"y")
    _now, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 5_000_000


def test_an_answer_that_nobody_could_hold_is_not_given() -> None:
    long = b'<c t="inlineStr"><is><t>' + b"x" * 2_000 + b"</t></is></c>"
    rows = b"".join(b"<row>" + long * 60 + b"</row>" for _row in range(200))
    done = subprocess.run(
        [sys.executable, "-P", str(READER)],
        input=with_part(SHEET, SPACE + rows + b"</sheetData></worksheet>"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode != 0, len(done.stdout)) == (True, 0)


def test_a_formula_is_its_value_and_a_number_is_exact() -> None:
    def fill(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["Nama", "Harga", "Lagi"])
        sheet.write_string(1, 0, "=1+1")
        sheet.write_formula(1, 1, "=2000+2500", None, 4_500)
        sheet.write_number(1, 2, 4_500.5)

    (sheet,) = read_file(workbook(fill)).sheets
    cells = sheet.grid.rows[1]
    assert [cell.text for cell in cells] == ["=1+1", "4500", "4500.5"]
    assert [cell.is_number for cell in cells] == [False, True, True]


def test_the_last_of_many_sheets_can_be_chosen() -> None:
    assert [sheet.name for sheet in read_file(with_sheets(40)).sheets][-1] == "40"


def test_hidden_sheets_and_empty_ones_are_no_choice() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("Harga", "Kosong", "Rahasia"):
            sheet = book.add_worksheet(name)
            if name != "Kosong":
                sheet.write_row(0, 0, ["Nama", "Harga"])
            if name == "Rahasia":
                sheet.hide()
    assert [sheet.name for sheet in read_file(file.getvalue()).sheets] == ["Harga"]
