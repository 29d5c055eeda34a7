"""Bytes to grids, whatever the file is called."""

from wastebank.files.grids.bounds import check_size, check_width
from wastebank.files.grids.cells import FoundFile
from wastebank.files.grids.delimited import read_delimited
from wastebank.files.grids.workbooks import is_workbook, read_workbook
from wastebank.files.refusals import SheetUnreadable


def read_file(data: bytes) -> FoundFile:
    """The sheets that hold something. SheetUnreadable if there are none."""
    check_size(data)
    found = read_workbook(data) if is_workbook(data) else read_delimited(data)
    filled = [sheet for sheet in found.sheets if sheet.grid.rows]
    if not filled:
        raise SheetUnreadable
    for sheet in filled:
        used = {
            index for row in sheet.grid.rows for index, cell in enumerate(row) if not cell.is_empty
        }
        check_width(len(used))
    return FoundFile(filled, found.letters)
