"""Invariants of opening balances: what members brought along from a bank's old book."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ledger.findings import Finding, found, instant, rows

FARTHEST_ZONE = timedelta(hours=14)


def opening_balances_match_entries() -> Iterator[Finding]:
    """An opening balance went into its member's wallet by its entry, out of its place's account
    of the old book, and before anything else; nothing else came out of that account."""
    law = "opening balances match entries"
    yield from found(
        law,
        "SELECT m.number, o.amount_idr, p.amount, p.credit_version FROM wastebank_openingbalance o"
        " JOIN wastebank_member m ON m.id = o.member_id"
        " JOIN wastebank_place w ON w.id = o.place_id"
        " JOIN ledger_journalentry e ON e.id = o.entry_id"
        " LEFT JOIN ledger_account a ON a.code = 'member:' || m.number"
        " LEFT JOIN ledger_account b ON b.code = 'opening:' || w.code"
        " LEFT JOIN ledger_posting p ON p.entry_id = o.entry_id"
        " AND +p.credit_id = a.id AND +p.debit_id = b.id"
        " WHERE COALESCE(p.amount, -1) <> o.amount_idr OR p.credit_version <> 1"
        " OR e.posting_count <> 1 OR e.kind <> 'opening_balance' OR e.place <> w.code",
        "brought {1}, its entry credits {2} as step {3}",
    )
    yield from found(
        law,
        "SELECT e.id, e.key, o.id FROM ledger_journalentry e"
        " LEFT JOIN wastebank_openingbalance o ON o.entry_id = e.id"
        " WHERE e.kind = 'opening_balance' AND o.id IS NULL",
        "key {1} brings a balance that no opening stands for",
    )
    yield from found(
        law,
        "SELECT b.code, b.debits, COALESCE(SUM(o.amount_idr), 0) FROM ledger_account b"
        " LEFT JOIN wastebank_place w ON b.code = 'opening:' || w.code"
        " LEFT JOIN wastebank_openingbalance o ON o.place_id = w.id"
        " WHERE b.code LIKE 'opening:%' GROUP BY b.id, b.code, b.debits, b.kind, b.unit"
        " HAVING COALESCE(SUM(o.amount_idr), 0) <> b.debits"
        " OR b.kind <> 'equity' OR b.unit <> 'IDR'",
        "gave {1}, the openings say {2}",
    )


def opening_balances_have_one_day() -> Iterator[Finding]:
    """All of a place are of one day, and each entry happened as that day began, by the clock of
    its place: no clock on earth is more than fourteen hours from UTC."""
    law = "opening balances have one day"
    yield from found(
        law,
        "SELECT w.code, MIN(o.day), MAX(o.day) FROM wastebank_openingbalance o"
        " JOIN wastebank_place w ON w.id = o.place_id GROUP BY w.code"
        " HAVING MIN(o.day) <> MAX(o.day)",
        "from {1} to {2}",
    )
    of_days = (
        "SELECT m.number, o.day, e.occurred_at FROM wastebank_openingbalance o"
        " JOIN wastebank_member m ON m.id = o.member_id"
        " JOIN ledger_journalentry e ON e.id = o.entry_id ORDER BY o.id"
    )
    for number, day, at in rows(of_days):
        begin = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        if abs(instant(at) - begin) > FARTHEST_ZONE:
            yield Finding(law, str(number), f"is of {day}, its entry of {at}")
