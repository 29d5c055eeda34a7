"""A program with migrations that come later: real ones, of a room of ours, in no file."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from ledger.management.startup import begin
from ledger.triggers import InstallTriggers, LiftTriggers
from ledger.written.standing import WriteDown

ROOM = "wastebank"


@contextmanager
def with_later(*steps: list[Operation]) -> Iterator[None]:
    """The program meanwhile has one more migration for each list of operations."""
    load_disk = MigrationLoader.load_disk

    def and_later(loader: Any) -> None:
        load_disk(loader)
        ours = {name: one for (app, name), one in loader.disk_migrations.items() if app == ROOM}
        (before,) = ours.keys() - {d[1] for one in ours.values() for d in one.dependencies}
        for number, operations in enumerate(steps, start=1):
            facts = {"dependencies": [(ROOM, before)], "operations": operations}
            kind = type("Later", (migrations.Migration,), facts)
            later = kind(f"900{number}_later", ROOM)
            loader.disk_migrations[ROOM, later.name] = later
            before = later.name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MigrationLoader, "load_disk", and_later)
        yield


def sql(*statements: str) -> list[Operation]:
    return [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in statements]


def run(action: Callable[[], None]) -> list[Operation]:
    return [migrations.RunPython(lambda _apps, _editor: action(), migrations.RunPython.noop)]


def a_table_and_a_row() -> list[Operation]:
    """What PostgreSQL and SQLite each would keep of it, if each migration stood for itself."""
    return sql(
        "CREATE TABLE wastebank_later (id integer PRIMARY KEY, says text)",
        "INSERT INTO wastebank_later VALUES (1, 'kept')",
    )


def a_column() -> list[Operation]:
    """On SQLite the table is made anew for it; rows that may change are written down with it."""
    field = models.CharField(max_length=5, default="lama", null=True)
    return [
        LiftTriggers(ROOM),
        migrations.AddField("receiptseries", "later", field),
        migrations.AlterField("receiptseries", "later", models.CharField(max_length=9, null=True)),
        InstallTriggers(ROOM),
        WriteDown(ROOM),
    ]


def power_cut() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def goes_wrong() -> None:
    raise ValueError("a receipt nobody can read")


def tables() -> set[str]:
    found = set(connection.introspection.table_names())
    connection.close()
    return found


def be_killed() -> None:
    """For a program of its own, in which nothing comes after it."""
    with with_later(a_table_and_a_row(), run(power_cut)):
        begin(lambda text: print(text, file=sys.stderr, flush=True))
