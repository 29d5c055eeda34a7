"""A home that is at work keeps the name its settings gave it; an invented telephone goes."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from ledger.audit import check_book
from ledger.triggers import missing
from tests.cast import Cast
from tests.engines import Database
from tests.proof.prepared import Prepared
from wastebank.bank.known import FACTS
from wastebank.models import Bank, Place

BEFORE = "0017_prices_say_what_came_before"
OLD_NAME = "Bank Sampah Melati"  # of a home that had set none


@pytest.fixture
def recorded(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as cast:
        cast.deposit()
        yield cast


def facts() -> list[tuple[str, ...]]:
    return list(Bank.objects.values_list(*FACTS))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, (OLD_NAME, "", "", "Asia/Jakarta")),
        (
            {
                "WASTEBANK_NAME": " Mekar Sari ",
                "WASTEBANK_PHONE": "0812-0000-4410",
                "WASTEBANK_TIME_ZONE": "Asia/Makassar",
            },
            ("Mekar Sari", "0812-0000-4410", "", "Asia/Makassar"),
        ),
        ({"WASTEBANK_NAME": "Anggrek"}, ("Anggrek", "", "", "Asia/Jakarta")),
    ],
)
def test_a_home_of_before_takes_its_settings_over(
    recorded: Cast,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    expected: tuple[str, ...],
) -> None:
    for name in ("WASTEBANK_NAME", "WASTEBANK_PHONE", "WASTEBANK_TIME_ZONE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    call_command("migrate", "wastebank", BEFORE, verbosity=0)
    call_command("migrate", verbosity=0)
    assert facts() == [expected]
    assert (missing(connection), check_book()) == ([], [])


def test_an_empty_home_has_no_facts_whatever_the_settings_say(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WASTEBANK_NAME", "Anggrek")
    call_command("migrate", "wastebank", BEFORE, verbosity=0)
    call_command("migrate", verbosity=0)
    assert (facts(), Place.objects.exists()) == ([], False)
