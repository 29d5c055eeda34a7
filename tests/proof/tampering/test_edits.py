"""T15: what an owner of the database changes is found, from the last root that was printed.

Each edit is made with triggers and CHECKs out of the way, twice: as it is, then with every digest
and every root made again, as somebody would who knows the program. The first must be found by the
audit or by the root on paper, the second by the root on paper alone.
"""

import os
from collections.abc import Callable, Iterator
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from ledger.audit import check_book
from ledger.models import DocumentForm, Seal
from ledger.seals.checking import seals_recompute
from ledger.seals.verifying import Outcome, verify
from ledger.triggers import all_triggers
from ledger.written.changing import Changing, write_versions
from ledger.written.documents import all_documents, document_of, meta
from ledger.written.standing import rows_as_written_down
from tests import engines
from tests.conftest import Blocker
from tests.proof.book.full_book import row_bytes
from tests.proof.conftest import laid_out_ahead
from tests.proof.prepared import Prepared, without_checks
from tests.proof.proving import PROVING
from tests.proof.tampering.edits import (
    BESIDE_DOCUMENTS,
    FREE_TABLES,
    Edit,
    all_tables,
    columns_that_say_something,
    drawn,
    ids_of,
    no_sense,
    one_cell,
    repair,
)
from tests.proof.tampering.test_tampering import EXPECTED, open_up
from wastebank.models import User

EDITS = 200 if PROVING else 40
SEED = int(os.environ.get("EDITS_SEED", "15"))


@pytest.fixture(scope="session")
def open_book(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Prepared]:
    with laid_out_ahead(django_db_blocker, open_up) as prepared_programme:
        yield prepared_programme


@pytest.fixture
def unguarded(open_book: Prepared, prepared_programme: Prepared) -> Iterator[None]:
    with engines.pointed_at(open_book.template), without_checks():
        yield


def audit_finds() -> bool:
    return bool({finding.law for finding in check_book()} - EXPECTED)


def paper_finds(root: str) -> bool:
    return verify(root).outcome is not Outcome.UNCHANGED


class TakenBack(Exception):
    """Ends a trial, so that nothing of it stays."""


def tried(edit: Edit, root: str) -> str | None:
    """How the edit stayed unseen; empty if it was found, None if it could not be made."""
    unseen = ""
    try:
        with transaction.atomic():
            before = row_bytes(edit.table)
            if not edit.make() or row_bytes(edit.table) == before:
                return None
            if not (audit_finds() or paper_finds(root)):
                unseen = "as it is"
            else:
                repair()
                undone = row_bytes(edit.table) == before  # what was edited was a root or a count
                unseen = "" if undone or paper_finds(root) or audit_finds() else "repaired"
            raise TakenBack
    except TakenBack:
        return unseen
    except DatabaseError:
        return None  # two rows cannot say the same where a column is unique


@pytest.mark.prove
def test_what_the_owner_changes_is_found(
    unguarded: None, figure: Callable[[str, int], None]
) -> None:
    random, columns = Random(SEED), columns_that_say_something()
    root = Seal.objects.order_by("-number")[0].root
    assert not audit_finds()
    assert not paper_finds(root)
    made, unseen = 0, []
    while made < EDITS:
        edit = drawn(random, columns)
        how = tried(edit, root) if edit else None
        if how is not None:
            made += 1
            unseen += [f"{edit}: {how}"] if how else []
    assert not unseen, "\n".join(unseen)
    figure("tampering: edits by the database's owner, found", made)


@pytest.mark.prove
def test_no_sense_is_found_and_stops_nobody(unguarded: None) -> None:
    """An audit that ends in a fault tells nothing, and lets nobody start."""
    random, columns = Random(SEED), columns_that_say_something()
    root = Seal.objects.order_by("-number")[0].root
    made = 0
    while made < EDITS:
        edit = no_sense(random, columns)
        try:
            with transaction.atomic():
                if edit and edit.make():
                    made += 1
                    assert audit_finds(), edit
                    assert isinstance(paper_finds(root), bool), edit
                raise TakenBack
        except TakenBack:
            continue
        except DatabaseError as problem:
            assert "constraint" in str(problem), edit  # two rows cannot say the same


def test_every_table_and_every_column_is_declared() -> None:
    """Whoever adds a table says what it is: a document, a part of the book, or free, and why."""
    documents = {document.table: document for document in all_documents()}
    listed = {*documents, *BESIDE_DOCUMENTS, *FREE_TABLES}
    assert sorted(set(all_tables()) - listed) == []
    assert sorted(listed - set(all_tables())) == []
    assert not set(documents) & set(FREE_TABLES)
    for document in documents.values():
        columns = {field.column for field in meta(document.model_class()).concrete_fields}
        assert set(document.free) <= columns, document.table
        assert all(len(reason) > 20 for reason in document.free.values())
    assert all(len(reason) > 20 for reason in FREE_TABLES.values())


@pytest.mark.parametrize("which", ["", " WHERE id = (SELECT MAX(id) FROM {0})"])
def test_each_table_that_is_emptied_is_found_by_the_audit_alone(
    unguarded: None, which: str
) -> None:
    """Whole or by its last row, alone: what other tables say of its rows stays. Without a paper
    nobody knows of the last row of the log, say, once its seal is gone, too."""
    unseen = []
    for table in sorted(set(all_tables()) - set(FREE_TABLES)):
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {table}{which.format(table)}")
                    made = cursor.rowcount
                if made and not audit_finds():
                    unseen.append(table)
                raise TakenBack
        except TakenBack:
            continue
    assert unseen == []


def test_each_form_that_is_gone_is_found(unguarded: None) -> None:
    """Also one that rows were written down in before their table had today's columns: what was said
    in it is not read any more, and so nothing else misses it."""
    unseen = []
    with transaction.atomic():
        document = document_of(User)
        assert document is not None
        number = ids_of(document.table)[0]
        write_versions(document, document.columns()[:-1], [number])  # as an earlier program
        write_versions(document, document.columns(), [number])
        write_versions(document, document.columns()[:-2], [])
        assert not audit_finds()
        for form in DocumentForm.objects.order_by("pk"):
            try:
                with transaction.atomic():
                    with connection.cursor() as cursor:
                        cursor.execute("DELETE FROM ledger_documentform WHERE id = %s", [form.pk])
                    if not (any(rows_as_written_down()) or any(seals_recompute())):
                        unseen.append(str(form))
                    raise TakenBack
            except TakenBack:
                continue
        transaction.set_rollback(True)
    assert unseen == []


def test_what_is_written_once_is_guarded_and_what_changes_is_written_down() -> None:
    """A document whose rows neither the database keeps nor the program writes down is none."""
    kept = {trigger.table for trigger in all_triggers() if trigger.event == "DELETE"}
    for document in all_documents():
        is_kept = document.table in kept
        assert is_kept or issubclass(document.model_class(), Changing), document.table


def test_the_edits_reach_every_column(unguarded: None) -> None:
    empty = {column.table for column in columns_that_say_something() if not ids_of(column.table)}
    assert empty == set()


@pytest.mark.skipif(not PROVING, reason="each column once: grows with `make prove`")
@pytest.mark.prove
def test_each_column_that_says_something_is_looked_after(
    unguarded: None, figure: Callable[[str, int], None]
) -> None:
    random, root = Random(SEED), Seal.objects.order_by("-number")[0].root
    unseen, untried = [], []
    columns = columns_that_say_something()
    for column in columns:
        for _ in range(60):
            edit = one_cell(random, column)
            how = tried(edit, root) if edit else None
            if how is not None:
                unseen += [f"{edit}: {how}"] if how else []
                break
        else:
            untried.append(str(column))
    assert not unseen, "\n".join(unseen)
    assert untried == []
    figure("tampering: columns that say something, each edited and found", len(columns))
