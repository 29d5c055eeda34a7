"""A bare endpoint: the rows of a three-line deposit by raw SQL in one transaction, and no more.

The same server, the same connection settings and the same database; no sign-in, no keys looked
up, no prices, nothing read again.
"""

import itertools
import json
import os
import secrets
import uuid
from typing import Any

from tests.benchmarks.book import start_django

NUMBERS = itertools.count(1)
GRAMS, PRICE_IDR = 1_390, 2_500
WORTH_IDR = (GRAMS * PRICE_IDR + 500) // 1000
ACCOUNT = "SELECT id FROM ledger_account WHERE code = %s"
MOVE = """
    UPDATE ledger_account SET debits = debits + %s, credits = credits + %s, version = version + %s,
    touched_at = %s WHERE id = %s RETURNING debits, credits, version
"""


def application() -> Any:
    """A Django program with one view and no middleware."""
    start_django()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, JsonResponse
    from django.urls import path

    def record(request: HttpRequest) -> JsonResponse:
        sent = json.loads(request.body)
        return JsonResponse({"deposit": write(sent["member"])}, status=201)

    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("", record)]})
    settings.MIDDLEWARE = []
    return WSGIHandler()


def write(member: str) -> int:
    from django.db import connection, transaction

    from ledger import clock

    now, key = clock.now(), str(uuid.uuid4())
    with transaction.atomic(), connection.cursor() as cursor:

        def run(sql: str, *values: Any) -> Any:
            cursor.execute(sql, values)
            return cursor.fetchone() if cursor.description else None

        run(
            "INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at, outcome)"
            " VALUES (%s, 'record_deposit', '{}', %s, '{\"done\":{}}')",
            *(key, now),
        )
        member_id, place_id = run(
            "SELECT id, place_id FROM wastebank_member WHERE number = %s", member
        )
        wallet = run(ACCOUNT, f"member:{member}")[0]
        entry = run(
            "INSERT INTO ledger_journalentry (key, kind, occurred_at, recorded_at, actor, place,"
            " memo, posting_count) VALUES (%s, 'deposit', %s, %s, 'sari', 'MLT', '', 6)"
            " RETURNING id",
            *(key, now, now),
        )[0]
        line, balance = 0, 0
        for code in ("pet", "kardus", "jelantah"):
            stock, received, inventory = (
                run(ACCOUNT, f"{kind}:MLT:{code}")[0] for kind in ("stock", "received", "inventory")
            )
            for debit, credit, amount in ((stock, received, GRAMS), (inventory, wallet, WORTH_IDR)):
                line += 1
                left = run(MOVE, amount, 0, 1, now, debit)
                right = run(MOVE, 0, amount, 1, now, credit)
                balance = right[1] - right[0]
                run(
                    "INSERT INTO ledger_posting (entry_id, line, debit_id, credit_id, amount,"
                    " debit_balance, credit_balance, debit_version, credit_version)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    *(entry, line, debit, credit, amount),
                    *(left[0] - left[1], balance, left[2], right[2]),
                )
        return write_deposit(run, entry, place_id, member_id, now, balance)


def write_deposit(run: Any, entry: int, place: int, member: int, now: Any, balance: int) -> int:
    number = 1_000_000 + next(NUMBERS)
    deposit: int = run(
        "INSERT INTO wastebank_deposit (number, series_number, entry_id, place_id, member_id,"
        " weighed_at, recorded_at, actor, actor_name, total_idr, balance_after_idr, verify_code,"
        " marks) VALUES (%s, %s, %s, %s, %s, %s, %s, 'sari', 'Sari', %s, %s, %s, '') RETURNING id",
        *(f"BARE-{number}", number, entry, place, member, now, now, 3 * WORTH_IDR, balance),
        secrets.token_hex(4),
    )[0]
    for line, code in enumerate(("pet", "kardus", "jelantah"), start=1):
        run(
            "INSERT INTO wastebank_depositline (deposit_id, line, material_id, name_id, name_en,"
            " family, unit, amount, price_idr, rupiah_idr, rounding)"
            " SELECT %s, %s, id, name_id, name_en, family, 'g', %s, %s, %s, 'half_up_per_1000'"
            " FROM wastebank_material WHERE code = %s",
            *(deposit, line, GRAMS, PRICE_IDR, WORTH_IDR, code),
        )
    return deposit


if __name__ == "__main__":
    import waitress

    waitress.serve(application(), host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
