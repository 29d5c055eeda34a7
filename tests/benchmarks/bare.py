"""A bare endpoint: the rows of a three-line deposit, in as few statements as there are tables.

The same server, connection settings and database; no sign-in, no key looked up, no prices, nothing
read again under a lock. The audit must find what it wrote as green as what the program wrote.
"""

import json
import os
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.benchmarks.book import start_django

MATERIALS = ("pet", "kardus", "jelantah")
AMOUNT = 1_390
FINGERPRINT = json.dumps(dict.fromkeys(("by", "card", "lines", "member", "weighed"), "0" * 20))

KEY = """
    INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at, outcome)
    VALUES (%s, 'benchmark', %s, %s, '{"done":{"id":100000}}')
"""
MOVE = """
    UPDATE ledger_account SET debits = ledger_account.debits + v.column2,
        credits = ledger_account.credits + v.column3, version = ledger_account.version + v.column4,
        touched_at = %s
    FROM (VALUES {rows}) AS v WHERE ledger_account.id = v.column1
    RETURNING ledger_account.id, debits, credits, version
"""
ENTRY = """
    INSERT INTO ledger_journalentry
        (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
    VALUES (%s, 'deposit', %s, %s, 'sari', 'MLT', '', NULL, %s) RETURNING id
"""
POSTINGS = """
    INSERT INTO ledger_posting
        (entry_id, line, debit_id, credit_id, amount,
         debit_balance, credit_balance, debit_version, credit_version)
    VALUES {rows}
"""
SERIES = """
    UPDATE wastebank_receiptseries SET last = last + 1 WHERE place_id = %s RETURNING last
"""
DEPOSIT = """
    INSERT INTO wastebank_deposit
        (number, series_number, entry_id, place_id, member_id, weighed_at, recorded_at, actor,
         actor_name, total_idr, balance_after_idr, verify_code, marks, book_day,
         provisional_number)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 'sari', 'Sari', %s, %s, %s, '', %s, '') RETURNING id
"""
LINES = """
    INSERT INTO wastebank_depositline
        (deposit_id, line, material_id, name_id, name_en, family, unit, amount, price_idr,
         rupiah_idr, rounding, gross_amount, tare_amount, rejected_amount, reject_reason,
         weight_source)
    VALUES {rows}
"""


# Gross, tare, rejected and its reason, and where the weight came from.
PLAIN = (AMOUNT, 0, 0, "", "typed")


def application() -> Any:
    """A Django program with one view and no middleware."""
    start_django()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, JsonResponse
    from django.urls import path

    kept: list[Known] = []

    def record(request: HttpRequest) -> JsonResponse:
        sent = json.loads(request.body)
        if not kept:
            kept.append(Known(sent["member"]))
        number, total_idr, balance_idr = kept[0].write()
        answer = {"deposit": number, "total": total_idr, "balance": balance_idr}
        return JsonResponse(answer, status=201)

    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("", record)]})
    settings.MIDDLEWARE = []
    return WSGIHandler()


class Known:
    """The ids and prices of one member's deposit, looked up once for the whole run."""

    def __init__(self, member: str) -> None:
        from ledger.models import Account
        from wastebank.models import Material, Member, Price

        ids = dict(Account.objects.values_list("code", "pk"))
        person = Member.objects.get(number=member)
        self.member, self.place, self.wallet = person.pk, person.place_id, ids[f"member:{member}"]
        self.today = datetime.now(UTC).date().isoformat()
        self.materials = [Material.objects.get(code=code) for code in MATERIALS]
        prices = [Price.objects.get(material=goods).price_idr for goods in self.materials]
        self.prices_idr = [price_idr or 0 for price_idr in prices]
        self.worth_idr = [(AMOUNT * price_idr + 500) // 1000 for price_idr in self.prices_idr]
        self.transfers: list[tuple[int, int, int]] = []
        for code, rupiah in zip(MATERIALS, self.worth_idr, strict=True):
            stock, received, inventory = (
                ids[f"{kind}:MLT:{code}"] for kind in ("stock", "received", "inventory")
            )
            self.transfers += [(stock, received, AMOUNT), (inventory, self.wallet, rupiah)]

    def write(self) -> tuple[str, int, int]:
        from django.db import connection, transaction

        from ledger import clock
        from ledger.db.values import db_time

        now, key = db_time(clock.now()), str(uuid.uuid4())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(KEY, [key, FINGERPRINT, now])
            after = self.move(cursor, now)
            cursor.execute(ENTRY, [key, now, now, len(self.transfers)])
            entry = cursor.fetchone()[0]
            put(cursor, POSTINGS, [(entry, *row) for row in self.postings(after)])
            balance_idr = after[self.wallet][1] - after[self.wallet][0]
            return self.receipt(cursor, entry, now, balance_idr)

    def move(self, cursor: Any, now: Any) -> dict[int, tuple[int, int, int]]:
        rows = [(debit, amount, 0, 1) for debit, _, amount in self.transfers]
        rows += [(credit, 0, amount, 1) for _, credit, amount in self.transfers[::2]]
        rows.append((self.wallet, 0, sum(self.worth_idr), len(self.worth_idr)))
        put(cursor, MOVE, rows, now)
        return {account: (debits, credits, step) for account, debits, credits, step in cursor}

    def postings(self, after: dict[int, tuple[int, int, int]]) -> list[tuple[int, ...]]:
        """The wallet is credited once a material: its steps are counted back from the last."""
        rows: list[tuple[int, ...]] = []
        owed_idr = after[self.wallet][1] - after[self.wallet][0] - sum(self.worth_idr)
        step = after[self.wallet][2] - len(self.worth_idr)
        for line, (debit, credit, amount) in enumerate(self.transfers, start=1):
            debits, credits, debit_step = after[debit]
            if credit == self.wallet:
                owed_idr, step = owed_idr + amount, step + 1
                right, credit_step = owed_idr, step
            else:
                right, credit_step = after[credit][1] - after[credit][0], after[credit][2]
            left = debits - credits
            rows.append((line, debit, credit, amount, left, right, debit_step, credit_step))
        return rows

    def receipt(self, cursor: Any, entry: int, now: Any, balance_idr: int) -> tuple[str, int, int]:
        cursor.execute(SERIES, [self.place])
        number = cursor.fetchone()[0]
        name, total_idr = f"MLT-{number:06d}", sum(self.worth_idr)
        head = [name, number, entry, self.place, self.member, now, now, total_idr, balance_idr]
        cursor.execute(DEPOSIT, [*head, secrets.token_hex(4).upper(), self.today])
        deposit = cursor.fetchone()[0]
        rows = [
            (
                deposit,
                line,
                *columns_of(goods),
                AMOUNT,
                price_idr,
                rupiah,
                "half_up_per_1000",
                *PLAIN,
            )
            for line, (goods, price_idr, rupiah) in enumerate(
                zip(self.materials, self.prices_idr, self.worth_idr, strict=True), start=1
            )
        ]
        put(cursor, LINES, rows)
        return name, total_idr, balance_idr


def columns_of(goods: Any) -> tuple[Any, ...]:
    return goods.pk, goods.name_id, goods.name_en, goods.family, goods.unit


def put(cursor: Any, sql: str, rows: Sequence[tuple[Any, ...]], *before: Any) -> None:
    """One statement over all the rows."""
    mark = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    values = [value for row in rows for value in row]
    cursor.execute(sql.format(rows=", ".join([mark] * len(rows))), [*before, *values])


if __name__ == "__main__":
    import waitress

    waitress.serve(application(), host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
