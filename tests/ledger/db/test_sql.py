"""The book's own way to the database, beside Django's."""

import threading
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger.db.sql import ask, with_rows
from ledger.db.values import db_time
from tests.ledger.books import PURSE, pay_in, post_now

pytestmark = pytest.mark.django_db

ACCOUNT = "SELECT id, code, guarded, credits, touched_at FROM ledger_account WHERE code = %s"
ENTRY = """
    INSERT INTO ledger_journalentry
        (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING memo, reverses_id, posting_count
"""


def entry(key: str, **changes: Any) -> list[Any]:
    now = db_time(datetime(2026, 3, 1, 5, tzinfo=UTC))
    fields = {"key": key, "kind": "x", "occurred_at": now, "recorded_at": now, "actor": "sari"}
    rest: dict[str, Any] = {"place": "MLT", "memo": "", "reverses": None, "posting_count": 1}
    return [*(fields | rest | changes).values()]


def test_both_ways_answer_the_same() -> None:
    post_now([pay_in(5)], uuid4())
    with CaptureQueriesContext(connection) as seen:
        by_django = ask(ACCOUNT, [PURSE.code])
    assert len(seen) == 1
    assert by_django
    assert ask(ACCOUNT, [PURSE.code]) == [tuple(row) for row in by_django]
    assert ask(ACCOUNT, ["nobody"]) == []


@pytest.mark.parametrize("memo", ["", "a 'quoted' \\ %s ? $1", "é — 𝄞", "NULL"])
def test_what_is_written_comes_back(memo: str) -> None:
    assert ask(ENTRY, entry("k", memo=memo)) == [(memo, None, 1)]


def test_a_refusal_of_the_database_is_djangos_error() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(ENTRY, entry("k", posting_count=0))
    ask(ENTRY, entry("k"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(ENTRY, entry("k"))
    assert len(ask("SELECT id FROM ledger_journalentry", [])) == 1


def test_rows_become_placeholders() -> None:
    assert with_rows("VALUES {rows};", 2, 3) == "VALUES (%s, %s, %s), (%s, %s, %s);"


@pytest.mark.engine("postgres")
class TestPostgres:
    def test_a_number_keeps_its_type_whatever_its_size(self) -> None:
        for number in (1, 2**40, -1, 2**63 - 1):
            assert ask("SELECT %s + 0", [number]) == [(number,)]

    def test_more_texts_than_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from ledger.db import libpq

        monkeypatch.setattr(libpq, "MAX_PREPARED", 3)
        for number in [*range(8), 0, 7]:
            assert ask(f"SELECT %s + {number}", [1]) == [(1 + number,)]
        kept = libpq.prepared[connection.connection]
        assert len(kept) <= 3

    def test_no_text_is_cut_off_at_a_nul(self) -> None:
        with pytest.raises(ValueError, match="NUL"):
            ask(ENTRY, entry("k", memo="half\0whole"))

    def test_waiting_lets_other_threads_go_on(self) -> None:
        """One of them may hold the very lock that is waited for."""
        import psycopg

        same_database = connection.connection.info.dsn
        with psycopg.connect(same_database, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(7)")

            def let_go() -> None:
                time.sleep(0.05)
                other.execute("SELECT pg_advisory_unlock(7)")

            thread = threading.Thread(target=let_go)
            thread.start()
            ask("SET LOCAL lock_timeout = 5000", [])
            ask("SELECT pg_advisory_xact_lock(7)", [])
            thread.join()
