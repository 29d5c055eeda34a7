"""What a test reads of a file that the office gave out."""

import csv
import io
import re
from typing import Any

from python_calamine import CalamineWorkbook


def csv_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.content
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def records(answer: Any) -> list[dict[str, str]]:
    heads, *rows = csv_of(answer)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def workbook(answer: Any) -> CalamineWorkbook:
    assert answer.status_code == 200, answer.content
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content))


def file_name(answer: Any) -> str:
    found = re.search(r'filename="([^"]+)"', answer["Content-Disposition"])
    assert found
    return found[1]
