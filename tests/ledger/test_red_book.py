"""A red audit: every write is refused with a clear message, while reading goes on."""

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.audit import audit, check_book
from ledger.models import Account, RedFlag
from ledger.queries import balance_at, find_account, statement, trial_balance
from ledger.refusals import BookIsRed
from ledger.triggers import TRIGGERS, install, lift
from tests.cast import Cast
from wastebank.materials.prices import set_price
from wastebank.members.enrol import enrol_member
from wastebank.passbook.lines import passbook

pytestmark = pytest.mark.django_db


def tamper(by: int) -> None:
    """Add to Siti's balance by hand, as an owner of the database might."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_account SET credits = credits + %s WHERE code LIKE 'member:%%'"
            " AND credits > 0",
            [by],
        )


@pytest.fixture
def red(cast: Cast) -> Cast:
    """Siti has 25,000 and a visit; then somebody writes into the database."""
    cast.deposit()
    cast.redeem()
    tamper(5)
    assert audit()
    return cast


WRITES: dict[str, Callable[[Cast], Any]] = {
    "deposit": lambda cast: cast.deposit(),
    "redeem": lambda cast: cast.redeem(),
    "enrol": lambda cast: enrol_member(key=uuid.uuid4(), by=cast.sari, name="Budi"),
    "price": lambda cast: set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place="BSI",
        valid_from=cast.sehati.valid_from,
        price_idr=1,
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_refused(red: Cast, write: str) -> None:
    before = Account.objects.values_list()
    with pytest.raises(BookIsRed):
        WRITES[write](red)
    assert list(before) == list(Account.objects.values_list())


def test_reading_goes_on(red: Cast) -> None:
    wallet = find_account(f"member:{red.siti.number}")
    assert wallet is not None
    assert len(statement(wallet)) == 2
    assert len(passbook(red.siti)) == 2
    assert wallet.touched_at is not None
    assert balance_at(wallet, wallet.touched_at) == 10_000
    assert trial_balance()[0]


def test_the_flag_says_what_was_found_and_is_raised_once(red: Cast) -> None:
    audit()
    flag = RedFlag.objects.get()
    assert {finding["law"] for finding in flag.findings} == {
        "units balance",
        "totals equal postings",
    }


def test_the_flag_is_lifted_when_the_book_is_green_again(red: Cast) -> None:
    undo_tampering()
    assert audit() == []
    assert RedFlag.objects.get().lifted_at is not None
    red.deposit()
    assert audit() == []


def undo_tampering() -> None:
    own = [trigger for trigger in TRIGGERS if trigger.table == "ledger_account"]
    lift(connection, own)
    tamper(-5)
    install(connection, own)


def test_checking_alone_raises_no_flag(cast: Cast) -> None:
    cast.deposit()
    tamper(5)
    assert check_book()
    assert not RedFlag.objects.exists()


def test_the_command_is_green_on_a_sound_book(cast: Cast) -> None:
    cast.deposit()
    out = io.StringIO()
    call_command("audit", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"green": True, "findings": []}


def test_the_command_ends_with_1_on_a_red_book(red: Cast) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("audit", "--json", stdout=out)
    assert ended.value.returncode == 1
    told = json.loads(out.getvalue())
    assert told["green"] is False
    assert {"law", "where", "seen"} == set(told["findings"][0])
