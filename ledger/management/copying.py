"""How the commands for copies end when something is wrong: in one sentence, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from ledger.db.backup.problems import CopyProblem, one_line
from ledger.db.engine import EngineProblem


@contextmanager
def one_sentence(outcome: str) -> Iterator[None]:
    try:
        yield
    except (CopyProblem, DatabaseError, EngineProblem, OSError) as problem:
        raise CommandError(f"{outcome}: {one_line(problem)}") from None
