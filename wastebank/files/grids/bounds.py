"""How large a list may be, and what is looked at before anything is unpacked."""

import zipfile
from io import BytesIO

from wastebank.files.refusals import SheetTooLong, SheetTooWide, SheetUnreadable
from wastebank.refusals import BodyTooLarge

MAX_BYTES = 1_400_000  # as base64 it still fits into a body
MAX_ROWS = 2_000  # under the heads
MAX_TITLE_ROWS = 30
MAX_COLUMNS = 60
MAX_PARTS = 200  # files in a workbook
MAX_UNPACKED_BYTES = 30_000_000
MAX_CELL_LETTERS = 2_000
MAX_CELLS = MAX_ROWS * MAX_COLUMNS * 20  # from the first to the last that holds something


def check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise BodyTooLarge(max_bytes=MAX_BYTES)


def check_rows(count: int) -> None:
    if count > MAX_ROWS:
        raise SheetTooLong(count=count, max_count=MAX_ROWS)


def check_width(count: int) -> None:
    if count > MAX_COLUMNS:
        raise SheetTooWide(count=count, max_count=MAX_COLUMNS)


def check_area(height: int, width: int) -> None:
    """Of a few letters that stand far apart, a grid would have millions of empty cells."""
    if height * width > MAX_CELLS:
        if width > MAX_CELLS // MAX_ROWS:
            raise SheetTooWide(count=width, max_count=MAX_COLUMNS)
        raise SheetTooLong(count=height, max_count=MAX_ROWS)


def check_packed(data: bytes) -> None:
    """What a packed file says of itself. One that lies meets the bounds of the reader."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise SheetUnreadable from None
    unpacked = sum(part.file_size for part in parts)
    is_locked = any(part.flag_bits & 1 for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or is_locked:
        raise SheetUnreadable
