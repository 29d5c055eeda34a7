"""What a bank is beside its book: secrets and settings, as files in the data folder.

They lie sealed in each encrypted backup, so that another machine needs that file and the key alone.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from ledger.db.backup.private import new_file, settle

PEPPER = "pepper"
REPLACED = ".replaced"
NOT_ENDED = "restore-not-ended"  # lies in the data folder while a restore takes its places


def is_pepper_fixed() -> bool:
    """Whether the environment says it, and no file of ours could say another."""
    return bool(os.environ.get("WASTEBANK_PEPPER"))


def ours_of(files: Mapping[str, str]) -> dict[str, str]:
    """Those that a backup may bring, under no other names: it is believed to be ours, and still
    says no paths."""
    return {name: files[name] for name in settings.LEDGER_SEALED_FILES if files.get(name)}


@contextmanager
def under_way(*folders: Path) -> Iterator[None]:
    """Several files take their places, and the power may go between any two. Word of that lies in
    the data folder first, and until they are in their places or as they were. `folders`: where else
    something takes its place."""
    home = Path(settings.HOME)
    note = home / NOT_ENDED
    with new_file(note):
        pass
    settle(home)
    try:
        yield
    finally:
        for folder in (home, *folders):
            settle(folder)
        note.unlink(missing_ok=True)


def has_not_ended() -> bool:
    """Whether a restore was begun and did not come to its end; or is at work now."""
    return (Path(settings.HOME) / NOT_ENDED).exists()


@contextmanager
def taken_up(files: Mapping[str, str]) -> Iterator[None]:
    """Have these in the data folder from now on, or as they were if what follows goes wrong. What
    lay there under such a name, and said something else, is kept beside."""
    folder = Path(settings.HOME)
    written = [name for name, content in ours_of(files).items() if content != said(folder, name)]
    done: list[Path] = []
    try:
        for name in written:
            put(folder / name, files[name])
            done.append(folder / name)
        yield
    except BaseException:
        for path in done:
            put_back(path)
        raise


def said(folder: Path, name: str) -> str:
    path = folder / name
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def put(path: Path, content: str) -> None:
    """In one step at the end: a secret that is there never lacks, not even where the disk is full
    or the power goes."""
    new = path.with_name(path.name + ".new")
    before = path.with_name(path.name + REPLACED)
    try:
        with new_file(new) as file:
            file.write(content.encode())
        if path.exists():
            with new_file(before) as file:
                file.write(path.read_bytes())
        else:
            before.unlink(missing_ok=True)  # of an earlier time: it is not what lay here
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def put_back(path: Path) -> None:
    before = path.with_name(path.name + REPLACED)
    if before.exists():
        before.replace(path)
    else:
        path.unlink(missing_ok=True)
