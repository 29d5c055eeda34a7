"""A book that was sealed before seals held rows stays green, and its rows are sealed from now on."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from ledger.audit import check_book
from ledger.management.startup import refuse_unsafe_start
from ledger.models import Seal, Version
from ledger.seals.making import seal_all
from ledger.seals.verifying import Outcome, verify
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from tests.proof.book.full_book import write_earlier_book
from tests.proof.migrations.first_seals import seal_as_before
from tests.proof.prepared import Prepared
from wastebank.models import Card, Deposit

BEFORE = {"clinic": "0007", "wastebank": "0009", "ledger": "0002"}


@pytest.fixture
def moved_on(prepared_programme: Prepared) -> Iterator[Cast]:
    """A full book of before, brought up to date."""
    with prepared_programme.fresh() as cast:
        write_earlier_book(cast)
        seal_as_before()
        for room, name in BEFORE.items():
            call_command("migrate", room, name, verbosity=0)
        call_command("migrate", verbosity=0)
        yield cast


def test_it_is_green_and_its_old_root_still_verifies(moved_on: Cast) -> None:
    refuse_unsafe_start()
    assert check_book() == []
    seal = Seal.objects.get()
    assert seal.form == Seal.Form.ENTRIES
    assert verify(seal.root).outcome is Outcome.UNCHANGED
    moved_on.deposit()
    assert check_book() == []


def test_what_may_change_is_written_down_as_it_stood(moved_on: Cast) -> None:
    versions = Version.objects.filter(form__table_name="wastebank_card")
    assert versions.values("row_id").distinct().count() == Card.objects.count()
    Card.objects.update(holder_name="Siti")
    assert check_book() == []
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wastebank_card SET holder_name = 'Wati'")
    assert {f.law for f in check_book()} >= {"rows stand as they were written down"}


def test_the_next_seal_takes_every_row_of_before(moved_on: Cast) -> None:
    (seal,) = seal_all()
    assert seal.row_count > Deposit.objects.count()
    assert (seal.number, check_book()) == (2, [])
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wastebank_deposit SET actor_name = 'x' WHERE series_number = 1")
    verdict = verify(seal.root)
    assert (verdict.outcome, verdict.until) == (Outcome.CHANGED, seal.sealed_at)
