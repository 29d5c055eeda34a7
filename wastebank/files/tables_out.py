"""Lists that leave the house as files: rows in, CSV or XLSX out.

Names, reasons and notes are typed by people, and a spreadsheet carries out what begins like a
formula. So text stays text, by two rules that hold for every list:

* In a CSV file a text that begins like a formula (`=`, `+`, `-`, `@` or a full-width twin, also
  behind blanks, invisible marks, quotes or apostrophes) gets one apostrophe in front, and so does
  each part of it behind a semicolon or a bar, where a spreadsheet of another country begins a cell.
  Whoever reads the file takes one apostrophe off again: `typed_text` in files/formulas.py does.
* A control character becomes its picture (`␉` for a tab) in both kinds of file, since one of them
  could otherwise end a cell or a line.

In a workbook every text is written as a string, which no spreadsheet reads as anything else.
Figures are whole numbers in base units, and a moment carries its offset.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wastebank.files.formulas import guarded
from wastebank.values.letters import pictured

Cell = str | int | date | datetime | None

LONGEST_CELL = 32_767  # letters; a workbook takes no more
LARGEST_NUMBER = 2**53  # a workbook keeps larger ones only nearly
LINES_AT_ONCE = 200
WIDTHS = {"number": 14, "day": 12, "moment": 19}
NARROWEST, WIDEST = 10, 44


@dataclass(frozen=True, slots=True)
class Export:
    """A list as it leaves: its heads, its rows, and what a reader has to know about them."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]]  # what, of which place, of which time, in which time zone
    about_title: str
    zone: tzinfo
    made_at: datetime


def csv_parts(export: Export) -> Iterator[bytes]:
    """The file in parts of some lines each, so that a long list need not stand in memory."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\N{BYTE ORDER MARK}")  # Excel takes a file without it for something else
    writer.writerow([csv_text(head) for head in export.heads])
    for count, row in enumerate(export.rows, start=1):
        writer.writerow(csv_line(row, export.zone))
        if count % LINES_AT_ONCE == 0:
            yield taken(buffer)
    yield taken(buffer)


def taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def csv_line(row: Sequence[Cell], zone: tzinfo) -> list[str]:
    """The cells of a line. Where others than commas are looked for, it is one long cell, and so
    begins as text, even with a figure below zero."""
    cells = [csv_cell(cell, zone) for cell in row]
    return [guarded(cells[0]), *cells[1:]] if cells and isinstance(row[0], int) else cells


def csv_cell(cell: Cell, zone: tzinfo) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    return csv_text(cell) if isinstance(cell, str) else str(cell)


def csv_text(text: str) -> str:
    """Text that a spreadsheet shows and does not carry out."""
    return guarded(shown_text(text))


def shown_text(text: str) -> str:
    """Text as a cell may hold it, whatever was stored."""
    return pictured(text)[:LONGEST_CELL]


@dataclass(frozen=True, slots=True)
class _Pens:
    head: Format
    number: Format
    day: Format
    moment: Format


def xlsx_bytes(export: Export) -> bytes:
    """A workbook with the list on its first sheet, and on its second what one has to know."""
    buffer = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(buffer, settings)
    local = export.made_at.astimezone(export.zone).replace(tzinfo=None)
    book.set_properties({"title": shown_text(export.title), "created": local})
    pens = _Pens(
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        number=book.add_format({"num_format": "#,##0"}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    )
    _fill(book.add_worksheet(sheet_name(export.title)), export, pens)
    _tell(book.add_worksheet(sheet_name(export.about_title)), export, pens)
    book.close()
    return buffer.getvalue()


def _fill(sheet: Worksheet, export: Export, pens: _Pens) -> None:
    widths = [max(NARROWEST, min(len(head) + 2, WIDEST)) for head in export.heads]
    for column, head in enumerate(export.heads):
        sheet.write_string(0, column, shown_text(head), pens.head)
    last = 0
    for last, row in enumerate(export.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, export.zone, pens)
            widths[column] = max(widths[column], min(width_of(cell), WIDEST))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if last:
        sheet.autofilter(0, 0, last, len(export.heads) - 1)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, zone: tzinfo, pens: _Pens) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.astimezone(zone).replace(tzinfo=None), pens.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, pens.day)
    elif isinstance(cell, int) and abs(cell) <= LARGEST_NUMBER:
        sheet.write_number(row, column, cell, pens.number)
    else:
        sheet.write_string(row, column, shown_text(str(cell)))


def width_of(cell: Cell) -> int:
    if cell is None:
        return 0
    if isinstance(cell, str):
        return len(cell) + 1
    kind = "moment" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "number"
    return WIDTHS[kind]


def _tell(sheet: Worksheet, export: Export, pens: _Pens) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    for row, (word, fact) in enumerate(export.about):
        sheet.write_string(row, 0, shown_text(word), pens.head)
        sheet.write_string(row, 1, shown_text(fact))


def sheet_name(title: str) -> str:
    """At most 31 letters, and none that a workbook refuses in the name of a sheet."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in shown_text(title))
    return plain.strip(" '")[:31].strip(" '") or "1"
