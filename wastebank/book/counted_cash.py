"""Invariants of cash boxes and bank accounts: what came in, was moved, counted and booked."""

from collections.abc import Iterator

from ledger.findings import Finding, found


def cash_is_guarded() -> Iterator[Finding]:
    """Money lies in an account that somebody opened, and none is paid that is not there."""
    yield from found(
        "cash is guarded",
        "SELECT a.code, a.kind, a.unit, c.id FROM ledger_account a"
        " LEFT JOIN wastebank_cashaccount c ON a.code = 'cash:' || c.code"
        " WHERE a.code LIKE 'cash:%'"
        " AND (NOT a.guarded OR a.kind <> 'asset' OR a.unit <> 'IDR' OR c.id IS NULL)",
        "is a {1} in {2}, unguarded or of nobody",
    )


def cash_openings_match_entries() -> Iterator[Finding]:
    """What lay in an account at the beginning came by its entry out of the old book of its place,
    before anything else; and no other entry brought any."""
    law = "cash openings match entries"
    yield from found(
        law,
        "SELECT c.code, o.amount_idr, p.amount, p.debit_version FROM wastebank_cashopening o"
        " JOIN wastebank_cashaccount c ON c.id = o.account_id"
        " JOIN wastebank_place w ON w.id = c.place_id"
        " JOIN ledger_journalentry e ON e.id = o.entry_id"
        " LEFT JOIN ledger_account a ON a.code = 'cash:' || c.code"
        " LEFT JOIN ledger_account b ON b.code = 'opening:' || w.code"
        " LEFT JOIN ledger_posting p ON p.entry_id = o.entry_id"
        " AND +p.debit_id = a.id AND +p.credit_id = b.id"
        " WHERE COALESCE(p.amount, -1) <> o.amount_idr OR p.debit_version <> 1"
        " OR e.posting_count <> 1 OR e.kind <> 'cash_opened' OR e.place <> w.code",
        "began with {1}, its entry brings {2} as step {3}",
    )
    yield from found(
        law,
        ENTRIES_OF_NONE.format(kind="cash_opened", table="wastebank_cashopening"),
        "key {1} brings money that no opening stands for",
    )


# An entry of a kind that no row of a table stands for.
ENTRIES_OF_NONE = (
    "SELECT e.id, e.key, r.id FROM ledger_journalentry e"
    " LEFT JOIN {table} r ON r.entry_id = e.id"
    " WHERE e.kind = '{kind}' AND r.id IS NULL"
)


def cash_transfers_match_entries() -> Iterator[Finding]:
    """Money that was carried left one account and came to the other by its entry, with what both
    held after it; and no other entry carried any."""
    law = "cash transfers match entries"
    yield from found(
        law,
        "SELECT t.id, t.amount_idr, p.amount FROM wastebank_cashtransfer t"
        " JOIN wastebank_cashaccount s ON s.id = t.source_id"
        " JOIN wastebank_cashaccount g ON g.id = t.target_id"
        " JOIN ledger_journalentry e ON e.id = t.entry_id"
        " LEFT JOIN ledger_account a ON a.code = 'cash:' || s.code"
        " LEFT JOIN ledger_account b ON b.code = 'cash:' || g.code"
        " LEFT JOIN ledger_posting p ON p.entry_id = t.entry_id"
        " AND +p.credit_id = a.id AND +p.debit_id = b.id"
        " WHERE COALESCE(p.amount, -1) <> t.amount_idr OR p.credit_balance <> t.source_after_idr"
        " OR p.debit_balance <> t.target_after_idr OR e.posting_count <> 1"
        " OR e.kind <> 'cash_moved'",
        "carried {1}, its entry {2}, or both accounts held something else after it",
    )
    yield from found(
        law,
        ENTRIES_OF_NONE.format(kind="cash_moved", table="wastebank_cashtransfer"),
        "key {1} carries money that no transfer stands for",
    )


def cash_counts_match_the_book() -> Iterator[Finding]:
    """A box was compared with what the book held after the step of the account that its count
    names."""
    yield from found(
        "cash counts match the book",
        "SELECT c.code, n.id, n.book_idr, COALESCE(d.debit_balance, k.credit_balance, 0)"
        " FROM wastebank_cashcount n"
        " JOIN wastebank_cashaccount c ON c.id = n.account_id"
        " JOIN wastebank_cashcountbegun b ON b.id = n.begun_id"
        " LEFT JOIN ledger_account a ON a.code = 'cash:' || c.code"
        " LEFT JOIN ledger_posting d ON d.debit_id = a.id AND d.debit_version = n.version"
        " LEFT JOIN ledger_posting k ON k.credit_id = a.id AND k.credit_version = n.version"
        " WHERE n.book_idr <> COALESCE(d.debit_balance, k.credit_balance, 0)"
        " OR n.version < b.version OR b.account_id <> n.account_id OR n.version > a.version",
        "count {1} says {2} in the book, the book {3}",
    )


# Each statement of a bank adds its own movements to those of the statements before it; what was
# booked because of it stands on it, too, and was not in the book yet.
STATEMENTS = """
    SELECT x.code, x.reference, x.book_idr, x.shown_idr - x.own_idr FROM (
        SELECT c.code, n.reference, n.book_idr, COALESCE(v.amount_idr, 0) AS own_idr,
            SUM(COALESCE(m.moved_idr, 0)) OVER (PARTITION BY n.account_id ORDER BY n.id)
            AS shown_idr
        FROM wastebank_cashcount n
        JOIN wastebank_cashaccount c ON c.id = n.account_id
        LEFT JOIN wastebank_cashdifference v ON v.count_id = n.id
        LEFT JOIN (
            SELECT r.count_id, SUM(COALESCE(p.amount, -q.amount, 0)) AS moved_idr
            FROM wastebank_reconciledstep r
            JOIN wastebank_cashaccount o ON o.id = r.account_id
            JOIN ledger_account a ON a.code = 'cash:' || o.code
            LEFT JOIN ledger_posting p ON p.debit_id = a.id AND p.debit_version = r.version
            LEFT JOIN ledger_posting q ON q.credit_id = a.id AND q.credit_version = r.version
            GROUP BY r.count_id
        ) m ON m.count_id = n.id
        WHERE n.begun_id IS NULL
    ) x WHERE x.book_idr <> x.shown_idr - x.own_idr
"""


def bank_statements_match_the_book() -> Iterator[Finding]:
    """A bank's statement was compared with the sum of the movements that stand on it and on those
    before it, without what was booked because of it."""
    law = "bank statements match the book"
    yield from found(
        law,
        STATEMENTS,
        "{1} says {2} in the book, its movements {3}",
    )
    yield from found(
        law,
        "SELECT c.code, r.version, a.version FROM wastebank_reconciledstep r"
        " JOIN wastebank_cashaccount c ON c.id = r.account_id"
        " JOIN wastebank_cashcount n ON n.id = r.count_id"
        " LEFT JOIN ledger_account a ON a.code = 'cash:' || c.code"
        " WHERE r.version < 1 OR r.version > COALESCE(a.version, 0)"
        " OR n.account_id <> r.account_id OR n.begun_id IS NOT NULL",
        "step {1} stands on a statement, the account has taken {2}",
    )


def cash_differences_match_entries() -> Iterator[Finding]:
    """What a count found was booked by its entry against an account of its own, as somebody else
    agreed; and no other entry booked any."""
    law = "cash differences match entries"
    yield from found(
        law,
        "SELECT c.code, v.id, v.amount_idr, p.amount FROM wastebank_cashdifference v"
        " JOIN wastebank_cashcount n ON n.id = v.count_id"
        " JOIN wastebank_cashaccount c ON c.id = n.account_id"
        " JOIN ledger_journalentry e ON e.id = v.entry_id"
        " LEFT JOIN ledger_account a ON a.code = 'cash:' || c.code"
        " LEFT JOIN ledger_account b ON b.code = 'cash_difference:' || c.code"
        " AND b.kind = 'expense' AND b.unit = 'IDR'"
        " LEFT JOIN ledger_posting p ON p.entry_id = v.entry_id"
        " AND ((v.amount_idr > 0 AND +p.debit_id = a.id AND +p.credit_id = b.id)"
        " OR (v.amount_idr < 0 AND +p.credit_id = a.id AND +p.debit_id = b.id))"
        " WHERE COALESCE(p.amount, 0) <> ABS(v.amount_idr) OR v.amount_idr <> n.difference_idr"
        " OR e.posting_count <> 1 OR e.kind <> 'cash_difference'",
        "difference {1} is {2}, its entry books {3}",
    )
    yield from found(
        law,
        "SELECT c.code, v.id, n.actor, e.ended_by FROM wastebank_cashdifference v"
        " JOIN wastebank_cashcount n ON n.id = v.count_id"
        " JOIN wastebank_cashaccount c ON c.id = n.account_id"
        " LEFT JOIN wastebank_approval w ON w.id = v.approval_id AND w.what = 'cash_difference'"
        " AND w.subject = 'cash_count:' || n.id AND w.proposed_by = n.actor"
        " LEFT JOIN wastebank_approvalend e ON e.approval_id = w.id AND e.how = 'agreed'"
        " AND e.ended_by = v.actor AND e.result = 'wastebank.cashdifference:' || v.id"
        " WHERE e.id IS NULL OR v.actor = n.actor",
        "difference {1} was counted by {2}, and not agreed to by somebody else",
    )
    yield from found(
        law,
        ENTRIES_OF_NONE.format(kind="cash_difference", table="wastebank_cashdifference"),
        "key {1} books a difference that no count stands for",
    )


def open_differences_wait() -> Iterator[Finding]:
    """What the last count of an account found is booked, or somebody was asked to."""
    yield from found(
        "differences of counts are asked for",
        "SELECT c.code, n.id, n.difference_idr FROM wastebank_cashcount n"
        " JOIN wastebank_cashaccount c ON c.id = n.account_id"
        " LEFT JOIN wastebank_approval w ON w.what = 'cash_difference'"
        " AND w.subject = 'cash_count:' || n.id AND w.amount_idr = n.difference_idr"
        " WHERE (n.difference_idr <> 0) <> (w.id IS NOT NULL)",
        "count {1} found {2}, and no proposal says so",
    )


COUNTED_CASH = [
    cash_is_guarded,
    cash_openings_match_entries,
    cash_transfers_match_entries,
    cash_counts_match_the_book,
    bank_statements_match_the_book,
    cash_differences_match_entries,
    open_differences_wait,
]
