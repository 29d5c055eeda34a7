"""Questions to the book. Nothing here adds up history: each posting keeps the balances after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger import clock, registry
from ledger.db.values import db_time, read_time
from ledger.models import Account, EntryKind, Seal

# The account's last step at or before an instant, by bisection over its gapless versions:
# about twenty index look-ups for a million postings.
VERSION_AT = """
    WITH RECURSIVE search(low, high) AS (
        SELECT CAST(0 AS BIGINT), CAST(%s AS BIGINT)
        UNION ALL
        SELECT CASE WHEN {middle_time} <= {moment} THEN (low + high + 1) / 2 ELSE low END,
               CASE WHEN {middle_time} <= {moment} THEN high ELSE (low + high + 1) / 2 - 1 END
        FROM search WHERE low < high
    )
    SELECT MAX(low) FROM search WHERE low = high
"""
MIDDLE_TIME = """
    COALESCE(
        (SELECT e.recorded_at FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
         WHERE p.debit_id = {account} AND p.debit_version = (low + high + 1) / 2),
        (SELECT e.recorded_at FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
         WHERE p.credit_id = {account} AND p.credit_version = (low + high + 1) / 2))
"""
BALANCE_AT_VERSION = """
    SELECT debit_balance FROM ledger_posting WHERE debit_id = %s AND debit_version = %s
    UNION ALL
    SELECT credit_balance FROM ledger_posting WHERE credit_id = %s AND credit_version = %s
"""
STATEMENT = """
    SELECT s.version, s.debit, s.credit, s.balance, s.other_id, e.id, e.kind, e.key, e.occurred_at,
           e.recorded_at, e.actor, e.place, e.memo, e.reverses_id
    FROM (
        SELECT entry_id, debit_version AS version, amount AS debit, 0 AS credit,
               debit_balance AS balance, credit_id AS other_id
        FROM ledger_posting WHERE debit_id = %s AND debit_version BETWEEN %s AND %s
        UNION ALL
        SELECT entry_id, credit_version, 0, amount, credit_balance, debit_id
        FROM ledger_posting WHERE credit_id = %s AND credit_version BETWEEN %s AND %s
    ) s JOIN ledger_journalentry e ON e.id = s.entry_id
    ORDER BY s.version DESC
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """One step of an account, with its running balance, in the account's unit."""

    version: int
    debit: int
    credit: int
    balance: int
    other_id: int
    entry_id: int
    kind: str
    key: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    place: str
    memo: str
    reverses_id: int | None


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account in the trial balance: its balance stands on one of the two sides."""

    code: str
    unit: str
    kind: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class TrialTotal:
    """Both sides of one unit; `difference` is zero in a sound book."""

    unit: str
    debit: int
    credit: int
    difference: int


def find_account(code: str) -> Account | None:
    return Account.objects.filter(code=code).first()


def version_at(account: Account, at: datetime) -> int:
    """How many steps the account had taken at `at` (inclusive, by recorded_at).

    By now it has taken all of them, also those that a clock which ran ahead dated in the future.
    """
    if at >= clock.now():
        return account.version
    moment = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    middle = MIDDLE_TIME.format(account=int(account.pk))
    sql = VERSION_AT.format(middle_time=middle, moment=moment)
    with connection.cursor() as cursor:
        cursor.execute(sql, [account.version, db_time(at), db_time(at)])
        found = cursor.fetchone()[0]
    return int(found)


def balance_at(account: Account, at: datetime) -> int:
    """The balance at a past instant, on the account's own side, without summing history."""
    return balance_after(account, version_at(account, at))


def balance_after(account: Account, version: int) -> int:
    """The balance after a step of the account; nothing before the first."""
    if version == 0:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(BALANCE_AT_VERSION, [account.pk, version, account.pk, version])
        return int(cursor.fetchone()[0])


def statement(
    account: Account, *, before_version: int | None = None, limit: int = 50
) -> list[Movement]:
    """The newest steps first; `before_version` continues an earlier page (exclusive)."""
    top = account.version if before_version is None else before_version - 1
    bottom = max(top - limit + 1, 1)
    if top < 1:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [account.pk, bottom, top] * 2)
        return [movement(row) for row in cursor.fetchall()]


def movement(row: Sequence[object]) -> Movement:
    values = list(row)
    values[8], values[9] = read_time(values[8]), read_time(values[9])
    return Movement(*values)  # type: ignore[arg-type]  # columns stand in the fields' order


def codes_that_begin(prefix: str) -> Q:
    """Accounts whose code begins so, without a look at all others: PostgreSQL has an index for the
    words of LIKE, SQLite one for what lies between two codes."""
    begins = Q(code__startswith=prefix)
    if connection.vendor == "sqlite":
        begins &= Q(code__gte=prefix, code__lt=prefix[:-1] + chr(ord(prefix[-1]) + 1))
    return begins


def trial_balance() -> tuple[list[TrialRow], list[TrialTotal]]:
    """Every account that ever moved, and per unit both sides and their difference."""
    rows = [
        TrialRow(
            account.code,
            account.unit,
            account.kind,
            max(account.debits - account.credits, 0),
            max(account.credits - account.debits, 0),
        )
        for account in Account.objects.filter(version__gt=0).order_by("unit", "kind", "code")
    ]
    totals = [
        TrialTotal(
            unit,
            sum(row.debit for row in rows if row.unit == unit),
            sum(row.credit for row in rows if row.unit == unit),
            sum(row.debit - row.credit for row in rows if row.unit == unit),
        )
        for unit in sorted({row.unit for row in rows})
    ]
    return rows, totals


@cache
def entry_kinds() -> dict[str, EntryKind]:
    """The kinds of entries that the rooms declare, by their code."""
    return {kind.code: kind for kinds in registry.offered("entry_kinds") for kind in kinds}


def entry_kind(code: str) -> EntryKind:
    """The kind of an entry that was read; one of a room that is gone is a change of balance."""
    return entry_kinds().get(code) or EntryKind(code, _("Change of balance"), "saldo")


def seal_of_row(table: str, row: int) -> Seal | None:
    """The seal under which a row of a document stands; None if it is not sealed yet."""
    over = Seal.objects.filter(
        runs__form__table_name=table, runs__first_row__lte=row, runs__last_row__gte=row
    )
    return over.first()
