"""A backup of which the very file was opened, restored into a scratch place, and audited there.

The key that opens it is on paper. So the file is also encrypted for a key that lives in the memory
of this process, opens this one file, and is gone with the check.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from ledger.db.backup import postgres
from ledger.db.backup.container import BackupHead
from ledger.db.backup.judge import judge
from ledger.db.backup.locking import new_identity
from ledger.db.backup.make import Progress, back_up
from ledger.db.backup.private import new_folder
from ledger.db.backup.problems import CopyProblem
from ledger.db.backup.restore import open_backup
from ledger.db.backup.sqlite import url_of_file

VERIFYING = "verifying"


def back_up_to_verify(target: Path, recipients: Sequence[str], on_progress: Progress) -> str:
    """Write the backup, and judge it; answers what keeps it from being trusted, nothing if green.

    CopyProblem or OSError if there is no backup.
    """
    identity, ours = new_identity()
    back_up(target, [*recipients, ours], on_progress)
    try:
        verify(target, identity)
    except (CopyProblem, OSError) as problem:
        return str(problem)
    return ""


def verify(backup: Path, identity: str) -> None:
    with new_folder() as folder:
        copy = folder / "copy"
        open_backup(backup, copy, [identity], nothing_to_refuse)
        if connection.vendor == "sqlite":
            judge(url_of_file(copy), other_pepper=False)
            return
        postgres.drop_scratch(VERIFYING)
        with postgres.scratch_database(VERIFYING) as name:
            postgres.load(copy, name)
            judge(postgres.url_of(name), other_pepper=False)


def nothing_to_refuse(_head: BackupHead) -> None:
    """It was made here, a moment ago."""
