"""Posting: transfers, balances after them, the floor, and what the database refuses by itself."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, AccountKind, AccountUnit, JournalEntry, Posting
from ledger.posting import (
    AccountSpec,
    Locked,
    LostLock,
    Transfer,
    lock_accounts,
    open_accounts,
    post,
    reverse,
)
from ledger.refusals import AlreadyReversed, NotEnough
from tests.ledger.books import (
    NOON,
    OTHER_PURSE,
    PURSE,
    STORE,
    SUPPLIER,
    TEST,
    TEST_REVERSED,
    TILL,
    balance,
    pay_in,
    pay_out,
    post_now,
    write,
)

pytestmark = pytest.mark.django_db


def entry(posted_id: int) -> JournalEntry:
    return JournalEntry.objects.get(pk=posted_id)


def test_a_transfer_moves_both_its_ends() -> None:
    posted = write(pay_in(700))
    assert posted.balances == {"till": 700, "purse": 700}
    assert balance(TILL) == balance(PURSE) == 700


def test_each_posting_keeps_the_balances_and_steps_after_it() -> None:
    write(pay_in(700))
    posted = write(pay_in(50), pay_out(200), Transfer(STORE, SUPPLIER, 9))
    rows = Posting.objects.filter(entry_id=posted.entry_id).order_by("line")
    assert [(p.line, p.debit_balance, p.credit_balance) for p in rows] == [
        (1, 750, 750),
        (2, 550, 550),
        (3, 9, 9),
    ]
    assert [(p.debit_version, p.credit_version) for p in rows] == [(2, 2), (3, 3), (1, 1)]
    assert check_book() == []


@pytest.mark.parametrize("amount", [0, -1, 1.0, "5", True, None])
def test_an_amount_is_a_whole_number_above_zero(amount: Any) -> None:
    with pytest.raises(ValueError, match="whole number"):
        write(pay_in(amount))
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "transfer", [Transfer(TILL, TILL, 1), Transfer(STORE, PURSE, 1)], ids=["to itself", "g to IDR"]
)
def test_a_transfer_joins_two_accounts_of_one_unit(transfer: Transfer) -> None:
    with pytest.raises(ValueError, match="no transfer"):
        write(transfer)


def test_an_account_keeps_its_unit_and_kind() -> None:
    write(pay_in(1))
    grams = AccountSpec("till", AccountUnit.GRAM, AccountKind.ASSET)
    with transaction.atomic(), pytest.raises(ValueError, match="till is IDR asset"):
        lock_accounts([grams])


def test_nobody_spends_what_is_not_there() -> None:
    write(pay_in(700))
    with pytest.raises(NotEnough) as refused:
        write(pay_out(701))
    assert refused.value.facts == {"account": "purse", "available": 700, "missing": 1}
    assert balance(PURSE) == 700
    assert JournalEntry.objects.count() == 1


def test_the_floor_is_kept_within_an_entry_too() -> None:
    """Not even for a moment: each transfer is a step of the account."""
    write(pay_in(100))
    with pytest.raises(NotEnough):
        write(pay_out(101), pay_in(1))
    write(pay_in(1), pay_out(101))
    assert balance(PURSE) == 0


def test_an_account_without_a_guard_may_cross_zero() -> None:
    write(Transfer(STORE, SUPPLIER, 5))
    write(Transfer(SUPPLIER, STORE, 5), Transfer(STORE, SUPPLIER, 3))
    till_below_zero = Transfer(OTHER_PURSE, TILL, 10)
    write(
        Transfer(AccountSpec("gift", AccountUnit.IDR, AccountKind.EXPENSE), OTHER_PURSE, 10),
        till_below_zero,
    )
    assert balance(TILL) == -10


def test_time_never_runs_backwards_in_an_account() -> None:
    with clock.at(NOON):
        first = write(pay_in(1))
    with clock.at(NOON - timedelta(hours=1)):
        second = write(pay_in(1))
        elsewhere = write(Transfer(STORE, SUPPLIER, 1))
    assert first.recorded_at == second.recorded_at == NOON
    assert elsewhere.recorded_at == NOON - timedelta(hours=1)
    assert check_book() == []


# --- reversal


def test_a_reversal_is_the_exact_opposite_the_last_transfer_first() -> None:
    posted = write(pay_in(10), pay_in(20, OTHER_PURSE), pay_in(30))
    back = reverse(
        key=str(uuid4()),
        entry=entry(posted.entry_id),
        kind=TEST_REVERSED,
        occurred_at=NOON,
        actor="a",
        memo="wrong",
    )
    rows = Posting.objects.filter(entry_id=back.entry_id).order_by("line")
    assert [(p.debit.code, p.credit.code, p.amount) for p in rows] == [
        ("purse", "till", 30),
        ("purse:other", "till", 20),
        ("purse", "till", 10),
    ]
    assert balance(PURSE) == balance(TILL) == balance(OTHER_PURSE) == 0
    assert entry(back.entry_id).reverses_id == posted.entry_id


def test_an_entry_is_reversed_once_only() -> None:
    posted = entry(write(pay_in(10)).entry_id)
    write(pay_in(100))
    reverse(
        key=str(uuid4()), entry=posted, kind=TEST_REVERSED, occurred_at=NOON, actor="a", memo=""
    )
    with pytest.raises(AlreadyReversed):
        reverse(
            key=str(uuid4()), entry=posted, kind=TEST_REVERSED, occurred_at=NOON, actor="a", memo=""
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(
            key="second",
            kind="x",
            occurred_at=NOON,
            recorded_at=NOON,
            actor="a",
            place="",
            memo="",
            reverses=posted,
            posting_count=1,
        )


# --- locks


@pytest.mark.parametrize("how_many", [1, 8])
def test_posting_takes_four_round_trips_however_many_transfers(how_many: int) -> None:
    write(pay_in(1))
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        post_now([pay_in(1)] * how_many, uuid4())
    statements = [query["sql"].split()[0] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert statements == ["SELECT", "UPDATE", "INSERT", "INSERT"]


def test_a_lock_that_did_not_hold_is_noticed() -> None:
    write(pay_in(1))
    with transaction.atomic():
        accounts = lock_accounts([TILL, PURSE])
        Account.objects.filter(code="purse").update(version=7)  # what another writer would do
        with pytest.raises(LostLock):
            post_on(accounts)


def post_on(accounts: dict[str, Locked]) -> None:
    post(
        key="x",
        kind=TEST,
        transfers=[pay_in(1)],
        occurred_at=NOON,
        actor="a",
        place="",
        accounts=accounts,
    )


def test_accounts_are_locked_own_ones_first_and_shared_ones_last() -> None:
    shared = AccountSpec("a-shared", AccountUnit.IDR, AccountKind.ASSET)
    with transaction.atomic():
        open_accounts([shared, TILL, OTHER_PURSE, PURSE])
        locked = list(lock_accounts([shared, TILL, OTHER_PURSE, PURSE]))
    by_id = dict(Account.objects.values_list("code", "pk"))
    assert locked == sorted(("purse", "purse:other"), key=by_id.__getitem__) + sorted(
        ("a-shared", "till"), key=by_id.__getitem__
    )


# --- what the database refuses, whoever writes


def refused(**columns: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(**columns)


def test_nothing_is_added_to_an_entry_that_is_written() -> None:
    posted = write(pay_in(5))
    purse, till = Account.objects.get(code="purse"), Account.objects.get(code="till")
    after = {"debit_balance": 6, "credit_balance": 6, "debit_version": 2, "credit_version": 2}
    whole = {"entry_id": posted.entry_id, "debit": till, "credit": purse, "amount": 1, **after}
    refused(line=2, **whole)
    refused(line=0, **whole)
    refused(line=1, **whole)


def test_the_database_refuses_what_is_no_transfer() -> None:
    posted = write(pay_in(5), Transfer(STORE, SUPPLIER, 5))
    accounts = {account.code: account for account in Account.objects.all()}
    head = JournalEntry.objects.get(pk=posted.entry_id)
    head.pk, head.key, head.posting_count = None, "by hand", 1
    head.save()
    after = {"debit_balance": 6, "credit_balance": 6, "debit_version": 2, "credit_version": 2}
    line = {"entry": head, "line": 1, **after}
    refused(debit=accounts["till"], credit=accounts["store"], amount=1, **line)  # two units
    refused(debit=accounts["till"], credit=accounts["till"], amount=1, **line)
    refused(debit=accounts["till"], credit=accounts["purse"], amount=0, **line)
    refused(debit=accounts["till"], credit=accounts["purse"], amount=-1, **line)
    refused(
        debit=accounts["till"],
        credit=accounts["purse"],
        amount=1,
        **line | {"debit_version": 1},  # a step that was taken before
    )
    Posting.objects.create(debit=accounts["till"], credit=accounts["purse"], amount=1, **line)


@pytest.mark.parametrize(
    "columns",
    [
        {"debits": 6},  # below zero
        {"held": 6},  # more held than there is
        {"held": -1},
        {"credits": 4},  # totals only grow
        {"version": 0},
        {"code": "other"},
        {"guarded": False},
        {"kind": "asset"},
    ],
    ids=str,
)
def test_the_database_refuses_a_purse_that_breaks_the_rules(columns: dict[str, Any]) -> None:
    write(pay_in(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(code="purse").update(**columns)


def test_only_a_guarded_account_can_have_holds() -> None:
    write(pay_in(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(code="till").update(held=1)


def test_an_entry_is_written_in_the_transaction_of_its_caller() -> None:
    """Outside of one, a lock would end before the posting."""
    with pytest.raises(AssertionError, match="inside a transaction"):
        connection_outside_a_transaction(lambda: lock_accounts([TILL]))


def connection_outside_a_transaction(command: Any) -> None:
    in_block, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        command()
    finally:
        connection.in_atomic_block = in_block


def test_one_key_makes_one_entry() -> None:
    key = uuid4()
    write(pay_in(5), key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        post_now([pay_in(5)], key)
