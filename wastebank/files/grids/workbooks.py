"""A workbook that anybody sent: at a bounded cost, two at a time (workbook_reader.py reads)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

from wastebank.files.grids.bounds import MAX_ROWS, check_packed, check_rows, check_width
from wastebank.files.grids.cells import EMPTY, FoundFile, FoundSheet, GridCell, grid_of
from wastebank.files.refusals import FilesBusy, SheetUnreadable, SheetUnusable
from wastebank.values.calendar import day_or_none

READER = Path(__file__).with_name("workbook_reader.py")
MOST_SECONDS = 15  # by the clock; what it may cost the processor the reader bounds itself
# Of the environment: what a program needs to find its libraries, and none of our secrets.
CARRIED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
PACKED = b"PK\x03\x04"
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # of workbooks before 2007
AT_ONCE = BoundedSemaphore(2)
WAIT_SECONDS = 20


def is_workbook(data: bytes) -> bool:
    """By what the file is, whatever it is called."""
    return data.startswith((PACKED, OLD))


def read_workbook(data: bytes) -> FoundFile:
    if data.startswith(PACKED):
        check_packed(data)
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise FilesBusy
    try:
        found = answer_of(data)
    finally:
        AT_ONCE.release()
    if found["too_many"]:
        facts = {"count": found["too_many"]}
        words = _("it has %(count)s sheets. Save the one with the list as a file of its own")
        raise SheetUnusable(problem=words % facts)
    return FoundFile([sheet_of(sheet) for sheet in found["sheets"]])


def answer_of(data: bytes) -> dict[str, Any]:
    """What the reader says; SheetUnreadable if it dies of the file, or is not ready in time."""
    try:
        # -P: the folder of the script is ours, and its names hide those of the library
        done = subprocess.run(
            [sys.executable, "-P", str(READER)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=True,
            env={name: os.environ[name] for name in CARRIED if name in os.environ},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise SheetUnreadable from None
    return found


def sheet_of(sheet: Mapping[str, Any]) -> FoundSheet:
    if not sheet["rows"]:
        check_width(int(sheet["width"]))
        if int(sheet["height"]) > MAX_ROWS:
            check_rows(int(sheet["height"]) - 1)
        raise SheetUnreadable
    rows = [[cell_of(cell) for cell in row] for row in sheet["rows"]]
    return FoundSheet(str(sheet["name"]), grid_of(rows))


def cell_of(sent: Sequence[str] | None) -> GridCell:
    if sent is None:
        return EMPTY
    kind, text = sent
    if kind == "d":
        return GridCell(text, day=day_or_none(text))
    return GridCell(text, is_number=kind == "n")
