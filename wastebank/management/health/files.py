"""The data folder: whose it is, who else could read it, and how much room is left."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from wastebank.env import ONLY_OURS
from wastebank.management.health.kinds import Examined, good, look, stop

LEAST_FREE_MB = 100
FEW_FREE_MB = 1000
MEGABYTE = 1_000_000
PASSED_THROUGH = ONLY_OURS & ~0o011


def data_folder() -> Iterator[Examined]:
    folder = Path(settings.HOME)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield stop("data folder", f"The program may not write into {folder}.")
        return
    opened = sorted(path.name for path in ours(folder) if is_open(path))
    if opened:
        names = ", ".join(opened)
        yield stop(
            "data folder", f"Other people of this machine can read {names} in {folder}: chmod go="
        )
    else:
        yield good("data folder", f"{folder} is readable for its owner only.")


def ours(folder: Path) -> Iterator[Path]:
    """The folder and what it holds, but for what everybody may read; what was deleted meanwhile is
    none."""
    yield folder
    public = {Path(settings.STATIC_ROOT), Path(settings.JOINED_STYLES)}
    yield from (path for path in folder.iterdir() if path.exists() and path not in public)


def is_open(path: Path) -> bool:
    """Whether others can read or write it; that a proxy goes through a folder opens nothing."""
    return bool(path.stat().st_mode & (PASSED_THROUGH if path.is_dir() else ONLY_OURS))


def room() -> Iterator[Examined]:
    free_mb = shutil.disk_usage(settings.HOME).free // MEGABYTE
    if free_mb < LEAST_FREE_MB:
        yield stop("disk", f"{free_mb:,} MB are free: soon nothing can be recorded. Make room.")
    elif free_mb < FEW_FREE_MB:
        yield look("disk", f"{free_mb:,} MB are free. A backup needs as much as the database.")
    else:
        yield good("disk", f"{free_mb:,} MB are free.")
