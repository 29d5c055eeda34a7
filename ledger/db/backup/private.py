"""Files and folders that nobody else of the machine may read, and that a broken run leaves none of.

A backup, plain or not, is as private as the database.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

FOLDER_PREFIX = ".copying-"
FORGOTTEN_AFTER_SECONDS = 24 * 3600


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that did not exist, 0600 from its first byte; on the disk at the end, or gone."""
    path.unlink(missing_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def settle(folder: Path) -> None:
    """What was made, renamed or taken away in it is so on the disk, too, before what comes next."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def new_folder() -> Iterator[Path]:
    """A private folder in the data folder, for what is written on the way. Never beside a backup:
    that may be a stick which goes from hand to hand."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, dir=settings.HOME) as folder:
        yield Path(folder)


def sweep() -> None:
    """Take away what a run that was killed left behind."""
    for folder in Path(settings.HOME).glob(f"{FOLDER_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
