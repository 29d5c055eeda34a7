"""Text with cells between signs, as programs of all countries write it."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from wastebank.files.formulas import typed_text
from wastebank.files.grids.bounds import MAX_CELL_LETTERS, MAX_ROWS, MAX_TITLE_ROWS, check_rows
from wastebank.files.grids.cells import EMPTY, FoundFile, FoundSheet, GridCell, grid_of
from wastebank.files.refusals import QuoteOpen, SheetUnreadable
from wastebank.values.letters import is_storable

DELIMITERS = (";", "\t", ",")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = "Windows-1252"
LOOKED_AT = 50  # rows, to find out what stands between the cells


def read_delimited(data: bytes) -> FoundFile:
    text, letters = text_of(data)
    if not is_storable(text):
        raise SheetUnreadable
    delimiter, body = delimiter_of(text)
    rows = [tuple(map(cell_of, row)) for row in rows_of(body, delimiter)]
    return FoundFile([FoundSheet("", grid_of(rows))], letters)


def cell_of(said: str) -> GridCell:
    text = typed_text(said.strip())[:MAX_CELL_LETTERS]
    return GridCell(text) if text else EMPTY


def text_of(data: bytes) -> tuple[str, str]:
    """The text, and the name of its letters where the file does not say them itself."""
    try:
        for mark, name in MARKS:
            if data.startswith(mark):
                return data.decode(name), ""
        if bare := bare_utf16(data):
            return data.decode(bare), "UTF-16"
        return data.decode(), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), WESTERN
    except UnicodeDecodeError:
        raise SheetUnreadable from None


def bare_utf16(data: bytes) -> str:
    """UTF-16 without its mark: of plain letters each second byte is nothing."""
    head = data[:400]
    if len(head) < 4 or len(data) % 2:
        return ""
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        nothing, other = head[start::2].count(0), head[1 - start :: 2].count(0)
        if nothing * 10 > len(head) * 4 and not other:
            return name
    return ""


def delimiter_of(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text; a first line such as `sep=;` says it, and
    stays a row, so that rows keep their numbers."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(first.strip().strip('"')) == len("sep=") + 1:
        return said[-1], "\n" + rest
    if first.rstrip("\r") == "sep=\t":
        return "\t", "\n" + rest
    return max(DELIMITERS, key=lambda sign: evenness(text, sign)), text


def evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How many rows have as many cells as most rows of more than one have, and how many cells."""
    counts: Counter[int] = Counter()
    try:
        for row, _number in zip(plain_rows(text, delimiter), range(LOOKED_AT), strict=False):
            if len(row) > 1:
                counts[len(row)] += 1
    except csv.Error:
        pass
    if not counts:
        return 0, 0
    width, rows = max(counts.items(), key=lambda item: (item[1], item[0]))
    return rows, width


def plain_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def rows_of(text: str, delimiter: str) -> Sequence[Sequence[str]]:
    """The cells of every row; a quote that never closes is found, not swallowed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[str]] = []
    began = 1
    try:
        for row in reader:
            rows.append(row or ())  # one nothing for all of them: there may be a million
            began = reader.line_num + 1
    except csv.Error:
        raise QuoteOpen(line=began) from None
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if filled > MAX_ROWS + MAX_TITLE_ROWS:
        check_rows(filled - 1)
    return rows
