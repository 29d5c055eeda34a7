"""A database that is locked or full: a coded 503 that says when to ask again, and nothing lost."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client

from ledger.audit import audit
from ledger.db.outage import Outage, outage_of
from tests.cast import PASSWORD, Cast
from tests.engines import Database
from tests.requests.device import Device
from wastebank.models import Deposit, Member

pytestmark = pytest.mark.usefixtures("committed_db")


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else records, and never ends. Whoever waits does so for a moment only."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA busy_timeout = 50")
            other: Any = sqlite3.connect(database.name, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
        else:
            import psycopg

            cursor.execute("SET lock_timeout = '50ms'")
            other = psycopg.connect(database.url)
            other.execute("LOCK TABLE ledger_keyedresult IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10000" if is_sqlite else "RESET lock_timeout")


@contextmanager
def full() -> Iterator[None]:
    """No page more than there is: what a full disk is to SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (text)")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with suppress(OperationalError):
            while True:  # the pages that were free are used up, too
                cursor.execute("INSERT INTO filler VALUES (zeroblob(3000))")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000000")


LINES = {"lines": [{"material": "pet", "amount": 1_000}]}


def test_the_api_says_when_to_ask_again_and_then_it_happens_once(
    cast: Cast, committed_db: Database
) -> None:
    device, key = Device(cast.token(cast.sari)), uuid4()
    body = {"member": cast.siti.number, **LINES}
    with locked(committed_db):
        answer = device.post("deposits", body, key=key)
        assert (answer.status, answer.json["code"]) == (503, "database_busy")
        assert answer.headers["retry-after"] == "2"
    assert device.post("deposits", body, key=key).status == 201
    assert device.post("deposits", body, key=key).replayed
    assert Deposit.objects.count() == 1
    assert not audit()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_keeps_what_was_typed_and_sends_it_again(
    cast: Cast, committed_db: Database, language: str
) -> None:
    client = Client(headers={"accept-language": language}, enforce_csrf_checks=True)
    client.force_login(cast.sari, "django.contrib.auth.backends.AllowAllUsersModelBackend")
    client.get("/counter/enrol/")
    token = client.cookies["csrftoken"].value
    form = {"key": str(uuid4()), "name": "Bu Ratna", "kind": "household", "address": "<b>"}
    form |= {"consent": "on", "pin": "735915"}
    with locked(committed_db):
        answer = client.post("/counter/enrol/", {**form, "csrfmiddlewaretoken": token})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert f'<html lang="{language}"' in answer.text
    assert "database_busy" in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert "735915" not in answer.text
    assert form["key"] in answer.text
    assert 'action="/counter/enrol/"' in answer.text
    assert not Member.objects.filter(name__startswith="Bu Ratna").exists()


@pytest.mark.engine("sqlite")
def test_no_room_is_told_and_everything_goes_on_when_there_is_some(cast: Cast) -> None:
    device = Device(cast.token(cast.sari))
    body = {"member": cast.siti.number, **LINES}
    with full():
        for _ in range(300):  # until the pages that are there are filled, too
            key = uuid4()
            answer = device.post("deposits", body, key=key)
            if answer.status != 201:
                break
        assert (answer.status, answer.json["code"]) == (503, "disk_full")
        recorded = Deposit.objects.count()
        assert answer.headers["retry-after"] == "60"
        assert device.get(f"members/{cast.siti.number}").status == 200
    assert device.post("deposits", body, key=key).status == 201
    assert Deposit.objects.count() == recorded + 1
    assert not audit()


@pytest.mark.engine("sqlite")
def test_signing_in_says_it_too(cast: Cast, committed_db: Database) -> None:
    client = Client(raise_request_exception=False)
    with locked(committed_db):
        answer = client.post("/login/", {"username": "sari", "password": PASSWORD})
    assert answer.status_code == 503
    assert PASSWORD not in answer.text
    assert client.post("/login/", {"username": "sari", "password": PASSWORD}).status_code == 302


@pytest.mark.engine("postgres")
def test_whoever_stopped_in_the_middle_is_ended_and_the_next_goes_on(
    cast: Cast, committed_db: Database
) -> None:
    import psycopg

    device, key = Device(cast.token(cast.sari)), uuid4()
    body = {"member": cast.siti.number, **LINES}
    frozen = psycopg.connect(committed_db.url)
    frozen.execute("SET idle_in_transaction_session_timeout = '300ms'")
    frozen.execute("LOCK TABLE ledger_keyedresult IN ACCESS EXCLUSIVE MODE")
    assert device.post("deposits", body, key=key).status == 201  # waits, within its patience
    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        frozen.execute("SELECT 1")
    frozen.close()


@pytest.mark.engine("postgres")
def test_every_connection_of_ours_has_limits(cast: Cast) -> None:
    limits = ("lock_timeout", "idle_in_transaction_session_timeout", "statement_timeout")
    with connection.cursor() as cursor:
        for limit in limits:
            cursor.execute(f"SHOW {limit}")
            assert cursor.fetchone()[0] != "0", limit


@pytest.mark.once
def test_only_an_outage_is_called_one() -> None:
    assert outage_of(None) is None
    assert outage_of(ValueError("database is locked")) is None
    assert outage_of(OSError(errno.ENOSPC, "No space left on device")) is Outage.FULL
    assert outage_of(OSError(errno.ENOENT, "no such file")) is None
    with pytest.raises(OperationalError) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere_at_all")
    assert outage_of(wrong.value) is None
