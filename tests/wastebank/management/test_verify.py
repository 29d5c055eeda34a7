"""`manage.py verify ROOT`: 0 unchanged, 1 changed, with the first day that differs, 2 not asked."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import clock
from ledger.models import Seal
from ledger.seals.making import seal_all
from ledger.seals.verifying import shown_root
from ledger.triggers import all_triggers, lift
from tests.cast import Cast
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def seal(cast: Cast) -> Seal:
    cast.deposit()
    return seal_all()[-1]


def verify(*typed: str) -> str:
    out = io.StringIO()
    call_command("verify", *typed, stdout=out)
    return out.getvalue()


def refused(*typed: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as ended:
        verify(*typed)
    return ended.value.returncode, str(ended.value)


def alter(sql: str) -> None:
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_unchanged_book(cast: Cast, seal: Seal) -> None:
    assert f"up to seal {seal.number}" in verify(seal.root)
    assert "Unchanged" in verify(*shown_root(seal.root).split())


def test_a_changed_document_names_its_day(cast: Cast, seal: Seal) -> None:
    alter("UPDATE wastebank_deposit SET actor_name = 'Rudi'")
    code, words = refused(seal.root)
    assert (code, str(local_day(seal.sealed_at)) in words) == (1, True)


def test_a_card_given_to_another(cast: Cast, seal: Seal) -> None:
    alter(f"UPDATE wastebank_card SET member_id = {cast.hasan.pk} WHERE id = {cast.siti_card.pk}")
    code, words = refused(seal.root)
    assert (code, "not what the program last wrote" in words) == (1, True)


def test_a_root_of_no_seal(cast: Cast, seal: Seal) -> None:
    assert refused("0" * 64)[0] == 1
    assert refused("abc")[0] == 2


def test_what_says_another_time_is_told_and_is_no_change(cast: Cast, seal: Seal) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        late = cast.deposit()
    words = verify(seal_all()[-1].root)
    assert f"look at this: what is recorded is sealed next: wastebank_deposit {late.pk}" in words
    assert "while the clock was wrong" in words
