"""Which tables a program knows and a database has, told by their migrations."""

import hashlib

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from ledger import registry

Named = tuple[str, str]  # a room, and one of its migrations


def looked_up() -> MigrationExecutor:
    return MigrationExecutor(connection)


def to_apply(executor: MigrationExecutor) -> list[Migration]:
    """What this program has and the database has not, in the order in which it is applied."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def not_known(executor: MigrationExecutor) -> list[str]:
    """What a newer version of the program did to the database."""
    known, applied = executor.loader.disk_migrations, executor.loader.applied_migrations
    ours = {app for app, _name in known}
    return sorted(
        f"{app} {name}" for app, name in applied if app in ours and (app, name) not in known
    )


def last_of_rooms(names: set[Named]) -> str:
    """The state of the tables in a line: `ledger 0004, wastebank 0016, clinic 0010`."""
    last = {
        room.name: max((name for app, name in names if app == room.name), default="none")
        for room in registry.rooms()
    }
    return ", ".join(f"{room} {name[:4]}" for room, name in last.items() if name != "none")


def known_here(executor: MigrationExecutor) -> str:
    return last_of_rooms(set(executor.loader.disk_migrations))


def found_there(executor: MigrationExecutor) -> str:
    return last_of_rooms(set(executor.loader.applied_migrations)) or "none"


def mark_of(executor: MigrationExecutor) -> str:
    """A short name for the state of the tables of a database."""
    names = sorted(f"{app} {name}" for app, name in executor.loader.applied_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
