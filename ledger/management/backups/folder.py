"""The folder of the backups, and their names: whose they are, and when each was made.

Several banks may share a folder, such as a drive in the network. Each knows its own by a mark, and
touches nothing else that lies there.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from django.conf import settings
from django.utils.timezone import get_default_timezone

from ledger import registry
from ledger.db.backup.make import pepper_mark
from ledger.management.backups.keeping import to_keep

MARK_DIGITS = 8
STAMP = "%Y%m%dT%H%M%SZ"
GOOD, UNVERIFIED, PART = ".age", ".unverified.age", ".part"
UNVERIFIED_KEPT = 2


def folder() -> Path:
    """Made if it is the one in the data folder; another one is there, or it is not plugged in."""
    chosen = Path(settings.LEDGER_BACKUP_FOLDER)
    if chosen.parent == Path(settings.HOME):
        chosen.mkdir(mode=0o700, exist_ok=True)
    return chosen


def prefix() -> str:
    return f"wastebank-{pepper_mark()[:MARK_DIGITS]}-"


def name_of(moment: datetime) -> str:
    return f"{prefix()}{moment.astimezone(UTC):{STAMP}}"


def ours(ending: str) -> Iterator[tuple[datetime, Path]]:
    """Our files with this ending, by the moments that their names tell."""
    named = re.compile(rf"{re.escape(prefix())}(\d{{8}}T\d{{6}}Z){re.escape(ending)}")
    for path in sorted(folder().iterdir()):
        if match := named.fullmatch(path.name):
            try:
                yield datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), path
            except ValueError:  # not a moment, so none of ours
                continue


def zone_of_days() -> tzinfo:
    """Where the days of the backups are counted: there where the bank is, whoever asks first."""
    for follow in registry.offered("before_days"):
        follow()
    return get_default_timezone()


def forget_old(made: datetime, now: datetime) -> list[Path]:
    """Take away what the rule does not keep; answers what went. Only good ones count as kept."""
    here = zone_of_days()
    good = {moment.astimezone(here): path for moment, path in ours(GOOD)}
    kept = to_keep(good, made=made.replace(microsecond=0).astimezone(here), now=now)
    gone = [path for moment, path in good.items() if moment not in kept]
    gone += [path for _moment, path in list(ours(UNVERIFIED))[:-UNVERIFIED_KEPT]]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def clear_parts() -> None:
    """What a run that was killed left behind, while ours alone is running."""
    for ending in (PART, f"{UNVERIFIED}{PART}"):
        for _moment, path in ours(ending):
            path.unlink(missing_ok=True)
