"""Make a backup while people work."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from ledger.db.backup import locking, postgres, sqlite
from ledger.db.backup.container import BackupHead, Readable, Wrapped
from ledger.db.backup.private import new_file
from ledger.db.backup.problems import CopyProblem

Progress = Callable[[int, int], None]


def back_up(target: Path, recipients: Sequence[str], on_progress: Progress) -> None:
    """Write a consistent copy of the database to a new file: for the recipients alone, or plain
    if there are none."""
    if target.exists():
        raise CopyProblem(f"{target} exists; a backup is never overwritten")
    if not target.parent.is_dir():
        raise CopyProblem(f"there is no folder {target.parent}")
    if "ledger_journalentry" not in connection.introspection.table_names():
        raise CopyProblem("there is no book here to copy")
    part = target.with_name(target.name + ".part")
    with new_file(part) as file, a_copy(on_progress) as copy:
        whole = Wrapped(new_head(with_home=bool(recipients)), copy)
        if recipients:
            locking.lock(whole, file, recipients)
        else:
            locking.copy_through(whole, file)
    part.rename(target)


def new_head(*, with_home: bool) -> BackupHead:
    """Secrets only where nobody but the holder of the key reads them."""
    return BackupHead(
        engine=connection.vendor,
        made_at=datetime.now(UTC).isoformat(),
        pepper=pepper_mark(),
        version=settings.LEDGER_VERSION,
        home=dict(settings.LEDGER_SEALED_FILES) if with_home else {},
    )


@contextmanager
def a_copy(on_progress: Progress) -> Iterator[Readable]:
    maker = sqlite.snapshot if connection.vendor == "sqlite" else postgres.dump
    with maker(on_progress) as copy:
        yield copy


def pepper_mark() -> str:
    """Tells whether two peppers are the same, and nothing else about them."""
    return hmac.new(settings.LEDGER_DIGEST_KEY.encode(), b"backup", hashlib.sha256).hexdigest()
