"""What must always hold of the book, each added up from the postings alone.

Nothing here shares code with the code that posts.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from ledger import triggers
from ledger.db import engine
from ledger.findings import Finding, Invariant, found, instant, rows, whole
from ledger.seals.checking import seals_recompute
from ledger.written.moments import moments_as_the_program_writes_them
from ledger.written.standing import rows_as_written_down


def units_balance() -> Iterator[Finding]:
    """The sum of debits equals the sum of credits, per unit."""
    yield from found(
        "units balance",
        "SELECT unit, SUM(debits), SUM(credits) FROM ledger_account GROUP BY unit"
        " HAVING SUM(debits) <> SUM(credits)",
        "debits {1}, credits {2}",
    )


STEPS = """
    SELECT a.code, a.kind, a.guarded, a.debits, a.credits, a.version, a.touched_at,
           s.step, s.debit, s.credit, s.balance, s.recorded_at
    FROM ledger_account a LEFT JOIN (
        SELECT p.debit_id AS account_id, p.debit_version AS step, p.amount AS debit, 0 AS credit,
               p.debit_balance AS balance, e.recorded_at
        FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
        UNION ALL
        SELECT p.credit_id, p.credit_version, 0, p.amount, p.credit_balance, e.recorded_at
        FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
    ) s ON s.account_id = a.id
    ORDER BY a.id, s.step
"""


def accounts_follow_postings() -> Iterator[Finding]:
    """Totals equal the sum of postings; versions have no gap; no guard was ever crossed."""
    code: str | None = None
    debits = credits = steps = 0
    kept: tuple[int, int, int] = (0, 0, 0)
    touched: object = None
    last_time: datetime | None = None
    for row in rows(STEPS):
        account, kind, guarded, *totals, step, debit, credit, balance, at = row
        account = str(account)
        if account != code:
            yield from totals_agree(code, kept, (debits, credits, steps))
            yield from touched_last(code, touched, last_time)
            code, debits, credits, steps, last_time = account, 0, 0, 0, None
            kept = (whole(totals[0]), whole(totals[1]), whole(totals[2]))
            touched = totals[3]
        if step is None:
            continue
        steps += 1
        debits += whole(debit)
        credits += whole(credit)
        own = debits - credits if kind in ("asset", "expense") else credits - debits
        if step != steps:
            yield Finding("versions have no gap", account, f"step {steps} is numbered {step}")
        if balance != own:
            yield Finding("running balance", f"{code} step {step}", f"{balance}, is {own}")
        if guarded and own < 0:
            yield Finding("never below zero", f"{code} step {step}", str(own))
        now = instant(at)
        if last_time is not None and now < last_time:
            yield Finding("time runs forward", f"{code} step {step}", f"{now} after {last_time}")
        last_time = now
    yield from totals_agree(code, kept, (debits, credits, steps))
    yield from touched_last(code, touched, last_time)


def touched_last(code: str | None, said: object, is_so: datetime | None) -> Iterator[Finding]:
    """An account remembers the instant of its last posting."""
    if code is not None and (instant(said) if said is not None else None) != is_so:
        yield Finding("totals equal postings", code, f"last touched {said}, postings say {is_so}")


def totals_agree(
    code: str | None, kept: tuple[int, int, int], real: tuple[int, int, int]
) -> Iterator[Finding]:
    for name, said, is_so in zip(("debits", "credits", "version"), kept, real, strict=True):
        if code is not None and said != is_so:
            yield Finding("totals equal postings", code, f"{name} {said}, postings say {is_so}")


def entries_are_whole() -> Iterator[Finding]:
    """An entry has exactly the postings it announced, each within one unit."""
    yield from found(
        "entries are whole",
        "SELECT e.id, e.posting_count, COUNT(p.id), MIN(p.line), MAX(p.line)"
        " FROM ledger_journalentry e LEFT JOIN ledger_posting p ON p.entry_id = e.id"
        " GROUP BY e.id, e.posting_count"
        " HAVING COUNT(p.id) <> e.posting_count OR MIN(p.line) <> 1"
        " OR MAX(p.line) <> e.posting_count",
        "announced {1} postings, has {2} (lines {3} to {4})",
    )
    yield from found(
        "one unit per posting",
        "SELECT p.id, d.code, c.code FROM ledger_posting p"
        " JOIN ledger_account d ON d.id = p.debit_id"
        " JOIN ledger_account c ON c.id = p.credit_id WHERE d.unit <> c.unit",
        "{1} and {2} differ in unit",
    )


def reversals_are_opposites() -> Iterator[Finding]:
    """A reversal has the transfers of its entry turned round, and comes after it."""
    yield from found(
        "reversals are opposites",
        "SELECT r.id, r.reverses_id FROM ledger_journalentry r"
        " JOIN ledger_journalentry e ON e.id = r.reverses_id"
        " JOIN ledger_posting p ON p.entry_id = e.id"
        " LEFT JOIN ledger_posting q ON q.entry_id = r.id AND q.debit_id = p.credit_id"
        " AND q.credit_id = p.debit_id AND q.amount = p.amount"
        " AND q.line = e.posting_count + 1 - p.line"
        " WHERE q.id IS NULL OR r.posting_count <> e.posting_count"
        " OR r.recorded_at < e.recorded_at GROUP BY r.id, r.reverses_id",
        "is not the opposite of entry {1}",
    )


def holds_agree() -> Iterator[Finding]:
    """What an account says is held is the sum of its holds that have not ended."""
    yield from found(
        "holds agree",
        "SELECT a.code, a.held, COALESCE(SUM(CASE WHEN x.id IS NULL THEN h.amount END), 0)"
        " FROM ledger_account a LEFT JOIN ledger_hold h ON h.account_id = a.id"
        " LEFT JOIN ledger_holdend x ON x.hold_id = h.id"
        " GROUP BY a.id, a.code, a.held"
        " HAVING a.held <> COALESCE(SUM(CASE WHEN x.id IS NULL THEN h.amount END), 0)",
        "held {1}, open holds {2}",
    )
    yield from found(
        "available never below zero",
        "SELECT code, debits, credits, held FROM ledger_account WHERE guarded AND"
        " CASE WHEN kind IN ('asset', 'expense') THEN debits - credits"
        " ELSE credits - debits END < held",
        "debits {1}, credits {2}, held {3}",
    )


def keys_have_outcomes() -> Iterator[Finding]:
    """Every key has its outcome, and every entry stands under a key that was carried out."""
    yield from found(
        "keys have outcomes",
        "SELECT key, verb FROM ledger_keyedresult WHERE outcome IS NULL",
        "{1} was claimed and never settled",
    )
    yield from found(
        "entries have keys",
        "SELECT e.id, e.key FROM ledger_journalentry e"
        " LEFT JOIN ledger_keyedresult k ON k.key = e.key"
        """ WHERE k.id IS NULL OR k.outcome NOT LIKE '{"done":%'""",
        "key {1} has no carried-out outcome",
    )


def triggers_stand() -> Iterator[Finding]:
    """The database's own triggers are all there, and its settings are what the book needs."""
    for name in triggers.missing(connection):
        yield Finding("triggers stand", name, "absent, off or altered")
    for name in triggers.foreign(connection):
        yield Finding("triggers stand", name, "is none of the program's")
    for wrong in engine.wrong_settings(connection):
        yield Finding("engine settings", connection.vendor, wrong)


INVARIANTS: list[Invariant] = [
    triggers_stand,
    units_balance,
    accounts_follow_postings,
    entries_are_whole,
    reversals_are_opposites,
    holds_agree,
    keys_have_outcomes,
    seals_recompute,
    rows_as_written_down,
    moments_as_the_program_writes_them,
]
