"""The whole chain by API, over real HTTP: from the scale to the clinic and all the way back."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ledger.audit import audit
from tests.cast import Cast
from tests.clinic.settlements.posts import STATEMENT_POSTS
from tests.engines import Database, drop_database, empty_database, postgres_programs
from tests.requests.effects import changed
from tests.requests.post import Ready
from tests.requests.posts import BANK_POSTS, CLINIC_POSTS
from tests.serving import ROOT, Answer, Served
from tests.wastebank.funds.posts import CASH_POSTS

PET_AND_OIL = [{"material": "pet", "amount": 1_390}, {"material": "jelantah", "amount": 2_000}]


class StrictDevice:
    """A device that expects each answer to be the one that fits the story."""

    def __init__(self, served: Served, token: str) -> None:
        self.served, self.token = served, token

    def post(self, path: str, body: object, *, status: int = 201) -> Any:
        return self.expect(self.served.post(f"/api/v1/{path}", body, token=self.token), status)

    def get(self, path: str) -> Any:
        return self.expect(self.served.get(f"/api/v1/{path}", token=self.token), 200)

    def expect(self, answer: Answer, status: int) -> Any:
        assert answer.status == status, answer.body
        return answer.json


def manage(database: Database, *arguments: str) -> str:
    """Run a command of the program on a database; it must go well."""
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=database.environment | {"WASTEBANK_PG_BIN": postgres_programs()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_waste_becomes_care_and_both_are_taken_back(cast: Cast, served: Served) -> None:
    counter, clinic = (StrictDevice(served, cast.token(user)) for user in (cast.sari, cast.dewi))

    ani = counter.post("members", {"name": "Ani Wijaya", "kind": "household"})["member"]
    card = counter.post(f"members/{ani}/cards", {"activate": True, "pin": "246815"})["code"]
    assert counter.post("cards/lookup", {"code": card}, status=200)["available"] == 0

    weighed = counter.post("deposits", {"card": card, "lines": PET_AND_OIL})
    assert [line["rupiah"] for line in weighed["lines"]] == [3_475, 10_000]
    assert (weighed["total"], weighed["balance"]) == (13_475, 13_475)
    assert counter.get(f"members/{ani}/balance") == {
        "balance": 13_475,
        "held": 0,
        "available": 13_475,
    }

    seen = clinic.post("cards/lookup", {"code": card}, status=200)
    assert seen == {"member": ani, "name": "Ani Wijaya", "initials": "AW", "available": 13_475}
    care: dict[str, Any] = {
        "card": card,
        "pin": "246815",
        "lines": [{"service": "konsultasi", "count": 1}, {"service": "tambal-gigi", "count": 1}],
    }
    short = clinic.post("redemptions", care, status=409)
    assert (short["code"], short["facts"]["missing"]) == ("credit_too_small", 61_525)
    visit = clinic.post("redemptions", {**care, "cash": 62_000})
    assert (visit["total"], visit["credit"], visit["cash"]) == (75_000, 13_000, 62_000)
    assert visit["available"] == 475

    back = clinic.post(f"redemptions/{visit['redemption']}/cancel", {"reason": "pasien pulang"})
    assert back["available"] == 13_475
    void = counter.post(f"deposits/{weighed['deposit']}/void", {"reason": "salah timbang"})
    assert void["balance"] == 0

    told = [
        (row["kind"], row["change"], row["balance"])
        for row in counter.get(f"members/{ani}/statement")["items"]
    ]
    assert told == [
        ("deposit_reversed", -13_475, 0),
        ("redemption_reversed", 13_000, 13_475),
        ("redemption", -13_000, 475),
        ("deposit", 13_475, 13_475),
    ]
    told_green = json.loads(manage(served.database, "audit", "--json"))
    assert told_green == {"green": True, "findings": []}


@dataclass(frozen=True)
class Sent:
    """A POST that was answered, with all it takes to send it again."""

    ready: Ready
    token: str
    key: str
    first: Answer

    def again(self, served: Served, body: object) -> Answer:
        path = f"/api/v1/{self.ready.path}"
        return served.post(path, body, token=self.token, key=self.key)


def send_every_post(cast: Cast, served: Served) -> list[Sent]:
    sent = []
    for post in (*BANK_POSTS, *CASH_POSTS, *CLINIC_POSTS, *STATEMENT_POSTS):
        ready, token, key = post.prepare(cast), cast.token(post.actor(cast)), str(uuid4())
        first = served.post(f"/api/v1/{ready.path}", ready.body, token=token, key=key)
        assert first.status == post.status, (post.name, first.body)
        sent.append(Sent(ready, token, key, first))
    return sent


def expect_replays(sent: list[Sent], served: Served) -> None:
    for one in sent:
        again = one.again(served, one.ready.body)
        assert (again.status, again.replayed, again.body) == (200, True, one.first.body)
        for flip in one.ready.flips:
            other = one.again(served, changed(one.ready.body, flip.steps, flip.value))
            assert (other.status, other.json["code"]) == (409, "key_reused"), flip
            assert other.json["facts"] == {"differing": [flip.named]}


@pytest.mark.proof
@pytest.mark.engine("postgres")  # the next story has the same kill; SQLite needs it once
def test_what_was_answered_before_the_power_went_is_answered_after(
    cast: Cast, served: Served
) -> None:
    """T5: the program is killed and started again, and every POST is sent once more."""
    sent = send_every_post(cast, served)
    served.kill()
    served.start()
    expect_replays(sent, served)
    assert not audit()


@pytest.mark.proof
def test_what_was_answered_before_a_kill_and_a_restore_is_answered_after(
    cast: Cast, served: Served, tmp_path: Path
) -> None:
    """T5: killed, backed up, restored to an empty place, served there, and every key asked again.

    The restore itself refuses a copy whose audit is red.
    """
    sent = send_every_post(cast, served)
    served.kill()
    manage(served.database, "backup", "--plain", str(tmp_path / "backup"))
    elsewhere = empty_database("restored")
    manage(elsewhere, "restore", str(tmp_path / "backup"))
    restored = Served(elsewhere)
    try:
        restored.start()
        expect_replays(sent, restored)
    finally:
        restored.stop()
        drop_database(elsewhere)
