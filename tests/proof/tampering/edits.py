"""Edits that an owner of the database could make: drawn from every column that says something."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Model

from clinic.book.documents import FREE_TABLES as FREE_OF_THE_CLINIC
from ledger.findings import UNREADABLE
from ledger.models import Seal, Version
from ledger.seals.checking import readable_leaves, root_of
from ledger.seals.making import NO_SEAL
from ledger.written.changing import Changing, version_digest
from ledger.written.declared import FREE_TABLES as FREE_OF_THE_BOOK
from ledger.written.documents import all_documents, meta, read_rows
from wastebank.book.documents import FREE_TABLES as FREE_OF_THE_BANK

FREE_TABLES = {**FREE_OF_THE_BOOK, **FREE_OF_THE_BANK, **FREE_OF_THE_CLINIC}
# Tables that stand under the seals themselves, or are added up again by the invariants.
BESIDE_DOCUMENTS = (
    "ledger_account",
    "ledger_journalentry",
    "ledger_posting",
    "ledger_seal",
    "ledger_sealedentry",
    "ledger_sealedrun",
    "ledger_documentform",
    "wastebank_receiptseries",
)


@dataclass(frozen=True)
class Column:
    """A column that says something, of a table that has rows."""

    table: str
    name: str
    field: models.Field[Any, Any]

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


def all_tables() -> dict[str, type[Model]]:
    return {str(meta(m).db_table): m for m in apps.get_models(include_auto_created=True)}


def columns_that_say_something() -> list[Column]:
    """Every column of every table, save those that are listed as free."""
    free = {document.table: document.free for document in all_documents()}
    return [
        Column(table, field.column, field)
        for table, model in all_tables().items()
        if table not in FREE_TABLES
        for field in meta(model).concrete_fields
        if not field.primary_key and field.column not in free.get(table, {})
    ]


@dataclass(frozen=True)
class Edit:
    """Statements behind the triggers' backs, and the rows that may change which they touch."""

    says: str
    table: str
    statements: Sequence[tuple[str, Sequence[Any]]]

    def __str__(self) -> str:
        return self.says

    def make(self) -> bool:
        """False if nothing was changed by it."""
        changed = 0
        with connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values)
                changed += cursor.rowcount
        return changed > 0


def ids_of(table: str) -> list[Any]:
    key = meta(all_tables()[table]).pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} ORDER BY {key}")
        return [row[0] for row in cursor.fetchall()]


def value_of(column: Column, row: int) -> Any:
    model = all_tables()[column.table]
    return model._base_manager.values_list(column.field.attname, flat=True).get(pk=row)


def other_value(random: Random, column: Column, value: Any) -> Any:
    """Another value that could stand there, as the database stores it."""
    field = column.field
    if field.null and value is not None and random.random() < 0.3:
        return None
    if field.is_relation:
        assert isinstance(field.related_model, type)
        others = [n for n in ids_of(meta(field.related_model).db_table) if n != value]
        return random.choice([*others, (value or 0) + 1_000])  # or a thing that is not there
    if field.choices:
        others = [code for code, _ in field.flatchoices if code != value]
        if others:
            return random.choice(others)
    return changed_value(random, field, value)


def changed_value(random: Random, field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps({"changed": random.randrange(1_000)})
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.IntegerField):
        return (value or 0) + random.choice((1, 2, 1_000))
    if isinstance(field, models.DateTimeField):
        moved = (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(
            seconds=random.randrange(1, 90_000)
        )
        return connection.ops.adapt_datetimefield_value(moved)
    if isinstance(field, models.DateField):
        return (value or date(2026, 1, 1)) + timedelta(days=random.randrange(1, 40))
    text = str(value or "")
    return changed_text(random, text, field.max_length)


def changed_text(random: Random, text: str, longest: int | None) -> str:
    if not text:
        return "x"
    at = random.randrange(len(text))
    other = "b" if text[at] != "b" else "c"
    return (text[:at] + other + text[at + 1 :])[: longest or None]


def one_cell(random: Random, column: Column) -> Edit | None:
    """Another value in one cell."""
    rows = ids_of(column.table)
    if not rows:
        return None
    row = random.choice(rows)
    value = other_value(random, column, value_of(column, row))
    key = meta(all_tables()[column.table]).pk.column
    sql = f"UPDATE {column.table} SET {column.name} = %s WHERE {key} = %s"
    return Edit(f"{column} of {row} becomes {value!r}", column.table, [(sql, [value, row])])


def row_gone(random: Random, column: Column) -> Edit | None:
    """A row of the column's table is removed."""
    rows = ids_of(column.table)
    if not rows:
        return None
    row = random.choice(rows)
    return Edit(
        f"{column.table} {row} is gone",
        column.table,
        [(f"DELETE FROM {column.table} WHERE id = %s", [row])],
    )


def swapped(random: Random, column: Column) -> Edit | None:
    """Two rows swap what they say in one column."""
    rows = ids_of(column.table)
    pairs = [(a, b) for a in rows for b in rows if a < b]
    random.shuffle(pairs)
    for first, second in pairs[:20]:
        ones, others = value_of(column, first), value_of(column, second)
        if ones != others and not column.field.unique:
            sql = (
                f"UPDATE {column.table} SET {column.name} = (SELECT o.{column.name} FROM"
                f" {column.table} o WHERE o.id = CASE WHEN {column.table}.id = %s"
                f" THEN %s ELSE %s END) WHERE id IN (%s, %s)"
            )
            values = [first, second, first, first, second]
            return Edit(f"{column} of {first} and {second} swapped", column.table, [(sql, values)])
    return None


def told_otherwise(random: Random, column: Column) -> Edit | None:
    """The same moment or day in another way: SQLite keeps text, and looks for rows by it."""
    rows = ids_of(column.table)
    said = isinstance(column.field, models.DateField)  # moments are days, to Django
    if connection.vendor != "sqlite" or not said or not rows:
        return None
    row = random.choice(rows)
    value = value_of(column, row)
    if value is None:
        return None
    other = value.strftime("%Y%m%d")
    if isinstance(value, datetime):
        east = value.astimezone(timezone(timedelta(hours=random.randrange(1, 14))))
        other = random.choice((str(east), str(value), value.isoformat()))
    key = meta(all_tables()[column.table]).pk.column
    sql = f"UPDATE {column.table} SET {column.name} = %s WHERE {key} = %s"
    return Edit(f"{column} of {row} is told as {other}", column.table, [(sql, [other, row])])


def drawn(random: Random, columns: Sequence[Column]) -> Edit | None:
    kinds = (one_cell, row_gone, swapped, told_otherwise)
    return random.choices(kinds, weights=(7, 1, 2, 2))[0](random, random.choice(columns))


def no_sense(random: Random, columns: Sequence[Column]) -> Edit | None:
    """What cannot be read as what should stand there."""
    column = random.choice(columns)
    rows = ids_of(column.table)
    timely = isinstance(column.field, models.DateField)
    if not rows or (connection.vendor != "sqlite" and not timely):
        return None
    texts = ("'2026-99-99 00:00:00'", "CAST(X'ff41' AS TEXT)", "X'ff00'", "9223372036854775807")
    said = random.choice(texts) if connection.vendor == "sqlite" else "'infinity'"
    row = random.choice(rows)
    key = meta(all_tables()[column.table]).pk.column
    sql = f"UPDATE {column.table} SET {column.name} = {said} WHERE {key} = %s"
    return Edit(f"{column} of {row} becomes {said}", column.table, [(sql, [row])])


# --- an owner who knows how it works


def repair() -> None:
    """Make every digest and every root again over what the tables say now."""
    for document in all_documents():
        if issubclass(document.model_class(), Changing):
            repair_versions(document.table)
    repair_seals()


def repair_versions(table: str) -> None:
    last: dict[int, Version] = {}
    found = Version.objects.filter(form__table_name=table).select_related("form").order_by("pk")
    for version in found:
        last[version.row_id] = version
    for number, version in last.items():
        try:
            rows = dict(read_rows(table, version.form.columns(), models.Q(pk=number)))
        except UNREADABLE:
            continue
        Version.objects.filter(pk=version.pk).update(
            digest=version_digest(rows[number]) if rows else ""
        )


def repair_seals() -> None:
    previous_root = NO_SEAL
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        seal.number, seal.previous_root = number, previous_root
        hashes, counts = readable_leaves([seal])
        seal.entry_count, seal.row_count = counts[seal.pk]
        seal.root = root_of(seal, hashes[seal.pk])
        seal.save()
        previous_root = seal.root
