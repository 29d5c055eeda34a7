"""How the database finds what a statement asks for, and who sent it."""

import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from ledger import registry
from tests.serving import ROOT

OURS = tuple(f"{ROOT / room}/" for room in ("ledger", "wastebank", "clinic"))
ASKS = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")
NAMED = re.compile(r'"?\b((?:ledger|wastebank|clinic)_\w+)"?\s+(?:AS\s+)?"?(\w+)"?')
SCAN = re.compile(r"^SCAN (\w+)")

# Tables that stay as small as the programme is, however long it lives.
SMALL = {
    "clinic_clinic": "one for each clinic",
    "clinic_clinicpayee": "accounts that clinics had",
    "clinic_carelimit": "a few for each programme in a year",
    "clinic_service": "what clinics offer",
    "clinic_tariff": "a few for each service in a year",
    "clinic_tariffwithdrawal": "tariffs that were wrong",
    "clinic_draft": "what clerks have begun, for an hour",
    "ledger_documentform": "one for each table, and for each column it gained",
    "ledger_redflag": "audits that found a fault",
    "wastebank_programmelimit": "limits that two people changed",
    "wastebank_waitingapproval": "what is not answered yet",
    "wastebank_cashaccount": "boxes and accounts at banks",
    "wastebank_device": "counters and other programs",
    "wastebank_material": "what is taken",
    "wastebank_place": "units and clinics",
    "wastebank_price": "a few for each material in a year",
    "wastebank_pricewithdrawal": "prices that were wrong",
    "wastebank_receiptseries": "one for each place",
    "wastebank_trycount": "tries of those who may be guessing, until their time is over",
    "wastebank_user": "staff",
}


def growing() -> set[str]:
    """All tables of ours but those: a new one grows until somebody says that it does not."""
    tables = {str(model._meta.db_table) for room in registry.rooms() for model in room.get_models()}
    assert SMALL.keys() <= tables, SMALL.keys() - tables
    return tables - SMALL.keys()


@dataclass(frozen=True)
class Sent:
    sql: str
    params: Any
    by: str  # the page or command
    where: str  # our function that sent it, and who called that


class Watching:
    """Each statement once, with whoever sent it first."""

    def __init__(self) -> None:
        self.by = ""
        self.sent: dict[tuple[str, str], Sent] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        if sql.lstrip()[:6].upper().startswith(ASKS):
            where = sent_from()
            self.sent.setdefault((sql, where), Sent(sql, params, self.by, where))
        return execute(sql, params, *rest)


def sent_from() -> str:
    frames = [f for f in traceback.extract_stack(limit=60) if f.filename.startswith(OURS)]
    names = [f.name for f in frames if not f.filename.endswith(("db/sql.py", "middleware.py"))]
    return " < ".join(reversed(names[-2:]))


@contextmanager
def watched() -> Iterator[Watching]:
    watching = Watching()
    connection.force_debug_cursor = True  # the book's own statements pass Django's cursor, too
    try:
        with connection.execute_wrapper(watching):
            yield watching
    finally:
        connection.force_debug_cursor = False


def count_as_large(tables: set[str]) -> None:
    """Let PostgreSQL plan as for a bank that has run for years, within the test's transaction: of a
    few rows it reads all by an index rather than some of them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pg_class SET relpages = 1, reltuples = 100000 WHERE relname = ANY(%s)",
                [sorted(tables)],
            )


def read_whole(sent: Sent, tables: set[str]) -> set[str]:
    """Which of these tables the database reads from end to end for a statement. Whoever takes the
    first few in the order of an index stops there."""
    whole = on_sqlite(sent) if connection.vendor == "sqlite" else on_postgres(sent)
    return whole & tables


def on_sqlite(sent: Sent) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sent.sql}", sent.params)
        lines = [row[3] for row in cursor.fetchall()]
    if " LIMIT " in sent.sql and not any("TEMP B-TREE FOR ORDER" in line for line in lines):
        return set()
    called = {alias: table for table, alias in NAMED.findall(sent.sql)}
    scanned = [str(found[1]) for line in lines if (found := SCAN.match(line))]
    return {called.get(name, name) for name in scanned}


def on_postgres(sent: Sent) -> set[str]:
    """What is read whole although that was made as dear as can be: nothing else is possible. So are
    joins that a small book is better off with."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "mergejoin", "hashjoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sent.sql}", sent.params)
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return set(whole_below(plan[0]["Plan"], is_limited=False))


def whole_below(node: Mapping[str, Any], *, is_limited: bool) -> Iterator[str]:
    kind = node["Node Type"]
    is_limited = (is_limited or kind == "Limit") and kind not in {"Sort", "Hash", "Aggregate"}
    by_index = kind.startswith("Index") and "Index Cond" not in node
    if (kind == "Seq Scan" or by_index) and not is_limited:
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from whole_below(below, is_limited=is_limited)
