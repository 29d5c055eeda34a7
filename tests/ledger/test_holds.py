"""Holds: placed, captured, released, expired; each ends once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ledger import clock
from ledger.holds import capture_hold, expire_overdue, place_hold, release_hold
from ledger.models import Account, Hold, HoldEnd
from ledger.posting import Posted, Transfer, lock_accounts
from ledger.refusals import HoldEnded, NotEnough
from tests.ledger.books import (
    NOON,
    PURSE,
    STORE,
    SUPPLIER,
    TEST,
    TILL,
    balance,
    pay_in,
    pay_out,
    write,
)

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def purse_with_a_thousand() -> None:
    write(pay_in(1_000))


def held() -> int:
    return Account.objects.get(code="purse").held


def place(amount: int) -> Hold:
    return place_hold(
        key=str(uuid4()), account=PURSE, amount=amount, expires_at=NOON + AN_HOUR, actor="dewi"
    )


def capture(hold: Hold, amount: int) -> Posted:
    return capture_hold(
        key=str(uuid4()),
        hold=hold,
        kind=TEST,
        transfers=[pay_out(amount)],
        occurred_at=NOON,
        actor="dewi",
        place="SHT",
    )


def expire() -> int:
    return expire_overdue(lock_accounts([PURSE])[PURSE.code])


@pytest.fixture
def hold() -> Hold:
    with clock.at(NOON):
        return place(600)


def test_what_is_held_cannot_be_spent(hold: Hold) -> None:
    assert (balance(PURSE), held()) == (1_000, 600)
    with pytest.raises(NotEnough) as refused:
        write(pay_out(401))
    assert refused.value.facts == {"account": "purse", "available": 400, "missing": 1}
    write(pay_out(400))


def test_nobody_holds_more_than_there_is(hold: Hold) -> None:
    with pytest.raises(NotEnough) as refused:
        place(401)
    assert refused.value.facts["missing"] == 1
    assert held() == 600


@pytest.mark.parametrize("amount", [0, -1])
def test_a_hold_is_an_amount_above_zero(amount: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        place(amount)


def test_only_guarded_accounts_can_be_held() -> None:
    with pytest.raises(ValueError, match="guarded"):
        place_hold(key="x", account=TILL, amount=1, expires_at=NOON, actor="dewi")


@pytest.mark.parametrize(("amount", "left"), [(600, 400), (250, 750), (1_000, 0)])
def test_a_capture_spends_and_frees_the_rest(hold: Hold, amount: int, left: int) -> None:
    with clock.at(NOON):
        posted = capture(hold, amount)
    assert (balance(PURSE), held()) == (left, 0)
    assert HoldEnd.objects.get(hold=hold).entry_id == posted.entry_id


def test_a_capture_beyond_all_credit_is_refused_and_the_hold_stays(hold: Hold) -> None:
    with clock.at(NOON), pytest.raises(NotEnough), transaction.atomic():
        capture(hold, 1_001)
    assert (balance(PURSE), held()) == (1_000, 600)
    assert not HoldEnd.objects.exists()


def test_a_release_gives_everything_back(hold: Hold) -> None:
    release_hold(hold=hold, actor="dewi")
    assert (balance(PURSE), held()) == (1_000, 0)


def test_a_hold_expires_at_its_time_and_not_before(hold: Hold) -> None:
    with clock.at(NOON + AN_HOUR - timedelta(seconds=1)):
        assert expire() == 0
    assert held() == 600
    with clock.at(NOON + AN_HOUR):
        assert (expire(), expire()) == (1, 0)
    assert held() == 0


def test_a_hold_whose_time_is_over_cannot_be_captured(hold: Hold) -> None:
    with clock.at(NOON + AN_HOUR), pytest.raises(HoldEnded):
        capture(hold, 600)
    assert held() == 600  # until it is expired by whoever looks after holds


@pytest.mark.parametrize("first", ["capture", "release", "expire"])
def test_a_hold_ends_once(hold: Hold, first: str) -> None:
    with clock.at(NOON):
        if first == "capture":
            capture(hold, 600)
        elif first == "release":
            release_hold(hold=hold, actor="dewi")
    with clock.at(NOON + AN_HOUR):
        if first == "expire":
            expire()
        assert expire() == 0
    with clock.at(NOON):
        for again in (lambda: capture(hold, 1), lambda: release_hold(hold=hold, actor="x")):
            with pytest.raises(HoldEnded):
                again()
    assert held() == 0


def test_the_database_knows_that_a_hold_ends_once(hold: Hold) -> None:
    release_hold(hold=hold, actor="dewi")
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldEnd.objects.create(hold=hold, how="released", ended_at=NOON, actor="x")


def test_a_captured_hold_names_its_entry_and_others_none(hold: Hold) -> None:
    other = write(Transfer(STORE, SUPPLIER, 1))
    for how, entry_id in (("captured", None), ("released", other.entry_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            HoldEnd.objects.create(hold=hold, how=how, entry_id=entry_id, ended_at=NOON, actor="x")
