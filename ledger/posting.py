"""Posting: the only code that moves the totals of accounts.

Order, the same on both engines: lock the accounts (own ones first, shared ones last, each group
by id), let the caller read again what its decision rests on, move all totals in one statement,
write the entry, write all postings in one statement. The caller holds the transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ledger import clock, registry
from ledger.db.sql import Rows, ask, with_rows
from ledger.db.values import db_time, on_postgres, read_time
from ledger.models import DEBIT_KINDS, AccountKind, AccountUnit, EntryKind, JournalEntry
from ledger.refusals import AlreadyReversed, NotEnough


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An account by its code, with what is needed to open it on first use."""

    code: str
    unit: AccountUnit
    kind: AccountKind
    guarded: bool = False
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Transfer:
    """`amount` (> 0, in the accounts' unit) debited to one account and credited to another."""

    debit: AccountSpec
    credit: AccountSpec
    amount: int


@dataclass(slots=True)
class Locked:
    """An account whose row this transaction holds."""

    id: int
    code: str
    unit: str
    kind: str
    guarded: bool
    debits: int
    credits: int
    held: int
    version: int
    touched_at: datetime | None

    @property
    def balance(self) -> int:
        difference = self.debits - self.credits
        return difference if self.kind in DEBIT_KINDS else -difference

    @property
    def available(self) -> int:
        return self.balance - self.held


@dataclass(frozen=True, slots=True)
class Posted:
    """What was written: balances are those after the entry, on each account's own side.

    `recorded_at` orders the steps of accounts and may lie in the future, after a clock that ran
    ahead. Never let it say in which day or month something counts: see docs/decisions/0047.
    """

    entry_id: int
    occurred_at: datetime
    recorded_at: datetime
    balances: Mapping[str, int]
    posting_ids: Sequence[int]  # of the transfers, in their order


class LostLock(Exception):
    """The totals moved under a lock we believed to hold: a fault in the program."""


SELECT_LOCKED = """
    SELECT id, code, unit, kind, guarded, debits, credits, held, version, touched_at
    FROM ledger_account WHERE code IN {rows} ORDER BY shared, id {lock}
"""
OPEN_ACCOUNTS = """
    INSERT INTO ledger_account
        (code, unit, kind, guarded, shared, debits, credits, held, version)
    VALUES {rows} ON CONFLICT (code) DO NOTHING
"""
MOVE_TOTALS = """
    UPDATE ledger_account
    SET debits = ledger_account.debits + v.column2, credits = ledger_account.credits + v.column3,
        version = ledger_account.version + v.column4, touched_at = %s
    FROM (VALUES {rows}) AS v
    WHERE ledger_account.id = v.column1
    RETURNING ledger_account.id, ledger_account.version
"""
INSERT_ENTRY = """
    INSERT INTO ledger_journalentry
        (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
INSERT_ENTRIES = """
    INSERT INTO ledger_journalentry
        (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
    VALUES {rows} RETURNING key, id
"""
INSERT_POSTINGS = """
    INSERT INTO ledger_posting
        (entry_id, line, debit_id, credit_id, amount,
         debit_balance, credit_balance, debit_version, credit_version)
    VALUES {rows} RETURNING line, id
"""

# As many as two in one statement need: an engine takes some ten thousand values.
ENTRIES_AT_ONCE = 250
ACCOUNTS_AT_ONCE = 500


def lock_accounts(
    specs: Iterable[AccountSpec], *, if_there: Iterable[AccountSpec] = ()
) -> dict[str, Locked]:
    """Lock the accounts until commit, opening those that are new. Answers them by code.

    Those that matter only `if_there` are locked with the others and in their order, and not opened.
    """
    wanted = {spec.code: spec for spec in specs}
    known = wanted | {spec.code: spec for spec in if_there}
    found = select_locked(list(known))
    if not wanted.keys() <= found.keys():
        open_accounts(spec for code, spec in wanted.items() if code not in found)
        found = select_locked(list(known))
    for code in found:
        spec = known[code]
        if (found[code].unit, found[code].kind) != (spec.unit, spec.kind):
            raise ValueError(f"account {code} is {found[code].unit} {found[code].kind}")
    return found


def select_locked(codes: Sequence[str]) -> dict[str, Locked]:
    assert connection.in_atomic_block, "accounts are locked inside a transaction"
    # SQLite has no row locks and needs none: BEGIN IMMEDIATE lets one writer in at a time.
    sql = SELECT_LOCKED.replace("{lock}", "FOR UPDATE" if on_postgres() else "")
    return {row[1]: locked(row) for row in ask(with_rows(sql, 1, len(codes)), codes)}


def locked(row: Sequence[Any]) -> Locked:
    account_id, code, unit, kind, guarded, debits, credits, held, version, touched_at = row
    return Locked(
        account_id,
        code,
        unit,
        kind,
        bool(guarded),
        debits,
        credits,
        held,
        version,
        read_time(touched_at),
    )


def open_accounts(specs: Iterable[AccountSpec]) -> None:
    """Open accounts with zero totals. Sorted, so that two openers meet in the same order."""
    every = sorted(specs, key=lambda spec: spec.code)
    for start in range(0, len(every), ACCOUNTS_AT_ONCE):
        rows = every[start : start + ACCOUNTS_AT_ONCE]
        values = [
            value
            for spec in rows
            for value in (spec.code, spec.unit, spec.kind, spec.guarded, spec.shared, 0, 0, 0, 0)
        ]
        ask(with_rows(OPEN_ACCOUNTS, len(rows), 9), values)


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """One of many entries of a kind that are written at once, under a key of its own."""

    key: str
    transfers: Sequence[Transfer]
    memo: str = ""


def post_all(
    *,
    entries: Sequence[EntryAsked],
    kind: EntryKind,
    occurred_at: datetime,
    actor: str,
    place: str,
    accounts: dict[str, Locked],
) -> list[int]:
    """Write many entries of one instant as `post` writes one, in a few statements for some hundreds
    of them. Answers their ids, in their order."""
    ids: list[int] = []
    for start in range(0, len(entries), ENTRIES_AT_ONCE):
        some = entries[start : start + ENTRIES_AT_ONCE]
        steps = [
            [step(line, t, accounts[t.debit.code], accounts[t.credit.code]) for line, t in lines]
            for lines in (list(enumerate(one.transfers, start=1)) for one in some)
        ]
        transfers = [transfer for one in some for transfer in one.transfers]
        touched = touched_accounts(transfers, accounts)
        recorded_at = max([clock.now(), *(a.touched_at for a in touched if a.touched_at)])
        move_totals(transfers, accounts, recorded_at)
        instants = db_time(occurred_at), db_time(recorded_at)
        heads = [
            (one.key, kind.code, *instants, actor, place, one.memo, None, len(one.transfers))
            for one in some
        ]
        made = insert_entries(heads)
        own = [made[one.key] for one in some]
        insert_steps(
            [(pk, *columns) for pk, of_one in zip(own, steps, strict=True) for columns in of_one]
        )
        ids += own
    return ids


def post(
    *,
    key: str,
    kind: EntryKind,
    transfers: Sequence[Transfer],
    occurred_at: datetime,
    actor: str,
    place: str,
    memo: str = "",
    reverses_id: int | None = None,
    accounts: dict[str, Locked],
) -> Posted:
    """Write one entry over accounts that `lock_accounts` gave. Raises NotEnough at a guard."""
    steps = [
        step(line, transfer, accounts[transfer.debit.code], accounts[transfer.credit.code])
        for line, transfer in enumerate(transfers, start=1)
    ]
    touched = touched_accounts(transfers, accounts)
    recorded_at = max([clock.now(), *(a.touched_at for a in touched if a.touched_at)])
    move_totals(transfers, accounts, recorded_at)
    entry_id = insert_entry(
        (key, kind.code, db_time(occurred_at), db_time(recorded_at), actor, place, memo),
        reverses_id,
        len(steps),
    )
    posting_ids = insert_postings(entry_id, steps)
    balances = {account.code: account.balance for account in touched}
    return Posted(entry_id, occurred_at, recorded_at, balances, posting_ids)


def step(line: int, transfer: Transfer, debit: Locked, credit: Locked) -> tuple[int, ...]:
    """Carry one transfer out on the locked copies; answers the columns of its posting."""
    if type(transfer.amount) is not int or transfer.amount <= 0:
        raise ValueError(
            f"a transfer's amount is a whole number above zero, not {transfer.amount!r}"
        )
    if debit.unit != credit.unit or debit.id == credit.id:
        raise ValueError(f"no transfer from {credit.code} to {debit.code}")
    debit.debits += transfer.amount
    credit.credits += transfer.amount
    for account in (debit, credit):
        account.version += 1
        if account.guarded and account.available < 0:
            raise NotEnough(
                account=account.code,
                available=account.available + transfer.amount,
                missing=-account.available,
            )
    return (
        line,
        debit.id,
        credit.id,
        transfer.amount,
        debit.balance,
        credit.balance,
        debit.version,
        credit.version,
    )


def touched_accounts(transfers: Sequence[Transfer], accounts: Mapping[str, Locked]) -> list[Locked]:
    codes = dict.fromkeys(code for a in transfers for code in (a.debit.code, a.credit.code))
    return [accounts[code] for code in codes]


def move_totals(
    transfers: Sequence[Transfer], accounts: Mapping[str, Locked], recorded_at: datetime
) -> None:
    moves: dict[int, list[int]] = {}
    for transfer in transfers:
        debit = moves.setdefault(accounts[transfer.debit.code].id, [0, 0, 0])
        credit = moves.setdefault(accounts[transfer.credit.code].id, [0, 0, 0])
        debit[0] += transfer.amount
        credit[1] += transfer.amount
        debit[2] += 1
        credit[2] += 1
    values = [value for account_id, move in moves.items() for value in (account_id, *move)]
    sql = with_rows(MOVE_TOTALS, len(moves), 4)
    versions: dict[int, int] = dict(ask(sql, [db_time(recorded_at), *values]))
    for account in touched_accounts(transfers, accounts):
        if versions.get(account.id) != account.version:
            raise LostLock(account.code)
        account.touched_at = recorded_at


def insert_entry(head: tuple[Any, ...], reverses_id: int | None, posting_count: int) -> int:
    ask_rooms()
    rows = ask(INSERT_ENTRY, [*head, reverses_id, posting_count])
    return int(rows[0][0])


def insert_entries(heads: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Write several entries; answers the id of each by its key."""
    ask_rooms()
    values = [value for head in heads for value in head]
    return dict(ask(with_rows(INSERT_ENTRIES, len(heads), 9), values))


def ask_rooms() -> None:
    """Whatever a room has to hold, or refuses, before something is entered in the book."""
    for hold in registry.offered("before_entry"):
        hold()


def insert_postings(entry_id: int, steps: Sequence[tuple[int, ...]]) -> list[int]:
    """Write the postings; answers their ids, in the order of their lines."""
    # No engine promises in which order RETURNING answers.
    return [row[1] for row in sorted(insert_steps([(entry_id, *columns) for columns in steps]))]


def insert_steps(rows: Sequence[tuple[int, ...]]) -> Rows:
    values = [value for columns in rows for value in columns]
    return ask(with_rows(INSERT_POSTINGS, len(rows), 9), values)


def transfers_back(entry: JournalEntry) -> list[Transfer]:
    """The entry's transfers turned round, the last one first."""
    return [
        Transfer(
            debit=AccountSpec(
                p.credit.code, AccountUnit(p.credit.unit), AccountKind(p.credit.kind)
            ),
            credit=AccountSpec(p.debit.code, AccountUnit(p.debit.unit), AccountKind(p.debit.kind)),
            amount=p.amount,
        )
        for p in entry.postings.select_related("debit", "credit").order_by("-line")
    ]


def reverse(
    *,
    key: str,
    entry: JournalEntry,
    kind: EntryKind,
    occurred_at: datetime,
    actor: str,
    memo: str,
) -> Posted:
    """Write the exact opposite of an entry, linked to it. An entry is reversed once only."""
    transfers = transfers_back(entry)
    accounts = lock_accounts(
        spec for transfer in transfers for spec in (transfer.debit, transfer.credit)
    )
    if JournalEntry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed(entry=entry.pk)
    return post(
        key=key,
        kind=kind,
        transfers=transfers,
        occurred_at=occurred_at,
        actor=actor,
        place=entry.place,
        memo=memo,
        reverses_id=entry.pk,
        accounts=accounts,
    )
