"""Every way in which a recorded row could be changed or removed without a command."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, Field, IntegerField, Model, TextField

from ledger.triggers import all_triggers

# Tables that may change in part: a change that they must refuse.
FORBIDDEN: dict[str, tuple[str, Any]] = {
    "ledger_account": ("shared", False),
    "ledger_keyedresult": ("outcome", '{"done":{"id":99}}'),
    "clinic_redemptionpayment": ("amount_idr", 77),
    "wastebank_cashcount": ("note", "x"),
    "wastebank_receiptseries": ("last", 0),
    "wastebank_receiptprint": ("count", 0),
}


@dataclass(frozen=True)
class Change:
    """A row of a guarded table, and a value that must not come to stand in one of its columns."""

    model: type[Model]
    field: "Field[Any, Any]"
    value: Any

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        return str(self.field.column)

    @property
    def row(self) -> Model:
        """The newest row: nothing is missed by looking at the first one only."""
        row = self.model._base_manager.order_by("-pk").first()
        assert row is not None, f"{self.table} is empty, so it proves nothing"
        return row

    def changed_row(self) -> Model:
        row = self.row
        setattr(row, self.field.attname, self.value)
        return row


def change_of(model: type[Model]) -> Change | None:
    """A change the table must refuse; None if only removal is refused."""
    table = model._meta.db_table
    if not any(trigger.table == table and trigger.event == "UPDATE" for trigger in all_triggers()):
        return None
    if table in FORBIDDEN:
        name, value = FORBIDDEN[table]
        return Change(model, model._meta.get_field(name), value)  # type: ignore[arg-type]
    for kind, value in ((CharField, "x"), (TextField, "x"), (IntegerField, 77)):
        for field in model._meta.concrete_fields:
            if isinstance(field, kind) and not field.primary_key and not field.choices:
                return Change(model, field, value)
    return None


Run = Callable[[Change], Any]


@dataclass(frozen=True)
class WritePath:
    name: str
    run: Run
    engine: str = ""  # on both, if nothing is said
    removes: bool = False
    at: str = ""  # the one table to try it at, if it reaches all of them at once

    def __str__(self) -> str:
        return self.name.replace(" ", "_")


def execute(sql: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or [])


def raw_row(change: Change, *, with_id: bool = True) -> tuple[str, str, list[Any]]:
    """The changed row as columns, placeholders and stored values."""
    row = change.changed_row() if with_id else change.row
    fields = [f for f in change.model._meta.concrete_fields if with_id or not f.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    return columns, ", ".join(["%s"] * len(fields)), values


def raw_update(change: Change) -> None:
    execute(
        f"UPDATE {change.table} SET {change.column} = %s WHERE id = %s",
        [change.value, change.row.pk],
    )


def raw_upsert(change: Change) -> None:
    columns, marks, values = raw_row(change)
    execute(
        f"INSERT INTO {change.table} ({columns}) VALUES ({marks}) ON CONFLICT (id)"
        f" DO UPDATE SET {change.column} = excluded.{change.column}",
        values,
    )


def insert_or_replace(change: Change, *, with_id: bool = True) -> None:
    columns, marks, values = raw_row(change, with_id=with_id)
    execute(f"INSERT OR REPLACE INTO {change.table} ({columns}) VALUES ({marks})", values)


def update_or_replace(change: Change) -> None:
    """Gives an older row the id of the newest, which has to make way."""
    execute(
        f"UPDATE OR REPLACE {change.table} SET id = (SELECT MAX(id) FROM {change.table})"
        f" WHERE id = (SELECT MIN(id) FROM {change.table})"
    )


def merge(change: Change) -> None:
    execute(
        f"MERGE INTO {change.table} AS t USING (SELECT id FROM {change.table}) AS s ON t.id = s.id"
        f" WHEN MATCHED THEN UPDATE SET {change.column} = %s",
        [change.value],
    )


def queryset_update(change: Change) -> None:
    change.model._base_manager.update(**{change.field.name: change.value})


def bulk_update(change: Change) -> None:
    change.model._base_manager.bulk_update([change.changed_row()], [change.field.name])


def update_conflicts(change: Change) -> None:
    change.model._base_manager.bulk_create(
        [change.changed_row()],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[change.field.name],
    )


def save(change: Change) -> None:
    change.changed_row().save()


def load_fixture(change: Change) -> None:
    """`loaddata` of a dump in which somebody changed a word."""
    dump = json.loads(serializers.serialize("json", [change.row]))
    dump[0]["fields"][change.field.name] = change.value
    with TemporaryDirectory() as folder:
        path = Path(folder, "changed.json")
        path.write_text(json.dumps(dump))
        call_command("loaddata", str(path), verbosity=0)


def raw_delete(change: Change) -> None:
    execute(f"DELETE FROM {change.table}")


def delete_newest(change: Change) -> None:
    execute(f"DELETE FROM {change.table} WHERE id = %s", [change.row.pk])


def queryset_delete(change: Change) -> None:
    change.model._base_manager.all().delete()


def queryset_raw_delete(change: Change) -> None:
    rows = change.model._base_manager.all()
    rows._raw_delete(rows.db)


def instance_delete(change: Change) -> None:
    change.row.delete()


def truncate(change: Change) -> None:
    execute(f"TRUNCATE {change.table}")


def truncate_cascade(change: Change) -> None:
    execute(f"TRUNCATE {change.table} CASCADE")


def flush(change: Change) -> None:
    call_command("flush", interactive=False, verbosity=0)


WRITE_PATHS = [
    WritePath("raw UPDATE", raw_update),
    WritePath("raw upsert", raw_upsert),
    WritePath("INSERT OR REPLACE", insert_or_replace, engine="sqlite"),
    WritePath("UPDATE OR REPLACE", update_or_replace, engine="sqlite"),
    WritePath("MERGE", merge, engine="postgresql"),
    WritePath("QuerySet update", queryset_update),
    WritePath("bulk_update", bulk_update),
    WritePath("update_conflicts", update_conflicts),
    WritePath("save", save),
    WritePath("loaddata", load_fixture),
    WritePath("raw DELETE", raw_delete, removes=True),
    WritePath("raw DELETE of one", delete_newest, removes=True),
    WritePath("QuerySet delete", queryset_delete, removes=True),
    WritePath("QuerySet raw delete", queryset_raw_delete, removes=True),
    WritePath("delete", instance_delete, removes=True),
    WritePath("TRUNCATE", truncate, engine="postgresql", removes=True),
    WritePath("TRUNCATE CASCADE", truncate_cascade, engine="postgresql", removes=True),
    WritePath("flush", flush, removes=True, at="ledger_posting"),
]


def write_paths() -> list[WritePath]:
    """Those that exist on this engine."""
    return [
        write_path for write_path in WRITE_PATHS if write_path.engine in ("", connection.vendor)
    ]
