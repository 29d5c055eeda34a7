"""P3: how often a deposit asks the database. A count, so it needs no clock."""

import json
import uuid

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.deposits import LINES
from tests.cast import Cast

MOST = 14
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def test_a_deposit_of_three_lines_asks_few_queries(cast: Cast) -> None:
    cast.deposit(("pet", 1_000), ("kardus", 1_000), ("jelantah", 1_000))  # opens the accounts
    body = {"card": cast.siti_card.code, "lines": LINES}
    headers = {"Authorization": f"Bearer {cast.token(cast.sari)}"}
    with CaptureQueriesContext(connection) as seen:
        answer = Client().post(
            "/api/v1/deposits",
            json.dumps(body),
            content_type="application/json",
            headers={**headers, "Idempotency-Key": str(uuid.uuid4())},
        )
    assert answer.status_code == 201
    asked = [query["sql"] for query in seen if not query["sql"].startswith(FRAME)]
    assert len(asked) <= MOST, "\n".join(asked)
