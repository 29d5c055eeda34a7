"""Questions to the book: any past instant, any page, without adding up history."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import clock
from ledger.models import Account, Posting
from ledger.posting import Transfer, open_accounts
from ledger.queries import (
    balance_at,
    find_account,
    statement,
    trial_balance,
    version_at,
)
from tests.ledger.books import (
    NOON,
    OTHER_PURSE,
    PURSE,
    STORE,
    SUPPLIER,
    pay_in,
    pay_out,
    post_now,
    write,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def account(code: str) -> Account:
    found = find_account(code)
    assert found is not None
    return found


def summed(code: str, at: datetime) -> int:
    """The reference: everything that was recorded until then, added up."""
    total = 0
    postings = Posting.objects.select_related("entry", "debit", "credit")
    for posting in postings.filter(entry__recorded_at__lte=at):
        if posting.credit.code == code:
            total += posting.amount
        if posting.debit.code == code:
            total -= posting.amount
    return total


# --- at an instant

minutes = st.integers(0, 30)
history = st.lists(st.tuples(minutes, st.integers(1, 99), st.booleans()), max_size=15)


@given(commands=history, asked=st.lists(minutes, min_size=1, max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_past_balance_is_what_was_recorded_until_then(
    commands: list[tuple[int, int, bool]], asked: list[int]
) -> None:
    with transaction.atomic():
        open_accounts([PURSE])
        for minute, amount, several in commands:
            with clock.at(NOON + minute * MINUTE):  # also backwards, as clocks do
                post_now([pay_in(amount)] * (2 if several else 1), uuid4())
        purse = account("purse")
        for minute in asked:
            at = NOON + minute * MINUTE
            assert balance_at(purse, at) == summed("purse", at)
        transaction.set_rollback(True)


def test_the_instant_itself_is_included() -> None:
    with clock.at(NOON):
        write(pay_in(5))
    purse = account("purse")
    assert balance_at(purse, NOON) == 5
    assert balance_at(purse, NOON - timedelta(microseconds=1)) == 0
    assert (version_at(purse, NOON), version_at(purse, NOON - MINUTE)) == (1, 0)


def test_an_account_that_never_moved_is_empty_at_any_time() -> None:
    open_accounts([PURSE])
    assert balance_at(account("purse"), NOON) == 0
    assert statement(account("purse")) == []
    assert find_account("nobody") is None


# --- statements


def test_a_statement_tells_every_step_with_its_running_balance() -> None:
    write(pay_in(100))
    write(pay_out(30), pay_in(5, OTHER_PURSE), pay_in(2))
    lines = statement(account("purse"))
    assert [(m.version, m.debit, m.credit, m.balance) for m in lines] == [
        (3, 0, 2, 72),
        (2, 30, 0, 70),
        (1, 0, 100, 100),
    ]
    assert {line.other_id for line in lines} == {account("till").pk}
    assert lines[0].occurred_at == NOON


@pytest.mark.parametrize("page_size", [1, 3, 7, 50])
def test_pages_are_whole_and_do_not_overlap(page_size: int) -> None:
    for amount in range(1, 11):
        write(pay_in(amount))
    purse = account("purse")
    seen: list[int] = []
    before: int | None = None
    while page := statement(purse, before_version=before, limit=page_size):
        assert len(page) <= page_size
        seen += [line.version for line in page]
        before = page[-1].version
    assert seen == list(range(10, 0, -1))


def test_a_page_stays_what_it_was_when_something_new_is_written() -> None:
    for amount in range(1, 6):
        write(pay_in(amount))
    purse = account("purse")
    page = statement(purse, before_version=4)
    write(pay_in(6))
    assert statement(account("purse"), before_version=4) == page


# --- totals


def test_the_trial_balance_stands_at_zero_per_unit() -> None:
    write(pay_in(100), Transfer(STORE, SUPPLIER, 9))
    write(pay_out(30))
    rows, totals = trial_balance()
    assert [(row.code, row.debit, row.credit) for row in rows] == [
        ("till", 70, 0),
        ("purse", 0, 70),
        ("store", 9, 0),
        ("supplier", 0, 9),
    ]
    assert [(t.unit, t.debit, t.credit, t.difference) for t in totals] == [
        ("IDR", 70, 70, 0),
        ("g", 9, 9, 0),
    ]


# --- without summing

LONG = 10_000


@pytest.fixture
def long_book() -> Account:
    """Ten thousand postings for the purse, by the program's own statements in big entries."""
    with transaction.atomic():
        for start in range(0, LONG, 500):
            with clock.at(NOON + start * MINUTE):
                post_now([pay_in(1)] * 500, uuid4())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return account("purse")


STATEMENTS_NEEDED = {"balance_at": 2, "statement": 1}
QUESTIONS: dict[str, Callable[[Account], Any]] = {
    "balance_at": lambda purse: balance_at(purse, clock.now()),
    "statement": lambda purse: statement(purse, before_version=purse.version),
}


def queries_of(question: str, purse: Account) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        QUESTIONS[question](purse)
    return [query["sql"] for query in seen]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_long_history_is_not_read(long_book: Account, question: str) -> None:
    """As many statements as for a short one, and each goes by index."""
    for amount in range(5):
        write(pay_in(amount + 1, OTHER_PURSE))
    long = queries_of(question, long_book)
    short = queries_of(question, account("purse:other"))
    assert len(long) == len(short) == STATEMENTS_NEEDED[question]
    for sql in long:
        assert not reads_all_postings(explained(sql)), explained(sql)


def reads_all_postings(plan: str) -> bool:
    return bool(re.search(r"SCAN (p|ledger_posting)\b|Seq Scan on ledger_posting", plan))


def explained(sql: str) -> str:
    prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_a_plan_that_reads_everything_would_be_seen(long_book: Account) -> None:
    """The control of the test above."""
    for table in ("ledger_posting", "ledger_posting p"):
        assert reads_all_postings(explained(f"SELECT SUM(amount) FROM {table}"))


def test_the_long_book_answers_rightly(long_book: Account) -> None:
    assert balance_at(long_book, NOON + 5_000 * MINUTE) == 5_500
    assert [line.version for line in statement(long_book, limit=3)] == [LONG, LONG - 1, LONG - 2]
