"""What holds for every test of a run: what is paid for once, and what SQLite is as strict in."""

from typing import Any

import pytest


def cheapen_passwords(patch: pytest.MonkeyPatch) -> None:
    """Argon2 at its lowest cost. A program served in a process of its own pays in full."""
    from wastebank.codes.passwords import ModestArgon2 as Argon2

    for name, cost in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        patch.setattr(Argon2, name, cost)


def find_static_files_once(patch: pytest.MonkeyPatch) -> None:
    """Each `Client` loads the middleware anew; WhiteNoise would look at 300 files each time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, object]()

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)


def refuse_nul_as_postgres(patch: pytest.MonkeyPatch) -> None:
    """SQLite takes a NUL in a question; PostgreSQL does not, and a page that asks one is a fault.

    Pages are tried on SQLite first, so the fault has to show there.
    """
    from django.db import DataError
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper as Cursor

    execute = Cursor.execute

    def strict(cursor: Cursor, query: str, params: Any = None) -> Any:
        if params and any(isinstance(each, str) and "\0" in each for each in params):
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return execute(cursor, query, params)

    patch.setattr(Cursor, "execute", strict)
