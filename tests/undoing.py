"""Many small stories on one cast: each is taken back before the next begins."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is recorded inside is gone afterwards, commands that commit included."""
    atomic = transaction.atomic()
    # The mark of a test's own transaction: a command, which must be the outermost one, stands it.
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        yield
        transaction.set_rollback(True)
