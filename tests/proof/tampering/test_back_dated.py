"""What an owner of the database puts in later, and dates back to before a seal, is seen.

A row is put into every table that says when the program recorded it, as a copy of one that is
there, and is sealed with what comes next. Of price lists `test_tampering.py` says more: there what
was paid says what the list was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, models
from django.db.models import Model

from ledger import clock
from ledger.audit import check_book
from ledger.models import Seal
from ledger.seals.making import seal_all
from ledger.seals.out_of_time import SLACK, rows_out_of_time
from ledger.seals.verifying import Outcome, verify
from ledger.triggers import all_triggers, lift
from ledger.written.changing import Changing
from ledger.written.documents import Document, all_documents, fields_of, meta
from tests.cast import Cast
from tests.conftest import Blocker
from tests.proof.book.full_book import write_full_book
from tests.proof.conftest import laid_out_ahead
from tests.proof.prepared import Prepared, without_checks
from wastebank.deposits.void import void_deposit

DATED = [document for document in all_documents() if document.ours]
TWO_DAYS = timedelta(days=2)
WRITTEN = timedelta(days=70)


def sealed_book(cast: Cast) -> None:
    """Something of everything under the first seals, and later something under the next. The full
    book begins with the month before its own time, and what the cast rests on must be older."""
    with clock.at(clock.now() + WRITTEN):
        write_full_book(cast)
    with clock.at(clock.now() + WRITTEN + TWO_DAYS):
        cast.redeem()
        deposit = cast.deposit()
        void_deposit(key=uuid4(), by=cast.sari, deposit=deposit.number, reason="salah timbang")
        seal_all()


@pytest.fixture(scope="session")
def sealed_ahead(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Prepared]:
    with laid_out_ahead(django_db_blocker, sealed_book) as prepared_programme:
        yield prepared_programme


@pytest.fixture
def book(sealed_ahead: Prepared, prepared_programme: Prepared) -> Iterator[Cast]:
    with sealed_ahead.fresh() as cast, clock.at(clock.now() + WRITTEN + TWO_DAYS):
        yield cast


def copy_of_a_row(document: Document, at: datetime) -> int:
    """A row like the last one, that says it was recorded at that instant; answers its number."""
    model, names = fields_of(document.table)
    row = model._base_manager.order_by("pk")[0]
    row.pk = None
    for one in meta(model).concrete_fields:
        if is_once(model, one):
            setattr(row, one.attname, another(getattr(row, one.attname), one))
    setattr(row, names[document.ours], at)
    row._state.adding = True
    row.save(force_insert=True)
    return int(row.pk)


def is_once(model: type[Model], field: models.Field[Any, Any]) -> bool:
    together = [
        name
        for one in meta(model).constraints
        if isinstance(one, models.UniqueConstraint)
        for name in one.fields[-1:]
    ]
    return not field.primary_key and (field.unique or field.name in together)


def another(value: Any, field: models.Field[Any, Any]) -> Any:
    if isinstance(value, str):
        return f"x{value}"[: field.max_length]
    if isinstance(value, int):
        return value + 1_000
    return value if value is None else value + timedelta(days=1_000)


def without_foreign_keys() -> None:
    """On PostgreSQL they are triggers of the database itself; on SQLite a switch."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")


def test_what_is_dated_back_to_before_a_seal_is_seen(
    book: Cast, figure: Callable[[str, int], None]
) -> None:
    assert list(rows_out_of_time()) == []
    first = Seal.objects.get(number=1)
    with connection.constraint_checks_disabled(), without_checks():
        lift(connection, all_triggers())
        without_foreign_keys()
        put_in = {
            f"{document.table} {copy_of_a_row(document, first.sealed_at - TWO_DAYS)}"
            for document in DATED
        }
    seal_all()
    seen = {remark.where for remark in rows_out_of_time()}
    assert put_in - seen == set()
    assert seen - put_in == set()
    figure("tampering: tables into which a row was put and dated back, seen", len(put_in))


def test_a_row_that_is_younger_than_its_own_seal_is_seen(book: Cast) -> None:
    log = next(one for one in DATED if one.model == "wastebank.ActionLog")
    lift(connection, all_triggers())
    number = copy_of_a_row(log, clock.now() + 2 * SLACK)
    seal_all()
    assert [remark.where for remark in rows_out_of_time()] == [f"{log.table} {number}"]


def test_a_remark_is_told_and_leaves_the_book_as_it_is(book: Cast) -> None:
    """A clock may have been wrong: whoever was there can tell, and the book goes on."""
    with clock.at(clock.now() - timedelta(hours=3)):  # the clock of the machine was put back
        book.deposit()
    seal_all()
    verdict = verify(Seal.objects.order_by("-number")[0].root)
    assert verdict.outcome is Outcome.UNCHANGED
    said = {remark.where.partition(" ")[0] for remark in verdict.remarks}
    assert said == {"wastebank_deposit", "ledger_keyedresult"}
    assert check_book() == []


def test_a_little_out_of_step_is_nobodys_fault(book: Cast) -> None:
    with clock.at(clock.now() - SLACK / 2):
        book.deposit()
    seal_all()
    assert list(rows_out_of_time()) == []


def test_what_a_full_seal_left_to_the_next_is_no_remark(
    book: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("making", "out_of_time"):
        monkeypatch.setattr(f"ledger.seals.{module}.MAX_ROWS", 2)
        monkeypatch.setattr(f"ledger.seals.{module}.MAX_ENTRIES", 2)
    for _ in range(5):
        book.deposit()
    with clock.at(clock.now() + 2 * SLACK):
        assert len(seal_all()) > 2
        book.deposit()
    with clock.at(clock.now() + 4 * SLACK):
        seal_all()
        assert list(rows_out_of_time()) == []


def test_every_table_that_is_written_once_says_when_or_goes_with_one_that_does() -> None:
    """Whoever adds a document says which of its columns is ours."""
    silent = {
        document.model
        for document in all_documents()
        if not document.ours and not issubclass(document.model_class(), Changing)
    }
    assert silent == {
        "clinic.AdjustmentPart",
        "clinic.AuthorisationLine",
        "clinic.AuthorisationPayment",
        "clinic.ClinicPaymentPart",
        "clinic.RedemptionLine",
        "clinic.RedemptionPayment",
        "wastebank.CorrectionLine",
        "wastebank.DepositLine",
        "wastebank.ReconciledStep",
    }
    for document in DATED:
        assert document.ours in document.columns()
        assert replace(document, ours="").columns() == document.columns()
