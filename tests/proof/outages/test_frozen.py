"""A process that froze before its commit: nobody waits for it for ever, and nothing comes twice.

It is one of ours, with the settings of ours, stopped by a signal while it holds what it locked: a
laptop whose lid was shut, a machine that swaps, a paused container.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import connection

from ledger.audit import audit
from tests.cast import Cast
from tests.engines import Database, engine_name
from tests.requests.device import Device
from tests.serving import ROOT
from wastebank.models import Deposit

pytestmark = pytest.mark.usefixtures("committed_db")

BRINGS = """
import os, sys
from uuid import UUID
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
django.setup()
from django.db import connection
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.models import User
key, member = sys.argv[1:]
by = User.objects.get(username="sari")
end = connection._commit
def wait():
    print("all but the commit", flush=True)
    sys.stdin.readline()
    end()
connection._commit = wait
record_deposit(key=UUID(key), by=by, member=member, lines=[LineAsked("pet", 1_000)])
"""
PATIENCE = {  # on PostgreSQL as in wastebank/env.py, and shorter: a test waits for it to end
    "sqlite": "",
    "postgres": "options=-c%20idle_in_transaction_session_timeout%3D1500",
}


@contextmanager
def frozen(database: Database, key: UUID, member: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has written a deposit and stopped before its commit."""
    patience = PATIENCE[engine_name()]
    url = f"{database.url}?{patience}" if patience else database.url
    with subprocess.Popen(
        [sys.executable, "-c", BRINGS, str(key), member],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "all but the commit\n"
        process.send_signal(signal.SIGSTOP)
        try:
            yield process
        finally:
            process.kill()


def wakes(process: subprocess.Popen[str]) -> int:
    """It goes on where it stopped, and ends."""
    process.send_signal(signal.SIGCONT)
    process.communicate("\n", timeout=60)
    return process.returncode


@pytest.mark.engine("postgres")
def test_on_postgresql_the_frozen_one_loses_what_it_held(
    cast: Cast, committed_db: Database
) -> None:
    device, key = Device(cast.token(cast.sari)), uuid4()
    body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1_000}]}
    with frozen(committed_db, key, cast.siti.number) as process:
        assert device.post("deposits", body).status == 201  # the same wallet, within its patience
        assert wakes(process) != 0  # it is told, and asks again with the key it has
    assert Deposit.objects.count() == 1
    again = device.post("deposits", body, key=key)
    assert (again.status, again.replayed) == (201, False)
    assert Deposit.objects.count() == 2
    assert not audit()


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("it_wakes", [True, False])
def test_on_sqlite_others_are_told_to_ask_again(
    cast: Cast, committed_db: Database, it_wakes: bool
) -> None:
    """A file's lock is its process's until that goes on or ends; reading goes on meanwhile."""
    device, key = Device(cast.token(cast.sari)), uuid4()
    body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1_000}]}
    own = uuid4()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    with frozen(committed_db, key, cast.siti.number) as process:
        answer = device.post("deposits", body, key=own)
        assert (answer.status, answer.json["code"]) == (503, "database_busy")
        assert answer.headers["retry-after"] == "2"
        assert device.get(f"members/{cast.siti.number}").status == 200
        if it_wakes:
            assert wakes(process) == 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10000")
    assert device.post("deposits", body, key=own).status == 201
    assert device.post("deposits", body, key=key).replayed is it_wakes
    assert Deposit.objects.count() == 2
    assert not audit()
