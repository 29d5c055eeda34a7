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


def steps_of_rooms(names: set[Named]) -> str:
    """How many steps the tables of each room have taken: `ledger 5, wastebank 18, clinic 10`."""
    steps = {room.name: sum(app == room.name for app, _name in names) for room in registry.rooms()}
    return ", ".join(f"{room} {count}" for room, count in steps.items() if count)


def known_here(executor: MigrationExecutor) -> str:
    return steps_of_rooms(set(executor.loader.disk_migrations))


def found_there(executor: MigrationExecutor) -> str:
    return steps_of_rooms(set(executor.loader.applied_migrations)) or "none"


def mark_of(executor: MigrationExecutor) -> str:
    """A short name for the state of the tables of a database."""
    names = sorted(f"{app} {name}" for app, name in executor.loader.applied_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
