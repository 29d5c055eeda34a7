"""A client that writes the rows of one posting into SQLite by prepared statements and no more."""

import random
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

from tests.benchmarks.book import ACTOR, KIND, MAX_AMOUNT_IDR, MEMBERS, PLACE, STORES
from tests.benchmarks.clients import take_orders

FINGERPRINT = (
    '{"amount":"0123456789abcdef0123","by":"0123456789abcdef0123",'
    '"member":"0123456789abcdef0123","store":"0123456789abcdef0123"}'
)
KEY = """
    INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at, outcome)
    VALUES (?, 'benchmark', ?, ?, '{"done":{"id":100000}}')
"""
MEMBER = """
    UPDATE ledger_account SET credits = credits + ?, version = version + 1, touched_at = ?
    WHERE id = ? RETURNING credits - debits, version
"""
STORE = """
    UPDATE ledger_account SET debits = debits + ?, version = version + 1, touched_at = ?
    WHERE id = ? RETURNING debits - credits, version
"""
ENTRY = """
    INSERT INTO ledger_journalentry
        (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
    VALUES (?, ?, ?, ?, ?, ?, '', NULL, 1)
"""
POSTING = """
    INSERT INTO ledger_posting
        (entry_id, line, debit_id, credit_id, amount,
         debit_balance, credit_balance, debit_version, credit_version)
    VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)
"""


class RawBook:
    """The driver itself, with the pragmas of the program; it keeps its statements prepared."""

    def __init__(self, url: str) -> None:
        from wastebank.env import sqlite_pragmas  # puts the safe SQLite in place

        import sqlite3  # isort: skip

        self.connection = sqlite3.connect(urlsplit(url).path, isolation_level=None, timeout=10)
        self.connection.executescript(sqlite_pragmas())

    def post_once(self) -> None:
        run = self.connection.execute
        member, store = random.randint(1, MEMBERS), MEMBERS + random.randint(1, STORES)
        amount_idr = random.randint(1, MAX_AMOUNT_IDR)
        key, now = str(uuid4()), datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        run("BEGIN IMMEDIATE")
        run(KEY, (key, FINGERPRINT, now))
        member_after = run(MEMBER, (amount_idr, now, member)).fetchall()[0]
        store_after = run(STORE, (amount_idr, now, store)).fetchall()[0]
        entry = run(ENTRY, (key, KIND, now, now, ACTOR, PLACE)).lastrowid
        (store_balance, store_version), (member_balance, member_version) = store_after, member_after
        after = (store_balance, member_balance, store_version, member_version)
        run(POSTING, (entry, store, member, amount_idr, *after))
        run("COMMIT")


if __name__ == "__main__":
    import os

    take_orders(RawBook(os.environ["DATABASE_URL"]).post_once)
