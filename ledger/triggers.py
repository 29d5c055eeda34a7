"""Triggers that make the database itself refuse changes to what is recorded.

A trigger is one condition, written once in SQL both engines understand, over NEW and OLD. The text
of every installed trigger is compared with this file at start: Django rebuilds a SQLite table on
AlterField and silently drops its triggers, and a person could too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from ledger import registry
from ledger.db.room_operation import RoomOperation


@dataclass(frozen=True)
class Trigger:
    """Refuse `event` on `table` when `condition` holds; `says` is the database's message."""

    table: str
    event: str  # INSERT, UPDATE, DELETE, TRUNCATE or REPLACE
    condition: str
    says: str

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.event.lower()}"

    def sqlite(self) -> str | None:
        if self.event == "TRUNCATE":
            return None  # SQLite has no such statement: it is a DELETE, which has its trigger
        event = "INSERT" if self.event == "REPLACE" else self.event
        return (
            f"CREATE TRIGGER {self.name} BEFORE {event} ON {self.table} "
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
        if self.event == "REPLACE":
            return []  # PostgreSQL has no such statement: an upsert is an UPDATE, which has its own
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $guard${self.postgres_body()}$guard$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]


def append_only(table: str, *unique: str) -> list[Trigger]:
    """Rows of `table` are written once: no change, no removal, no replacement.

    `unique` are the columns, or columns with a comma, by which a row can take another's place.
    """
    says = f"append-only: {table}"
    return [
        Trigger(table, "UPDATE", "TRUE", says),
        Trigger(table, "DELETE", "TRUE", says),
        Trigger(table, "TRUNCATE", "TRUE", says),
        Trigger(table, "REPLACE", taken(table, unique), says),
    ]


def never_deleted(table: str, *unique: str) -> list[Trigger]:
    says = f"never deleted: {table}"
    return [
        Trigger(table, "DELETE", "TRUE", says),
        Trigger(table, "TRUNCATE", "TRUE", says),
        Trigger(table, "REPLACE", taken(table, unique), says),
    ]


def taken(table: str, unique: Iterable[str]) -> str:
    """A condition: a row stands where the new one would go. `INSERT OR REPLACE` removes it without
    a DELETE trigger, unless `recursive_triggers` is on, as no other program need have it."""
    keys = [key.replace(" ", "").split(",") for key in ("id", *unique)]
    same = (" AND ".join(f"o.{column} = NEW.{column}" for column in columns) for columns in keys)
    # One question for each key: each is one look into one index.
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} o WHERE {condition})"  # noqa: S608 - our own names
        for condition in same
    )


def changed(columns: Iterable[str]) -> str:
    """A condition: one of the columns differs between OLD and NEW (no nulls among them)."""
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


TRIGGERS = [
    *append_only("ledger_journalentry", "key", "reverses_id"),
    *append_only(
        "ledger_posting", "entry_id,line", "debit_id,debit_version", "credit_id,credit_version"
    ),
    *append_only("ledger_hold", "key"),
    *append_only("ledger_holdend", "hold_id", "entry_id"),
    *append_only("ledger_seal", "number"),
    *append_only("ledger_sealedentry", "entry_id", "seal_id,position"),
    *append_only("ledger_sealedrun", "seal_id,position"),
    *append_only("ledger_documentform", "table_name,column_names"),
    *append_only("ledger_version"),
    *append_only("ledger_backupkey", "recipient"),
    *never_deleted("ledger_account", "code"),
    *never_deleted("ledger_keyedresult", "key"),
    *never_deleted("ledger_redflag"),
    Trigger(
        "ledger_account",
        "UPDATE",
        changed(["id", "code", "unit", "kind", "guarded", "shared"])
        + " OR NEW.debits < OLD.debits OR NEW.credits < OLD.credits OR NEW.version < OLD.version",
        "account: only totals move, and only upwards",
    ),
    Trigger(
        "ledger_redflag",
        "UPDATE",
        changed(["id", "raised_at"]) + " OR OLD.lifted_at IS NOT NULL",
        "red flag: lifted once, and nothing else",
    ),
    Trigger(
        "ledger_keyedresult",
        "UPDATE",
        "OLD.outcome IS NOT NULL OR " + changed(["id", "key", "verb", "fingerprint", "claimed_at"]),
        "keyed result: the first outcome stays",
    ),
    Trigger(
        "ledger_posting",
        "INSERT",
        "NEW.line < 1 OR NEW.line > (SELECT e.posting_count FROM ledger_journalentry e"
        " WHERE e.id = NEW.entry_id) OR (SELECT d.unit FROM ledger_account d"
        " WHERE d.id = NEW.debit_id) <> (SELECT c.unit FROM ledger_account c"
        " WHERE c.id = NEW.credit_id)",
        "posting: the entry is complete, or the units differ",
    ),
]


def all_triggers() -> list[Trigger]:
    """The triggers that the rooms declare."""
    return [trigger for triggers in registry.offered("triggers") for trigger in triggers]


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Put the triggers in place anew; safe to repeat."""
    wanted = list(triggers)
    lift(connection, wanted)
    with connection.cursor() as cursor:
        for trigger in wanted:
            if connection.vendor == "sqlite":
                text = trigger.sqlite()
                if text:
                    cursor.execute(text)
            else:
                for statement in trigger.postgres():
                    cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take the triggers away, as a migration must before it rebuilds a table they speak of."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing(
    connection: BaseDatabaseWrapper, triggers: Iterable[Trigger] | None = None
) -> list[str]:
    """Names of triggers that are absent, switched off or of another text in this database."""
    wanted = all_triggers() if triggers is None else list(triggers)
    if connection.vendor == "sqlite":
        have = sqlite_triggers(connection)
        return [trigger.name for trigger in wanted if trigger.sqlite() != have.get(trigger.name)]
    present = postgres_triggers(connection)
    return [
        trigger.name
        for trigger in wanted
        if trigger.postgres()
        and present.get(trigger.name) != (trigger.table, trigger.event, trigger.postgres_body())
    ]


def foreign(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers of somebody else on tables that are guarded: whenever the program writes there, they
    write in its name, or leave out what it wrote."""
    ours = {(trigger.table, trigger.name) for trigger in all_triggers()}
    guarded = {table for table, _ in ours}
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_NAMES if connection.vendor == "sqlite" else POSTGRES_NAMES)
        there = {(table, name) for table, name in cursor.fetchall() if table in guarded}
    return sorted(f"{table} {name}" for table, name in there - ours)


SQLITE_NAMES = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
POSTGRES_NAMES = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


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


class TriggerOperation(RoomOperation):
    """A migration operation on a room's triggers, as the room declares them now."""

    def triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        """The room's triggers on tables that are there: a later migration may make others."""
        wanted: list[Trigger] = registry.offered_by(self.room, "triggers")
        tables = set(connection.introspection.table_names())
        return [trigger for trigger in wanted if trigger.table in tables]

    def lift(self, connection: BaseDatabaseWrapper) -> None:
        lift(connection, self.triggers(connection))

    def install(self, connection: BaseDatabaseWrapper) -> None:
        install(connection, self.triggers(connection))


class LiftTriggers(TriggerOperation):
    """Take a room's triggers away until the migration's last operation, InstallTriggers.

    Any migration that alters a guarded table begins with this operation and ends with that one,
    in one transaction: SQLite cannot rebuild a table that a trigger of another one reads. Taken
    back, it begins with what that one lifts and ends with what this one installs.
    """

    forwards = TriggerOperation.lift
    backwards = TriggerOperation.install

    def describe(self) -> str:
        return f"Lift the triggers of {self.room}"


class InstallTriggers(TriggerOperation):
    """Put a room's triggers in place, as LiftTriggers says for tables that have them."""

    forwards = TriggerOperation.install
    backwards = TriggerOperation.lift

    def describe(self) -> str:
        return f"Install the triggers of {self.room}"
