"""The data folder: whose it is, who else could read it, and how much room is left."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ledger.db.backup.home import NOT_ENDED, REPLACED, has_not_ended
from wastebank.env import ONLY_OURS
from wastebank.management.health.kinds import Examined, good, look, stop

LEAST_FREE_MB = 100
FEW_FREE_MB = 1000
MEGABYTE = 1_000_000
PASSED_THROUGH = ONLY_OURS & ~0o011
ROOT = 0

FOLDER, DISK, PERSON = _("data folder"), _("disk"), _("user")
RESTORE = _("restore")
HOME_SHUT = good("home_shut", FOLDER, _("{folder} is readable for its owner only."))
HOME_UNWRITABLE = stop(
    "home_unwritable",
    FOLDER,
    _("The program may not write into {folder}."),
    _("Give the folder to the user who runs the program: chown -R."),
)
HOME_OPEN = stop(
    "home_open",
    FOLDER,
    _("Other people of this machine can read {names} in {folder}."),
    _("chmod -R go= for the folder, and look who had access."),
)
HOME_OF_ANOTHER = stop(
    "home_of_another",
    FOLDER,
    _("{names} in {folder} belongs to {owner}, and this command runs as {user}."),
    _("Run it as {owner}; what {user} made in the folder give back to {owner} by chown."),
)
RUNS_AS_ROOT = look(
    "runs_as_root",
    PERSON,
    _("The program runs as root: a fault of it could touch the whole machine."),
    _("Give it a user of its own, as the manual's Installation says."),
)
RUNS_AS = good("runs_as", PERSON, _("Runs as {user}."))
DISK_FULL = stop(
    "disk_full", DISK, _("{free} MB are free: soon nothing can be recorded."), _("Make room.")
)
DISK_LOW = look(
    "disk_low",
    DISK,
    _("{free} MB are free."),
    _("Make room: a backup and an upgrade need as much as the database."),
)
DISK_ROOMY = good("disk_roomy", DISK, _("{free} MB are free."))
RESTORE_NOT_ENDED = stop(
    "restore_not_ended",
    RESTORE,
    _("One was begun and did not come to its end: book and secrets may be of two books."),
    _(
        "Run it again: `{program} restore FILE --replace`. If you put back by hand what is kept"
        " under names with {replaced}, then take the file {note} out of the data folder."
    ),
)


def data_folder() -> Iterator[Examined]:
    folder = Path(settings.HOME)
    theirs = sorted(path.name for path in ours(folder) if path.stat().st_uid != os.geteuid())
    if theirs:
        owners = {called(path.stat().st_uid) for path in ours(folder)} - {called(os.geteuid())}
        names, owner = ", ".join(theirs), ", ".join(sorted(owners))
        yield HOME_OF_ANOTHER(names=names, folder=folder, owner=owner, user=called(os.geteuid()))
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield HOME_UNWRITABLE(folder=folder)
        return
    opened = sorted(path.name for path in ours(folder) if is_open(path))
    if opened:
        yield HOME_OPEN(names=", ".join(opened), folder=folder)
    elif not theirs:
        yield HOME_SHUT(folder=folder)


def ours(folder: Path) -> Iterator[Path]:
    """The folder and what it holds, but for what everybody may read; what was deleted meanwhile is
    none."""
    yield folder
    public = {Path(settings.STATIC_ROOT), Path(settings.JOINED_STYLES)}
    if os.access(folder, os.R_OK | os.X_OK):
        yield from (path for path in folder.iterdir() if path.exists() and path not in public)


def is_open(path: Path) -> bool:
    """Whether others can read or write it; that a proxy goes through a folder opens nothing."""
    return bool(path.stat().st_mode & (PASSED_THROUGH if path.is_dir() else ONLY_OURS))


def called(number: int) -> str:
    """The name of a user of this machine; the number, where it knows none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def person() -> Iterator[Examined]:
    if os.geteuid() == ROOT:
        yield RUNS_AS_ROOT()
    else:
        yield RUNS_AS(user=called(os.geteuid()))


def room() -> Iterator[Examined]:
    free_mb = shutil.disk_usage(settings.HOME).free // MEGABYTE
    found = DISK_ROOMY
    if free_mb < FEW_FREE_MB:
        found = DISK_FULL if free_mb < LEAST_FREE_MB else DISK_LOW
    yield found(free=f"{free_mb:,}")


def restored() -> Iterator[Examined]:
    """Where a restore stopped half-way, the program does not start, and no book is there to ask."""
    if has_not_ended():
        yield RESTORE_NOT_ENDED(replaced=REPLACED, note=NOT_ENDED)
