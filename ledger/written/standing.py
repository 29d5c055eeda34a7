"""The rows that may change, compared with what was last written down of them."""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from ledger import registry
from ledger.db.room_operation import RoomOperation
from ledger.findings import UNREADABLE, Finding, found
from ledger.written.changing import Changing, version_digest, write_down, write_versions
from ledger.written.documents import Document, all_documents, all_rows, read_rows

LAW = "rows stand as they were written down"
ROWS_AT_ONCE = 1_000
LAST_WRITTEN = 20
FEWEST_TO_TELL = 3

LastVersion = tuple[int, str, str]  # number of the row, columns of its form, digest

NOT_WRITTEN_DOWN = """
    SELECT '{table} ' || t.id FROM {table} t WHERE NOT EXISTS
    (SELECT 1 FROM ledger_version v JOIN ledger_documentform f ON f.id = v.form_id
     WHERE v.row_id = t.id AND f.table_name = '{table}')
"""
FORM_GONE = """
    SELECT written.form_id, COUNT(*) FROM ledger_version written
    LEFT JOIN ledger_documentform f ON f.id = written.form_id
    WHERE f.id IS NULL GROUP BY written.form_id ORDER BY written.form_id
"""


def rows_as_written_down() -> Iterator[Finding]:
    """A row that may change is as the program last wrote it, and none came or went without it."""
    for document in all_documents():
        if issubclass(document.model_class(), Changing):
            versions = last_versions(document.table)
            while some := list(islice(versions, ROWS_AT_ONCE)):
                yield from compare(document.table, some)
            sql = NOT_WRITTEN_DOWN.format(table=document.table)
            yield from found(LAW, sql, "nobody wrote it down")
    yield from found(LAW, FORM_GONE, "the form of {1} versions is gone")


def rows_as_they_were_written_down() -> Iterator[Finding]:
    """The same of a book with older tables: what nobody had written down then is not judged."""
    forms = apps.get_model("ledger", "DocumentForm")._base_manager  # noqa: SLF001 - documented
    written = set(forms.filter(versions__isnull=False).values_list("table_name", flat=True))
    for table in sorted(written):
        versions = last_versions(table)
        while some := list(islice(versions, ROWS_AT_ONCE)):
            yield from compare(table, some)
        yield from found(LAW, NOT_WRITTEN_DOWN.format(table=table), "nobody wrote it down")
    yield from found(LAW, FORM_GONE, "the form of {1} versions is gone")


def last_versions(table: str) -> Iterator[LastVersion]:
    versions = all_rows(apps.get_model("ledger", "Version"))
    rows = (
        versions.filter(form__table_name=table)
        .order_by("row_id", "pk")
        .values_list("row_id", "form__column_names", "digest")
    )
    for _, of_row in groupby(rows.iterator(), key=lambda row: row[0]):
        *_, last = of_row
        yield last


def compare(table: str, versions: list[LastVersion]) -> Iterator[Finding]:
    stand: dict[int, str] = {}
    for columns in {columns for _, columns, _ in versions}:
        numbers = [number for number, of_form, _ in versions if of_form == columns]
        try:
            for number, content in read_rows(table, columns.split(","), Q(pk__in=numbers)):
                stand[number] = version_digest(content)
        except UNREADABLE as problem:
            yield Finding(LAW, f"{table} {numbers[0]} to {numbers[-1]}", str(problem))
    for number, _, digest in versions:
        if stand.get(number, "") != digest:
            seen = "is not what was written down" if number in stand else "is gone"
            yield Finding(LAW, f"{table} {number}", seen)


def written_with_another_secret() -> bool:
    """Whether none of the rows that were written down last is so by the secret we have. One row, or
    two, may have been altered since; that is for the audit."""
    versions = all_rows(apps.get_model("ledger", "Version")).order_by("-pk")
    last: dict[tuple[str, int], tuple[str, str]] = {}
    rows = versions.values_list("form__table_name", "row_id", "form__column_names", "digest")
    for table, number, columns, digest in rows[:LAST_WRITTEN]:
        last.setdefault((table, number), (columns, digest))
    agrees = []
    for (table, number), (columns, digest) in last.items():
        for _, content in read_rows(table, columns.split(","), Q(pk=number)):
            agrees.append(version_digest(content) == digest)
    return len(agrees) >= FEWEST_TO_TELL and not any(agrees)


def write_all_down() -> None:
    """Write down every row that may change, as it stands. For a book whose secret was lost: nobody
    can tell any more whether its rows stand as they were written down."""
    with transaction.atomic():
        for document in all_documents():
            model = document.model_class()
            if issubclass(model, Changing):
                rows = all_rows(model).order_by("pk")
                write_down(model, list(rows.values_list("pk", flat=True)))


class WriteDown(RoomOperation):
    """A migration operation: write down the rows of a room that may change, as they stand.

    Any migration that changes such rows by itself, or gives them a column that says something,
    ends with this operation. Columns that a later migration brings are left to that one. A
    migration that touches some models names them: the rows of the others keep their versions.
    """

    def __init__(self, room: str, *models: str) -> None:
        super().__init__(room)
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.room, *self.models], {}

    def forwards(self, connection: BaseDatabaseWrapper) -> None:
        offered: list[Document] = registry.offered_by(self.room, "documents")
        documents = [one for one in offered if not self.models or one.model in self.models]
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
            for document in documents:
                if document.table in tables and issubclass(document.model_class(), Changing):
                    described = connection.introspection.get_table_description(
                        cursor, document.table
                    )
                    there = {column.name for column in described}
                    cursor.execute(f"SELECT id FROM {document.table}")  # noqa: S608 - our own names
                    numbers = [int(number) for (number,) in cursor.fetchall()]
                    columns = [column for column in document.columns() if column in there]
                    if numbers:
                        write_versions(document, columns, numbers)

    def backwards(self, connection: BaseDatabaseWrapper) -> None:
        """What was written down stays; going forwards again, it is written down anew."""

    def describe(self) -> str:
        return f"Write down the rows of {self.room} that may change"
