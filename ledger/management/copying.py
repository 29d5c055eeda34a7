"""How the commands for copies end when something is wrong: in one sentence, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from ledger.db.backup.problems import CopyProblem, one_line


@contextmanager
def one_sentence(outcome: str) -> Iterator[None]:
    try:
        yield
    except (CopyProblem, DatabaseError, OSError) as problem:
        raise CommandError(f"{outcome}: {one_line(problem)}") from None
