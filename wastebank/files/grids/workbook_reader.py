"""Reads a workbook in a process of its own. See workbooks.py, which starts it.

A workbook is made by anybody, and a few kilobytes may unpack to gigabytes, or say that they have a
million columns. Nothing stops a library from inside, so this process may die of it, and takes no
secret along: it imports nothing of ours. It is sent a file, answers one line of JSON, and ends.
"""

import json
import numbers
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

import python_calamine

MOST_SECONDS = 8  # of the processor
MOST_BYTES = 400_000_000  # beside what the process needs to stand
MOST_SHEETS = 40  # as many as somebody can choose among
MOST_ROWS = 2_030
MOST_COLUMNS = 60
MOST_CELL_LETTERS = 2_000
MOST_ANSWER_LETTERS = 20_000_000


def read(content: bytes) -> dict[str, Any]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    shown = python_calamine.SheetVisibleEnum.Visible
    table = python_calamine.SheetTypeEnum.WorkSheet
    seen = [s.name for s in book.sheets_metadata if s.visible == shown and s.typ == table]
    if len(seen) > MOST_SHEETS:
        return {"sheets": [], "too_many": len(seen)}
    found = [(name, book.get_sheet_by_name(name)) for name in seen]
    sheets = [{"name": name, **rows_of(one)} for name, one in found if one.start is not None]
    return {"sheets": sheets, "too_many": 0}


def rows_of(sheet: python_calamine.CalamineSheet) -> dict[str, Any]:
    """The rows of a sheet; of one that is too large, only how large it is."""
    height, width = sheet.total_height, sheet.total_width
    if sheet.width * sheet.height > MOST_ROWS * MOST_COLUMNS * 20:
        return {"height": height, "width": width, "rows": []}
    rows = [[cell_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    filled = sum(any(cell is not None for cell in row) for row in rows)
    used = [index for row in rows for index, cell in enumerate(row) if cell is not None]
    wide = len(set(used))
    if filled > MOST_ROWS or wide > MOST_COLUMNS:
        return {"height": filled, "width": wide, "rows": []}
    return {"height": filled, "width": wide, "rows": rows}


def cell_of(value: object) -> list[str] | None:
    """`["n", "4500"]` a number, `["d", "2026-12-01"]` a day, `["t", "Besi"]` a text."""
    if isinstance(value, bool):
        return ["t", str(value)]
    if isinstance(value, numbers.Real):
        return ["n", str(value).removesuffix(".0")]
    if isinstance(value, datetime | date):
        return ["d", value.isoformat()[:10]]
    text = str(value).strip()[:MOST_CELL_LETTERS]
    return ["t", text] if text else None


def main() -> None:
    content = sys.stdin.buffer.read()
    standing = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    most = standing + MOST_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = json.dumps(read(content))
    if len(answer) > MOST_ANSWER_LETTERS:
        sys.exit("too much is in it")  # whoever waits would have to hold it all
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
