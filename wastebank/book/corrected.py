"""Invariants of what was put right: corrections, what is still to come back, what was given up."""

from collections.abc import Iterator

from ledger.findings import Finding, Invariant, found

CORRECTIONS = """
    SELECT d.number || ' ' || c.step AS name, c.*, d.total_idr, d.member_id,
        b.number AS number_before, a.number AS number_after, p.code AS place_code
    FROM wastebank_depositcorrection c
    JOIN wastebank_deposit d ON d.id = c.deposit_id
    JOIN wastebank_member b ON b.id = c.member_before_id
    JOIN wastebank_member a ON a.id = c.member_after_id
    JOIN wastebank_place p ON p.id = d.place_id
"""


# What an entry added to a wallet, or to what is owed, by the account's code; credits count.
NET_OF = """COALESCE((SELECT SUM(CASE WHEN +p.credit_id = x.id THEN p.amount ELSE -p.amount END)
    FROM ledger_account x JOIN ledger_posting p ON p.entry_id = its_entry
    AND (+p.credit_id = x.id OR +p.debit_id = x.id) WHERE x.code = its_code), 0)"""
# Receivables, with what came back of each and how many steps that took.
RECEIVABLES = """
    SELECT r.id, r.member_id, r.correction_id, r.amount_idr,
        COALESCE(SUM(CASE WHEN v.kind = 'taken_back' THEN 0 ELSE v.amount_idr END), 0) AS less_idr,
        COUNT(v.id) AS steps, COALESCE(MAX(v.step), 0) AS last FROM wastebank_receivable r
    LEFT JOIN wastebank_receivablemove v ON v.receivable_id = r.id
    GROUP BY r.id, r.member_id, r.correction_id, r.amount_idr
"""


def net_of(code: str, entry: str) -> str:
    return NET_OF.replace("its_code", code).replace("its_entry", entry)


PARTS = {
    "{CORRECTIONS}": CORRECTIONS,
    "{RECEIVABLES}": RECEIVABLES,
    "{BEFORE}": net_of("'member:' || c.number_before", "c.entry_id"),
    "{AFTER}": net_of("'member:' || c.number_after", "c.entry_id"),
    "{OWED}": net_of("'receivable:' || c.number_before", "c.entry_id"),
    "{PAID}": net_of("'receivable:' || m.number", "d.entry_id"),
}


def filled(sql: str) -> str:
    for name, part in PARTS.items():
        sql = sql.replace(name, part)
    return sql


def corrections_follow_each_other() -> Iterator[Finding]:
    """The first correction begins at the deposit as it was recorded, each further one where the
    last one ended; their steps have no gap, and nothing is left to correct of what was voided."""
    yield from found(
        "corrections follow each other",
        filled(
            "SELECT c.name, c.total_before_idr, COALESCE(e.total_after_idr, c.total_idr)"
            " FROM ({CORRECTIONS}) c LEFT JOIN wastebank_depositcorrection e"
            " ON e.deposit_id = c.deposit_id AND e.step = c.step - 1"
            " LEFT JOIN wastebank_depositvoid v ON v.deposit_id = c.deposit_id"
            " WHERE v.id IS NOT NULL OR (c.step > 1 AND e.id IS NULL)"
            " OR c.total_before_idr <> COALESCE(e.total_after_idr, c.total_idr)"
            " OR c.member_before_id <> COALESCE(e.member_after_id, c.member_id)"
        ),
        "begins with {1}, before it stood {2}",
    )


def corrections_match_lines() -> Iterator[Finding]:
    """The difference of a correction is that of its lines; one that moves a deposit to another
    member leaves the lines as they are."""
    yield from found(
        "corrections match lines",
        filled(
            "SELECT c.name, c.total_after_idr - c.total_before_idr,"
            " COALESCE(SUM(l.rupiah_after_idr - l.rupiah_before_idr), 0)"
            " FROM ({CORRECTIONS}) c LEFT JOIN wastebank_correctionline l ON l.correction_id = c.id"
            " GROUP BY c.id, c.name, c.total_after_idr, c.total_before_idr, c.member_before_id,"
            " c.member_after_id HAVING COALESCE(SUM(l.rupiah_after_idr - l.rupiah_before_idr), 0)"
            " <> CASE WHEN c.member_before_id = c.member_after_id"
            " THEN c.total_after_idr - c.total_before_idr ELSE 0 END"
            " OR (COUNT(l.id) = 0) <> (c.member_before_id <> c.member_after_id)"
        ),
        "says {1}, its lines {2}",
    )


def corrections_begin_with_lines() -> Iterator[Finding]:
    """What a line of a correction was before is what the deposit, or its last correction of that
    line, says."""
    yield from found(
        "corrections begin with what stood",
        filled(
            "SELECT c.name, l.amount_before, COALESCE(k.amount_after, d.amount, 0)"
            " FROM ({CORRECTIONS}) c JOIN wastebank_correctionline l ON l.correction_id = c.id"
            " LEFT JOIN wastebank_depositline d ON d.deposit_id = c.deposit_id AND d.line = l.line"
            " AND d.material_id = l.material_id"
            " LEFT JOIN (SELECT o.deposit_id, o.step, m.* FROM wastebank_correctionline m"
            " JOIN wastebank_depositcorrection o ON o.id = m.correction_id) k"
            " ON k.deposit_id = c.deposit_id AND k.line = l.line AND k.material_id = l.material_id"
            " AND k.step = (SELECT MAX(n.step) FROM wastebank_correctionline x"
            " JOIN wastebank_depositcorrection n ON n.id = x.correction_id"
            " WHERE n.deposit_id = c.deposit_id AND n.step < c.step AND x.line = l.line"
            " AND x.material_id = l.material_id)"
            " WHERE l.amount_before <> COALESCE(k.amount_after, d.amount, 0)"
        ),
        "begins with {1}, there stood {2}",
    )


def corrections_match_entries() -> Iterator[Finding]:
    """What a correction says of credit and receivable is what its entry moved; each entry of this
    kind stands for one."""
    law = "corrections match entries"
    yield from found(
        law,
        filled(
            "SELECT s.name, s.credit_idr, s.moved_idr, s.owed_idr FROM (SELECT c.name,"
            " c.to_credit_idr - c.from_credit_idr AS credit_idr,"
            " c.to_receivables_idr - c.receivable_idr AS to_owed_idr, e.id AS entry,"
            " c.entry_id, c.total_after_idr, e.kind, e.place, c.place_code,"
            " CASE WHEN c.member_before_id = c.member_after_id THEN {BEFORE}"
            " ELSE {BEFORE} + {AFTER} END AS moved_idr, {OWED} AS owed_idr"
            " FROM ({CORRECTIONS}) c LEFT JOIN ledger_journalentry e ON e.id = c.entry_id) s"
            " WHERE s.credit_idr <> s.moved_idr OR s.to_owed_idr <> s.owed_idr"
            " OR (s.entry IS NOT NULL"
            " AND (s.kind <> 'deposit_corrected' OR s.place <> s.place_code))"
        ),
        "says {1}, its entry moved {2} and {3}",
    )
    yield from found(
        law,
        "SELECT e.id, e.key, c.id FROM ledger_journalentry e"
        " LEFT JOIN wastebank_depositcorrection c ON c.entry_id = e.id"
        " WHERE e.kind = 'deposit_corrected' AND c.id IS NULL",
        "key {1} corrects what no correction stands for",
    )


def receivables_match_causes() -> Iterator[Finding]:
    """What a member still owes is what corrections made of it, less what came back and what was
    written off: in the book, and receivable by receivable."""
    law = "receivables match their causes"
    yield from found(
        law,
        filled(
            "SELECT s.code, SUM(s.in_book), SUM(s.in_rows) FROM ("
            "SELECT a.code, a.debits - a.credits AS in_book, 0 AS in_rows FROM ledger_account a"
            " WHERE a.code LIKE 'receivable:%' UNION ALL"
            " SELECT 'receivable:' || m.number, 0, l.amount_idr - l.less_idr FROM ({RECEIVABLES}) l"
            " JOIN wastebank_member m ON m.id = l.member_id) s"
            " GROUP BY s.code HAVING SUM(s.in_book) <> SUM(s.in_rows)"
        ),
        "the book says {1}, the rows {2}",
    )
    yield from found(
        law,
        filled(
            "SELECT l.id, l.amount_idr, l.less_idr, v.left_idr FROM ({RECEIVABLES}) l"
            " JOIN wastebank_depositcorrection c ON c.id = l.correction_id"
            " LEFT JOIN wastebank_receivablemove v ON v.receivable_id = l.id AND v.step = l.last"
            " WHERE l.steps <> l.last OR l.less_idr > l.amount_idr"
            " OR COALESCE(v.left_idr, l.amount_idr) <> l.amount_idr - l.less_idr"
            " OR c.receivable_idr <> l.amount_idr OR c.member_before_id <> l.member_id"
        ),
        "of {1} came back {2}, left {3}",
    )
    yield from found(
        law,
        "SELECT c.id, c.receivable_idr, r.id FROM wastebank_depositcorrection c"
        " LEFT JOIN wastebank_receivable r ON r.correction_id = c.id"
        " WHERE (c.receivable_idr > 0) <> (r.id IS NOT NULL)",
        "left {1} to come back, its receivable is {2}",
    )
    yield from found(
        law,
        "SELECT code, kind, unit FROM ledger_account WHERE code LIKE 'receivable:%'"
        " AND (NOT guarded OR kind <> 'asset' OR unit <> 'IDR')",
        "is a {1} in {2}, or unguarded",
    )


def repayments_keep_their_cap() -> Iterator[Finding]:
    """A deposit brought back no more than was agreed, it was not the first after it, and its entry
    moved just that."""
    law = "repayments keep their cap"
    yield from found(
        law,
        "SELECT d.number, v.amount_idr, d.total_idr, r.percent, r.floor_idr"
        " FROM wastebank_receivablemove v JOIN wastebank_receivable r ON r.id = v.receivable_id"
        " JOIN wastebank_depositcorrection c ON c.id = r.correction_id"
        " JOIN wastebank_deposit d ON d.id = v.deposit_id"
        " WHERE v.amount_idr > d.total_idr OR (v.amount_idr > d.total_idr * r.percent / 100"
        " AND v.amount_idr > r.floor_idr) OR v.entry_id <> d.entry_id"
        " OR r.member_id <> d.member_id OR NOT EXISTS (SELECT 1 FROM wastebank_deposit f"
        " WHERE f.member_id = r.member_id AND f.entry_id > c.entry_id"
        " AND f.entry_id < d.entry_id AND f.total_idr > 0)",
        "brought back {1} of {2}, agreed are {3} % and {4}",
    )
    yield from found(
        law,
        filled(
            "SELECT s.number, s.moved_idr, s.rows_idr FROM (SELECT d.number,"
            " {PAID} AS moved_idr, COALESCE((SELECT SUM(v.amount_idr)"
            " FROM wastebank_receivablemove v WHERE v.deposit_id = d.id), 0) AS rows_idr"
            " FROM wastebank_deposit d"
            " JOIN wastebank_member m ON m.id = d.member_id"
            # Whoever never owed anything has no such account.
            " JOIN ledger_account a ON a.code = 'receivable:' || m.number) s"
            " WHERE s.moved_idr <> s.rows_idr"
        ),
        "its entry brought back {1}, its rows {2}",
    )


def write_offs_match_entries() -> Iterator[Finding]:
    """What was given up for a reason, less what was taken back of it, stands in its account."""
    law = "write-offs match entries"
    yield from found(
        law,
        "SELECT s.code, SUM(s.in_book), SUM(s.in_rows) FROM ("
        "SELECT a.code, a.debits - a.credits AS in_book, 0 AS in_rows FROM ledger_account a"
        " WHERE a.code LIKE 'written_off:%' UNION ALL"
        " SELECT 'written_off:' || v.reason, 0, CASE WHEN v.kind = 'write_off' THEN v.amount_idr"
        " ELSE -v.amount_idr END FROM wastebank_receivablemove v"
        " WHERE v.kind IN ('write_off', 'taken_back')) s"
        " GROUP BY s.code HAVING SUM(s.in_book) <> SUM(s.in_rows)",
        "the book says {1}, the rows {2}",
    )
    yield from found(
        law,
        "SELECT e.id, e.key, v.id FROM ledger_journalentry e"
        " LEFT JOIN wastebank_receivablemove v ON v.entry_id = e.id AND v.kind = 'write_off'"
        " WHERE e.kind = 'written_off' AND v.id IS NULL",
        "key {1} gives up what no row says",
    )


CORRECTION_INVARIANTS: list[Invariant] = [
    corrections_follow_each_other,
    corrections_match_lines,
    corrections_begin_with_lines,
    corrections_match_entries,
    receivables_match_causes,
    repayments_keep_their_cap,
    write_offs_match_entries,
]
