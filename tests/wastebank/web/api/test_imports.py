"""A list over HTTP: looked at, asked, written once for its key."""

import json
import uuid
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast, make_token
from wastebank.models import Price

pytestmark = pytest.mark.page

LIST = b"Nama;Golongan;Satuan;Harga\nTembaga;Logam;kg;50.000\nAki;Logam;buah;\n"
ANSWERS = {
    "column:D": "member_price_idr",
    "money:member_price_idr": "dot",
    "day": "today",
    "price:3": "own=15000",
}


def send(cast: Cast, body: dict[str, Any], key: str = "", kind: str = "prices") -> Any:
    token = make_token(username="maya", label=f"lists {uuid.uuid4()}"[:30], scope="office")
    return Client().post(
        f"/api/v1/imports/{kind}",
        json.dumps(body),
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key or str(uuid.uuid4()),
            "Accept-Language": "en",
        },
    )


def test_a_list_is_looked_at_answered_and_written_once(cast: Cast) -> None:
    before, file = Price.objects.count(), b64encode(LIST).decode()
    body = {"place": "BSI", "file": file}
    look = send(cast, body | {"dry_run": True})
    assert look.status_code == 200
    assert [q["question"] for q in look.json()["look"]["questions"]] == ["column:D"]
    refused = send(cast, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "questions_open")
    first = {"column:D": "member_price_idr"}
    look = send(cast, body | {"dry_run": True, "answers": first}).json()["look"]
    asked = {q["question"] for q in look["questions"] if q["open"]}
    assert asked == {"day", "money:member_price_idr", "price:3"}
    assert Price.objects.count() == before
    key = str(uuid.uuid4())
    done = send(cast, body | {"answers": ANSWERS}, key)
    assert (done.status_code, done.json()["written"], done.json()["added"]) == (201, 2, 2)
    again = send(cast, body | {"answers": ANSWERS}, key)
    assert (again.status_code, again.content) == (200, done.content)
    other = send(cast, body | {"answers": {**ANSWERS, "price:3": "ask"}}, key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Price.objects.count() == before + 2


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ({"place": "BSI", "file": "%%%"}, "prices", 422, "sheet_unreadable"),
        ({"place": "BSI", "file": ""}, "prices", 422, "sheet_unreadable"),
        ({"place": "XYZ", "file": ""}, "prices", 404, "place_unknown"),
        ({"place": "BSI", "file": ""}, "recipes", 404, "list_unknown"),
    ],
)
def test_what_cannot_be_read_is_refused(
    cast: Cast, body: dict[str, Any], kind: str, status: int, code: str
) -> None:
    answer = send(cast, body, kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
