"""Triggers that make the database itself refuse changes to what is recorded.

A guard is one condition, written once in SQL both engines understand, over NEW and OLD. The text
of every installed trigger is compared with this file at start: Django rebuilds a SQLite table on
AlterField and silently drops its triggers, and a person could too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` when `condition` holds; `says` is the database's message."""

    table: str
    event: str  # INSERT, UPDATE, DELETE or TRUNCATE
    condition: str
    says: str

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.event.lower()}"

    def sqlite(self) -> str | None:
        if self.event == "TRUNCATE":
            return None  # SQLite has no such statement: it is a DELETE, which has its guard
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def postgres_body(self) -> str:
        answer = "OLD" if self.event == "DELETE" else "NEW"
        if self.event == "TRUNCATE":
            answer = "NULL"
        return (
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.says}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END"
        )

    def postgres(self) -> list[str]:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $guard${self.postgres_body()}$guard$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]


def append_only(table: str) -> list[Guard]:
    """Rows of `table` are written once: no change, no removal, no replacement."""
    says = f"append-only: {table}"
    return [
        Guard(table, "UPDATE", "TRUE", says),
        Guard(table, "DELETE", "TRUE", says),
        Guard(table, "TRUNCATE", "TRUE", says),
    ]


def never_deleted(table: str) -> list[Guard]:
    says = f"never deleted: {table}"
    return [Guard(table, "DELETE", "TRUE", says), Guard(table, "TRUNCATE", "TRUE", says)]


def changed(columns: Iterable[str]) -> str:
    """A condition: one of the columns differs between OLD and NEW (no nulls among them)."""
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


GUARDS = [
    *append_only("ledger_journalentry"),
    *append_only("ledger_posting"),
    *append_only("ledger_hold"),
    *append_only("ledger_holdend"),
    *append_only("ledger_seal"),
    *append_only("ledger_sealedentry"),
    *never_deleted("ledger_account"),
    *never_deleted("ledger_keyedresult"),
    *never_deleted("ledger_redflag"),
    Guard(
        "ledger_account",
        "UPDATE",
        changed(["id", "code", "unit", "kind", "guarded", "shared"])
        + " OR NEW.debits < OLD.debits OR NEW.credits < OLD.credits OR NEW.version < OLD.version",
        "account: only totals move, and only upwards",
    ),
    Guard(
        "ledger_keyedresult",
        "UPDATE",
        "OLD.outcome IS NOT NULL OR " + changed(["id", "key", "verb", "fingerprint", "claimed_at"]),
        "keyed result: the first outcome stays",
    ),
    Guard(
        "ledger_posting",
        "INSERT",
        "NEW.line < 1 OR NEW.line > (SELECT e.posting_count FROM ledger_journalentry e"
        " WHERE e.id = NEW.entry_id) OR (SELECT d.unit FROM ledger_account d"
        " WHERE d.id = NEW.debit_id) <> (SELECT c.unit FROM ledger_account c"
        " WHERE c.id = NEW.credit_id)",
        "posting: the entry is complete, or the units differ",
    ),
]


def all_guards() -> list[Guard]:
    """The guards of every room: each app may have a module `guards` with a list GUARDS."""
    found: list[Guard] = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "guards"):
            found += import_module(f"{config.name}.guards").GUARDS
    return found


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Put the guards in place anew; safe to repeat."""
    wanted = list(guards)
    lift(connection, wanted)
    with connection.cursor() as cursor:
        for guard in wanted:
            if connection.vendor == "sqlite":
                text = guard.sqlite()
                if text:
                    cursor.execute(text)
            else:
                for statement in guard.postgres():
                    cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Take the guards away, as a migration must before it rebuilds a table they speak of."""
    with connection.cursor() as cursor:
        for guard in guards:
            on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on}")


def missing(connection: BaseDatabaseWrapper, guards: Iterable[Guard] | None = None) -> list[str]:
    """Names of guards that are absent, switched off or of another text in this database."""
    wanted = all_guards() if guards is None else list(guards)
    if connection.vendor == "sqlite":
        have = sqlite_triggers(connection)
        return [guard.name for guard in wanted if guard.sqlite() != have.get(guard.name)]
    present = postgres_triggers(connection)
    return [
        guard.name
        for guard in wanted
        if present.get(guard.name) != (guard.table, guard.event, guard.postgres_body())
    ]


def sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


POSTGRES_TRIGGERS = """
    SELECT t.tgname, c.relname, p.prosrc, t.tgtype
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
      AND c.relnamespace = current_schema()::regnamespace
"""
# tgtype bits of pg_trigger.h: 1 per row, 2 before, then the event.
POSTGRES_EVENTS = {
    2 | 1 | 4: "INSERT",
    2 | 1 | 8: "DELETE",
    2 | 1 | 16: "UPDATE",
    2 | 32: "TRUNCATE",
}


def postgres_triggers(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_TRIGGERS)
        return {
            name: (table, POSTGRES_EVENTS.get(kind, "?"), body)
            for name, table, body, kind in cursor.fetchall()
        }


class GuardOperation(Operation):
    """A migration operation on a room's guards, as its `guards` module has them now."""

    reversible = True

    def __init__(self, room: str) -> None:
        self.room = room

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.room], {}

    def guards(self, connection: BaseDatabaseWrapper) -> list[Guard]:
        """The room's guards on tables that are there: a later migration may make others."""
        wanted: list[Guard] = import_module(f"{self.room}.guards").GUARDS
        tables = set(connection.introspection.table_names())
        return [guard for guard in wanted if guard.table in tables]

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Guards are no part of Django's picture of the models."""

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """The tables go with their triggers when their own migration is reversed."""


class LiftGuards(GuardOperation):
    """Take a room's guards away until the migration's last operation, InstallGuards.

    Any migration that alters a guarded table begins with this operation and ends with that one,
    in one transaction: SQLite cannot rebuild a table that a trigger of another one reads.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        lift(schema_editor.connection, self.guards(schema_editor.connection))

    def describe(self) -> str:
        return f"Lift the guards of {self.room}"


class InstallGuards(GuardOperation):
    """Put a room's guards in place. See LiftGuards for migrations that alter a guarded table."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        install(schema_editor.connection, self.guards(schema_editor.connection))

    def describe(self) -> str:
        return f"Install the guards of {self.room}"
