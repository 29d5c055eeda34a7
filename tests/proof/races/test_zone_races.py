"""The first entry of a book and a change of the bank's zone, really at the same time."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from ledger.audit import audit
from ledger.models import JournalEntry
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.proof.prepared import Prepared
from tests.proof.races.racing import race
from wastebank.bank import facts, zone
from wastebank.bank.facts import set_bank
from wastebank.bank.known import bank_facts
from wastebank.models import Bank
from wastebank.values.calendar import zone_now


@pytest.fixture
def cast(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as people:
        zone.look_again()
        yield people


def test_of_the_first_entry_and_a_change_of_the_zone_one_comes_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change begins while the deposit stands between its look at the zone and its end."""
    begun = threading.Event()
    hold = zone.held_bank

    def change_begins() -> Bank:
        begun.set()
        return hold()

    def deposit_holds() -> Bank:
        bank = hold()
        begun.wait(0.5)  # on SQLite it waits for us before it comes so far
        time.sleep(0.1)
        return bank

    def change() -> Bank:
        return set_bank(key=uuid.uuid4(), by=cast.maya, time_zone="Asia/Jayapura")

    before = zone_now()
    monkeypatch.setattr(facts, "held_bank", change_begins)
    monkeypatch.setattr(zone, "held_bank", deposit_holds)
    commands: list[Callable[[], object]] = [cast.deposit, change]
    outcomes = race(commands)
    refused = [one.code for one in outcomes if isinstance(one, Refusal)]
    entries, named = JournalEntry.objects.count(), bank_facts().time_zone
    assert (refused, entries > 0, named) in [
        (["zone_stands"], True, ""),
        (["zone_moved"], False, "Asia/Jayapura"),
    ], outcomes
    assert zone_now() == before
    assert audit() == []
