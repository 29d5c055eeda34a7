"""Copies of an SQLite file.

A copy is made page by page from a connection of its own, which holds one read transaction all the
while. In WAL mode that stops no writer, and a page changed meanwhile is read as it was. Without the
transaction SQLite begins anew at every foreign commit, and never ends while people write.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.db import connections

from ledger.db.backup.home import taken_up, under_way
from ledger.db.backup.judge import judge
from ledger.db.backup.private import new_file, new_folder
from ledger.db.backup.problems import CopyProblem

STEP_PAGES = 2_000
BUSY_SECONDS = 10
BESIDE = ("-wal", "-shm", "-journal")
# What SQLite keeps there may be rows that are in no other file. An index of a WAL is nothing.
HOLDS_ROWS = ("-wal", "-journal")


def database_path() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


@contextmanager
def snapshot(on_progress: Callable[[int, int], None]) -> Iterator[BinaryIO]:
    """The database as it is in one moment, as a file to read."""
    with new_folder() as folder:
        copy = folder / "copy"
        with new_file(copy):
            pass  # it is ours alone before SQLite writes to it
        try:
            copy_pages(copy, on_progress)
        except sqlite3.Error as problem:
            raise CopyProblem(f"the database cannot be copied: {problem}") from None
        with copy.open("rb") as file:
            yield file


def copy_pages(copy: Path, on_progress: Callable[[int, int], None]) -> None:
    source = sqlite3.connect(database_path(), timeout=BUSY_SECONDS, isolation_level=None)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()  # from here on it is held
        source.backup(
            target,
            pages=STEP_PAGES,
            progress=lambda _status, left, total: on_progress(total - left, total),
            sleep=0,
        )
        source.execute("ROLLBACK")


@contextmanager
def place_for_copy(*, replace: bool) -> Iterator[Path]:
    """Where a copy is written, beside its place, before it is judged. Leaves nothing there."""
    target = database_path()
    if not replace:
        refuse_occupied(target)
    part = target.with_name(target.name + ".restoring")
    clear(part)
    try:
        yield part
    finally:
        clear(part)


def refuse_occupied(target: Path) -> None:
    """Nothing that holds rows may lie where the copy will be. A WAL is not ours to touch: what is
    in it belongs to the file that was moved away."""
    if not target.parent.is_dir():
        raise CopyProblem(f"there is no folder {target.parent}")
    if holds_data(target) and not is_empty_database(target):
        beside = ", ".join(target.name + end for end in BESIDE)
        raise CopyProblem(
            f"{target} holds data; move it away first, together with {beside} if they are there"
        )
    for end in HOLDS_ROWS:
        left = Path(f"{target}{end}")
        if holds_data(left):
            raise CopyProblem(
                f"{left} is left over and may hold what is in no other file: move it to where"
                f" {target.name} was moved, under that file's name and {end}, and restore again"
            )


def holds_data(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def is_empty_database(path: Path) -> bool:
    """What a program leaves that only looked at a database which was not there yet."""
    try:
        looked_at = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
        with closing(looked_at) as looker:
            return not looker.execute("SELECT 1 FROM sqlite_schema").fetchall()
    except sqlite3.Error:
        return False


def url_of_file(path: Path) -> str:
    return f"sqlite://{quote(str(path))}"


def put_in_place(part: Path, home: Mapping[str, str], *, other_pepper: bool, replace: bool) -> None:
    """Judge the copy, let it take its place, and judge it there again, as the program will open it.

    What is red there is taken away again. The secrets it brings come with it and not before: a
    judgement takes its time, and the power may go meanwhile.
    """
    target = database_path()
    judge(url_of_file(part), other_pepper=other_pepper, home=home)
    connections.close_all()
    if replace:
        with under_way(target.parent), taken_up(home), moved_aside(target):
            take_place(part, target, other_pepper=other_pepper)
    else:
        refuse_occupied(target)
        with under_way(target.parent), taken_up(home):
            take_place(part, target, other_pepper=other_pepper)


@contextmanager
def moved_aside(target: Path) -> Iterator[None]:
    """The book that is there, with all that lies beside it, under another name; or back again."""
    aside = target.with_name(f"{target.name}.replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    move(target, aside)
    try:
        yield
    except BaseException:
        clear(target)
        move(aside, target)
        raise


def move(path: Path, to: Path) -> None:
    """The database last: a WAL without one is in nobody's way."""
    for end in (*BESIDE, ""):
        if (one := Path(f"{path}{end}")).exists():
            one.rename(f"{to}{end}")


def take_place(part: Path, target: Path, *, other_pepper: bool) -> None:
    was_there = target.exists()
    clear(target)
    part.rename(target)
    try:
        judge("", other_pepper=other_pepper)
    except BaseException:
        clear(target)
        if was_there:
            target.touch(mode=0o600)
        raise


def clear(path: Path) -> None:
    for end in ("", *BESIDE):
        Path(f"{path}{end}").unlink(missing_ok=True)
