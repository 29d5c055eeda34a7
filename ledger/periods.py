"""What accounts took and gave between two instants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ledger.rows import db_time

TURNOVERS = """
    SELECT a.code, SUM(s.debit), SUM(s.credit)
    FROM (
        SELECT p.debit_id AS account_id, p.amount AS debit, 0 AS credit
        FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
        WHERE e.recorded_at >= {moment} AND e.recorded_at < {moment}
        UNION ALL
        SELECT p.credit_id, 0, p.amount
        FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
        WHERE e.recorded_at >= {moment} AND e.recorded_at < {moment}
    ) s JOIN ledger_account a ON a.id = s.account_id
    WHERE a.code LIKE %s GROUP BY a.code
"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """Both sides of an account over a period, in its unit."""

    debit: int
    credit: int


def turnovers(code_prefix: str, start: datetime, end: datetime) -> Mapping[str, Turnover]:
    """The turnover of every account whose code begins so, from `start` up to before `end`."""
    moment = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    between = [db_time(start), db_time(end)] * 2
    with connection.cursor() as cursor:
        cursor.execute(TURNOVERS.format(moment=moment), [*between, f"{code_prefix}%"])
        return {row[0]: Turnover(int(row[1]), int(row[2])) for row in cursor.fetchall()}
