"""Put a backup where there is nothing yet, if it is whole and its audit is green.

Until then nothing is changed: not by a file that is no backup, nor by one that is damaged, locked,
made under another pepper, of the other engine, or red.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from ledger.db.backup import locking, postgres, sqlite
from ledger.db.backup.container import BackupHead, Unwrapping
from ledger.db.backup.home import PEPPER, is_pepper_fixed, ours_of
from ledger.db.backup.locking import copy_through
from ledger.db.backup.make import pepper_mark
from ledger.db.backup.private import new_file, new_folder
from ledger.db.backup.problems import CopyProblem

BEGIN_BYTES = 64
WHOLE = "The backup is whole. Judging the book in it."


def restore(
    source: Path,
    *,
    identities: Sequence[str] = (),
    other_pepper: bool = False,
    replace: bool = False,
    say: Callable[[str], None],
) -> None:
    """Put a backup in the place of an absent or empty database, and beside it the secrets that it
    brings. With `replace`, in the place of the book that is there, which is kept."""
    if not source.is_file():
        raise CopyProblem(f"no such file: {source}")

    def look(head: BackupHead) -> None:
        refuse_unusable(head, other_pepper=other_pepper)

    if connection.vendor == "sqlite":
        with sqlite.place_for_copy(replace=replace) as part:
            head = open_backup(source, part, identities, look)
            say(WHOLE)
            home = {} if other_pepper else ours_of(head.home)
            sqlite.put_in_place(part, home, other_pepper=other_pepper, replace=replace)
        return
    if not replace:
        postgres.refuse_occupied()
    with new_folder() as folder:
        head = open_backup(source, folder / "dump", identities, look)
        say(WHOLE)
        home = {} if other_pepper else ours_of(head.home)
        postgres.put_in_place(folder / "dump", home, other_pepper=other_pepper, replace=replace)


def refuse_unusable(head: BackupHead, *, other_pepper: bool) -> None:
    if head.engine != connection.vendor:
        raise CopyProblem(
            f"the backup is of {head.engine}, and the database here is {connection.vendor}"
        )
    if other_pepper or head.pepper == pepper_mark():
        return
    if PEPPER not in head.home:
        raise CopyProblem(
            "the backup was made under another pepper: put the old one into WASTEBANK_PEPPER or the"
            " data folder. If it is lost, --other-pepper restores the book without cards and PINs"
        )
    if is_pepper_fixed():
        raise CopyProblem(
            "the backup brings its own pepper, and WASTEBANK_PEPPER says another: leave that out"
        )


def open_backup(
    source: Path, target: Path, identities: Sequence[str], look: Callable[[BackupHead], None]
) -> BackupHead:
    """Write the copy in a backup to a new file, which is gone again if the backup is not whole."""
    with source.open("rb") as file, new_file(target) as copy:
        unwrapping = Unwrapping(copy, look)
        if locking.is_locked(begin_of(file)):
            locking.unlock(file, unwrapping, identities)
        else:
            pass_plain(file, unwrapping)
        unwrapping.close()
    assert unwrapping.head is not None
    return unwrapping.head


def begin_of(file: BinaryIO) -> bytes:
    begin = file.read(BEGIN_BYTES)
    file.seek(0)
    return begin


def pass_plain(file: BinaryIO, unwrapping: Unwrapping) -> None:
    try:
        copy_through(file, unwrapping)
    except OSError as problem:
        raise unwrapping.problem or problem from None
