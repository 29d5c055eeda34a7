"""Rows that may change, and only by the program: each state of them is written down.

Whoever saves, updates or deletes such a row by the ORM writes its version in the same transaction;
no command and no page can forget it. A state without a version was written by somebody else, and
what the program writes afterwards does not make it right: such a row gets no version any more.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from ledger import clock
from ledger.findings import UNREADABLE
from ledger.written.digests import digest, digest_key
from ledger.written.documents import Document, all_rows, document_of, meta, read_rows

DIGEST_BYTES = 32
ROWS_AT_ONCE = 500

Row = TypeVar("Row", bound=models.Model)


class ChangingQuerySet(models.QuerySet[Row]):
    """Changes of many rows at once, each written down."""

    def update(self, **changes: Any) -> int:
        if not says_something(self.model, changes):
            return super().update(**changes)
        with transaction.atomic(savepoint=False):
            every = all_rows(self.model)
            meant = every.filter(pk__in=self.order_by().values("pk"))
            numbers = list(meant.select_for_update().values_list("pk", flat=True))
            right = as_written_down(self.model, numbers)
            changed = super().update(**changes)
            write_down(self.model, right)
        return changed

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **options)
            write_down(self.model, [one.pk for one in made])
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            numbers = list(self.order_by().values_list("pk", flat=True))
            right = as_written_down(self.model, numbers)
            deleted = super().delete()
            write_down(self.model, right)
        return deleted


class Changing(models.Model):
    """A thing whose rows may change."""

    if not TYPE_CHECKING:  # for mypy, the manager that every model has
        objects = ChangingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **options: Any) -> None:
        named = options.get("update_fields")
        says = named is None or says_something(type(self), named)
        with transaction.atomic(savepoint=False):
            right = not says or self.pk is None or as_written_down(type(self), [self.pk])
            super().save_base(*args, **options)
            if says and right:
                write_down(type(self), [self.pk])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        number = self.pk
        with transaction.atomic(savepoint=False):
            right = as_written_down(type(self), [number])
            deleted = super().delete(*args, **options)
            write_down(type(self), right)
        return deleted


def says_something(model: type[models.Model], names: Iterable[str]) -> bool:
    """Whether one of these fields is among the columns that are written down."""
    document = document_of(model)
    if document is None:
        return False
    wanted = set(names)
    return any(
        not f.primary_key and f.column not in document.free and {f.name, f.attname} & wanted
        for f in meta(model).concrete_fields
    )


def as_written_down(model: type[models.Model], numbers: Collection[int]) -> list[int]:
    """Those that stand as the program last wrote them, or are not there yet. Held until the
    transaction ends, so that nobody writes between a row and its version."""
    document = document_of(model)
    if document is None:
        return []
    right, wanted = [], sorted(numbers)
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        some = wanted[start : start + ROWS_AT_ONCE]
        rows = all_rows(model).order_by("pk").filter(pk__in=some)
        there = set(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        said = last_written(document.table, some)
        now = dict.fromkeys(set(some) - there, "")
        for columns in {columns for columns, _ in said.values()}:
            of_form = [n for n in some if n in there and n in said and said[n][0] == columns]
            now |= digests_now(document.table, columns, of_form)
        right += [n for n in some if now.get(n) == said.get(n, ("", ""))[1]]
    return right


def digests_now(table: str, columns: str, numbers: Collection[int]) -> dict[int, str]:
    """Of rows as they stand; of one that cannot be read there is none."""
    try:
        rows = read_rows(table, columns.split(","), Q(pk__in=numbers))
        return {number: version_digest(row) for number, row in rows}
    except UNREADABLE:
        found: dict[int, str] = {}
        for number in numbers if len(numbers) > 1 else ():
            found |= digests_now(table, columns, [number])
        return found


def last_written(table: str, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Of these rows, the columns and the digest of what was written down last."""
    versions = all_rows(apps.get_model("ledger", "Version"))
    found = versions.filter(form__table_name=table, row_id__in=numbers).order_by("pk")
    rows = found.values_list("row_id", "form__column_names", "digest")
    return {number: (columns, digest) for number, columns, digest in rows}


def write_down(model: type[models.Model], numbers: Collection[int]) -> None:
    """Write a version of each of these rows, as they stand in this transaction."""
    document = document_of(model)
    if document is not None:
        write_versions(document, document.columns(), numbers)


def write_versions(document: Document, columns: list[str], numbers: Collection[int]) -> None:
    if not numbers:
        return  # a form that nothing was written in would say nothing, and nobody would miss it
    forms = all_rows(apps.get_model("ledger", "DocumentForm"))
    versions = all_rows(apps.get_model("ledger", "Version"))
    form, _ = forms.get_or_create(table_name=document.table, column_names=",".join(columns))
    now, wanted = clock.now(), sorted(numbers)
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        some = wanted[start : start + ROWS_AT_ONCE]
        stand = dict(read_rows(document.table, columns, Q(pk__in=some)))
        versions.bulk_create(
            versions.model(
                form=form,
                row_id=number,
                digest=version_digest(stand[number]) if number in stand else "",
                at=now,
            )
            for number in some
        )


def version_digest(row: bytes) -> str:
    return digest(digest_key(settings.LEDGER_DIGEST_KEY), row, size=DIGEST_BYTES)
