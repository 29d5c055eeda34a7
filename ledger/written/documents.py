"""Which tables say something, as the rooms declare it, and a row of them as bytes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Manager, Model, Q

from ledger import registry

ROWS_AT_ONCE = 2_000

AnyModel = TypeVar("AnyModel", bound=Model)


def meta(model: type[Model]) -> Any:
    """What Django knows of a model. It documents this, though the name looks private."""
    return model._meta  # noqa: SLF001 - documented


def all_rows(model: type[AnyModel]) -> Manager[AnyModel]:
    """Every row of a table, whatever a model's own manager leaves out. Django documents this one,
    too."""
    return model._base_manager  # noqa: SLF001


@dataclass(frozen=True)
class Document:
    """A table by its model. `free` are columns that may change without a trace, each with why.

    `ours` is the column that says when the program recorded a row that is written once, by its own
    clock: the seals around the row must agree. Empty where the row goes with one that says it.
    """

    model: str
    free: Mapping[str, str] = field(default_factory=dict)
    ours: str = ""

    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def table(self) -> str:
        return str(meta(self.model_class()).db_table)

    def columns(self) -> list[str]:
        """All that a row says, in the order of the model; its number is said apart."""
        fields = meta(self.model_class()).concrete_fields
        names = [f.column or "" for f in fields if not f.primary_key]
        return [name for name in names if name not in self.free]


@cache
def all_documents() -> list[Document]:
    """Those that the rooms declare."""
    return [one for documents in registry.offered("documents") for one in documents]


@cache
def document_of(model: type[Model]) -> Document | None:
    """The document of a model, if a room declares it."""
    return next((one for one in all_documents() if one.model_class() is model), None)


@cache
def fields_of(table: str) -> tuple[type[Model], Mapping[str, str]]:
    """The model of a table, and how it calls each column."""
    for model in apps.get_models(include_auto_created=True):
        if meta(model).db_table == table:
            return model, {f.column or "": f.attname for f in meta(model).concrete_fields}
    raise ValueError(f"no table {table}")


def read_rows(table: str, columns: Sequence[str], meant: Q) -> Iterator[tuple[int, bytes]]:
    """The rows that are meant, by their numbers, as bytes, in order."""
    model, names = fields_of(table)
    if absent := [column for column in columns if column not in names]:
        raise ValueError(f"{table} has no {', '.join(absent)}")
    rows = all_rows(model).filter(meant).order_by("pk")
    asked = rows.values_list("pk", *(names[column] for column in columns))
    for number, *values in asked.iterator(chunk_size=ROWS_AT_ONCE):
        yield number, row_bytes(table, number, columns, values)


def row_bytes(table: str, number: int, columns: Sequence[str], values: Sequence[object]) -> bytes:
    """A row as bytes that any program can make again: its table, its number, column by column."""
    said = [list(pair) for pair in zip(columns, values, strict=True)]
    return json.dumps(
        [table, number, said], separators=(",", ":"), sort_keys=True, default=plain
    ).encode()


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is nothing that a row says")
