"""Comparing a bank account with the bank's statement: which movements stand on it, and its balance.

What does not stand on any statement yet is on its way, and is shown with its age.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ledger import clock
from ledger.db.values import read_time
from wastebank import actions
from wastebank.commands import log, record
from wastebank.funds.cash.accounts import balance_of, cash_account, find_cash
from wastebank.funds.cash.begun import hold
from wastebank.funds.cash.differences import put_difference
from wastebank.funds.cash.keep import subject_of
from wastebank.funds.cash.refusals import (
    BankStatementOutOfOrder,
    BankStatementTaken,
    NoBankToCompare,
    StepReconciled,
)
from wastebank.funds.cash.sums import checked_sum, not_ahead
from wastebank.models import CashAccount, CashCount, ReconciledStep, User
from wastebank.models.funds.cash import REFERENCE_LETTERS
from wastebank.permissions import HANDLE_CASH, require
from wastebank.text import checked_text
from wastebank.values.calendar import local_day

# The steps of an account that stand on no statement of the bank, the oldest first.
OPEN_STEPS = """
    SELECT s.version, s.amount_idr, e.kind, e.occurred_at, e.memo, e.actor FROM (
        SELECT entry_id, debit_version AS version, amount AS amount_idr
        FROM ledger_posting WHERE debit_id = %(account)s
        UNION ALL
        SELECT entry_id, credit_version, -amount FROM ledger_posting WHERE credit_id = %(account)s
    ) s JOIN ledger_journalentry e ON e.id = s.entry_id
    WHERE NOT EXISTS (SELECT 1 FROM wastebank_reconciledstep r
        WHERE r.account_id = %(cash)s AND r.version = s.version)
    ORDER BY s.version
"""


@dataclass(frozen=True, slots=True)
class UnreconciledStep:
    """A movement of a bank account that stands on no statement yet."""

    version: int
    amount_idr: int
    kind: str
    occurred_at: datetime
    memo: str
    actor: str

    @property
    def day(self) -> date:
        return local_day(self.occurred_at)

    @property
    def age_days(self) -> int:
        return (local_day(clock.now()) - self.day).days


def open_steps(account: CashAccount) -> list[UnreconciledStep]:
    asked = "SELECT id FROM ledger_account WHERE code = %s"
    with connection.cursor() as cursor:
        cursor.execute(asked, [cash_account(account.code).code])
        found = cursor.fetchone()
        cursor.execute(OPEN_STEPS, {"account": found[0] if found else 0, "cash": account.pk})
        rows = cursor.fetchall()
    return [
        UnreconciledStep(version, amount_idr, kind, moment, memo, actor)
        for version, amount_idr, kind, at, memo, actor in rows
        if (moment := read_time(at)) is not None
    ]


@dataclass(frozen=True, slots=True)
class BankStatementSaid:
    """What the bank's paper says, and which movements stand on it."""

    day: date
    reference: str
    closing_idr: int
    steps: Sequence[int]
    note: str


def reconcile_statement(
    *,
    key: UUID,
    by: User,
    account: str,
    day: date,
    reference: str,
    closing_idr: int,
    steps: Collection[int],
    note: str = "",
) -> CashCount:
    """Compare the closing balance of a bank's statement with the movements that stand on it and on
    those before. What is left out stays on its way; the difference is kept, also where it is nil.
    """
    require(by, HANDLE_CASH)
    found = find_cash(by=by, code=account)
    if not found.is_bank:
        raise NoBankToCompare(account=found.code, name=found.name)
    said = BankStatementSaid(
        not_ahead(day),
        checked_text("reference", reference, REFERENCE_LETTERS, needed=True),
        checked_sum(closing_idr, least_idr=0),
        sorted(set(steps)),
        checked_text("note", note, 300),
    )
    return record(
        CashCount,
        key=key,
        verb="reconcile_statement",
        request={
            "by": by.username,
            "account": found.code,
            "day": day.isoformat(),
            "reference": said.reference,
            "closing_idr": closing_idr,
            "steps": said.steps,
            "note": said.note,
        },
        make=lambda: _reconcile(key, by, found, said),
    )


def _reconcile(key: UUID, by: User, found: CashAccount, said: BankStatementSaid) -> CashCount:
    hold(found)
    require_in_order(found, said)
    on_their_way = {step.version: step.amount_idr for step in open_steps(found)}
    if not on_their_way.keys() >= set(said.steps):
        raise StepReconciled(steps=[step for step in said.steps if step not in on_their_way])
    # What all statements show until now is what lies there, less what is on its way.
    book_idr = balance_of(found) - sum(on_their_way.values())
    book_idr += sum(on_their_way[step] for step in said.steps)
    count = CashCount.objects.create(
        account=found,
        day=said.day,
        reference=said.reference,
        counted_idr=said.closing_idr,
        book_idr=book_idr,
        difference_idr=said.closing_idr - book_idr,
        note=said.note,
        actor=by.username,
        counted_at=clock.now(),
    )
    ReconciledStep.objects.bulk_create(
        ReconciledStep(count=count, account=found, version=version) for version in said.steps
    )
    log(by=by, action=actions.RECONCILE_CASH, subject=subject_of(found), key=key, place=found.place)
    put_difference(key=key, by=by, count=count)
    return count


def require_in_order(account: CashAccount, said: BankStatementSaid) -> None:
    """A statement is taken once, and none of a day before the last one."""
    before = CashCount.objects.filter(account=account)
    same = before.filter(reference=said.reference).first()
    if same is not None:
        raise BankStatementTaken(reference=said.reference, day=same.day.isoformat())
    last = before.order_by("-pk").first()
    if last is not None and said.day < last.day:
        raise BankStatementOutOfOrder(
            account=account.code, name=account.name, day=last.day.isoformat()
        )
