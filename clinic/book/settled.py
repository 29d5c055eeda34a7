"""Invariants of statements and payments of clinics, from the rows and the postings alone."""

from collections.abc import Iterator

from clinic.models import Statement
from ledger.findings import Finding, found

# Parts of the questions below, by the words that stand for them.
NAMED = {
    # Payments that did not fail.
    "STANDING": "NOT EXISTS (SELECT 1 FROM clinic_clinicpaymentend z"
    " WHERE z.payment_id = p.id AND NOT z.arrived)",
    "BOOKED_CUT": "COALESCE((SELECT SUM(a.account_idr) FROM clinic_adjustment a"
    " JOIN clinic_adjustmentbooked b ON b.adjustment_id = a.id WHERE a.line_id = l.id), 0)",
    "OTHER_CUT": "COALESCE((SELECT SUM(a.account_idr) FROM clinic_adjustment a"
    " JOIN clinic_adjustmentbooked b ON b.adjustment_id = a.id WHERE a.line_id = o.id), 0)",
    # What a visit asks: what was paid out of the book, and not in cash.
    "ASKED": "COALESCE((SELECT SUM(y.amount_idr) FROM clinic_redemptionpayment y"
    " WHERE y.redemption_id = r.id AND y.payer <> 'cash'), 0)",
}


def spelt(sql: str) -> str:
    for name, meant in NAMED.items():
        sql = sql.replace(name, meant)
    return sql


# One sum each, for a clinic `c`: what is owed for it, signed.
PARTS = (
    "(SELECT SUM(ASKED) FROM clinic_redemption r WHERE r.clinic_id = c.id"
    " AND NOT EXISTS (SELECT 1 FROM clinic_redemptioncancel x WHERE x.redemption_id = r.id)"
    " AND NOT EXISTS (SELECT 1 FROM clinic_statementline l WHERE l.visit_id = r.id))",
    "(SELECT SUM(l.asked_idr - BOOKED_CUT) FROM clinic_statementline l"
    " JOIN clinic_statement s ON s.id = l.statement_id WHERE s.clinic_id = c.id)",
    "(SELECT -SUM(l.asked_idr) FROM clinic_statementline l"
    " JOIN clinic_statement s ON s.id = l.carried_id WHERE s.clinic_id = c.id)",
    "(SELECT -SUM(q.amount_idr) FROM clinic_clinicpaymentpart q"
    " JOIN clinic_clinicpayment p ON p.id = q.payment_id WHERE p.clinic_id = c.id AND STANDING)",
    "(SELECT SUM(BOOKED_CUT - l.asked_idr) FROM clinic_redemptioncancel x"
    " JOIN clinic_statementline l ON l.visit_id = x.redemption_id"
    " JOIN clinic_statement s ON s.id = l.statement_id WHERE s.clinic_id = c.id"
    " AND NOT EXISTS (SELECT 1 FROM clinic_statementline n WHERE n.cancel_id = x.id))",
    "(SELECT -SUM(p.excess_idr) FROM clinic_clinicpayment p WHERE p.clinic_id = c.id AND STANDING"
    " AND NOT EXISTS (SELECT 1 FROM clinic_statementline n WHERE n.credit_id = p.id))",
)
OWED = (
    "COALESCE((SELECT b.credits - b.debits FROM ledger_account b"
    " WHERE b.code = 'clinic:' || w.code), 0)"
    " - COALESCE((SELECT b.debits - b.credits FROM ledger_account b"
    " WHERE b.code = 'clinic_owes:' || w.code), 0)"
)


def clinics_are_owed_what_stands() -> Iterator[Finding]:
    """What the bank owes a clinic is its open lines, and its statements less what is paid and cut
    of them, less what was paid too much: at every moment, signed."""
    said = " + ".join(f"COALESCE({part}, 0)" for part in PARTS)
    sql = (
        "SELECT code, owed, said FROM (SELECT w.code, THE_BOOK AS owed, THE_ROWS AS said"
        " FROM clinic_clinic c JOIN wastebank_place w ON w.id = c.place_id) t WHERE owed <> said"
    )
    yield from found(
        "clinics are owed what stands",
        spelt(sql.replace("THE_BOOK", OWED).replace("THE_ROWS", said)),
        "the book says {1}, the statements say {2}",
    )


def lines_say_what_they_stand_for() -> Iterator[Finding]:
    """A line asks what its visit, its cancellation or its excess came to, at its own clinic; and a
    visit stands in no statement of an earlier month."""
    yield from found(
        "lines say what they stand for",
        spelt(
            "SELECT s.number || '/' || l.position, l.asked_idr FROM clinic_statementline l"
            " JOIN clinic_statement s ON s.id = l.statement_id"
            " LEFT JOIN clinic_redemptioncancel x ON x.id = l.cancel_id"
            " LEFT JOIN clinic_redemption r ON r.id = COALESCE(l.visit_id, x.redemption_id)"
            " LEFT JOIN clinic_clinicpayment p ON p.id = l.credit_id"
            " LEFT JOIN clinic_statement e ON e.id = l.carried_id"
            " WHERE (l.visit_id IS NOT NULL AND (l.asked_idr <> ASKED"
            " OR r.redeemed_at >= s.ends_at))"
            " OR (l.cancel_id IS NOT NULL AND -l.asked_idr <> (SELECT o.asked_idr -"
            " OTHER_CUT FROM clinic_statementline o WHERE o.visit_id = r.id))"
            " OR (l.credit_id IS NOT NULL AND (l.asked_idr <> -p.excess_idr OR NOT EXISTS"
            " (SELECT 1 FROM clinic_clinicpaymentend z WHERE z.payment_id = p.id AND z.arrived)))"
            " OR COALESCE(r.clinic_id, p.clinic_id, e.clinic_id) <> s.clinic_id"
            " OR (e.id IS NOT NULL AND e.month >= s.month)"
        ),
        "asks {1}",
    )


def statements_follow_each_other() -> Iterator[Finding]:
    """A clinic has a statement for each month from its first on, and none twice."""
    last: dict[int, int] = {}
    for clinic, month, number in Statement.objects.order_by("clinic_id", "month").values_list(
        "clinic_id", "month", "number"
    ):
        count = month.year * 12 + month.month
        if last.get(clinic, count - 1) != count - 1:
            yield Finding("statements follow each other", number, "a month before it is missing")
        last[clinic] = count


def cuts_match_entries() -> Iterator[Finding]:
    """A cut is the sum of what goes back to each payer, and no payer gets back more than it paid.
    What was carried out is an entry from the clinic to just those accounts."""
    yield from found(
        "cuts match entries",
        "SELECT a.id, a.amount_idr, COALESCE(SUM(q.amount_idr), 0), a.account_idr"
        " FROM clinic_adjustment a JOIN clinic_statementline l ON l.id = a.line_id"
        " LEFT JOIN clinic_adjustmentpart q ON q.adjustment_id = a.id"
        " LEFT JOIN clinic_redemptionpayment y ON y.id = q.payment_id"
        " GROUP BY a.id, a.amount_idr, a.account_idr, l.visit_id"
        " HAVING COALESCE(SUM(q.amount_idr), 0) <> a.amount_idr"
        " OR COALESCE(SUM(CASE WHEN y.payer <> 'cash' THEN q.amount_idr ELSE 0 END), 0)"
        " <> a.account_idr OR SUM(CASE WHEN q.amount_idr > y.amount_idr"
        " OR y.redemption_id <> l.visit_id THEN 1 ELSE 0 END) > 0",
        "cuts {1}, its parts {2}, to accounts {3}",
    )
    yield from found(
        "cuts match entries",
        "SELECT b.id, a.account_idr, (SELECT SUM(p.amount) FROM ledger_posting p"
        " WHERE p.entry_id = b.entry_id) FROM clinic_adjustmentbooked b"
        " JOIN clinic_adjustment a ON a.id = b.adjustment_id"
        " JOIN clinic_statementline l ON l.id = a.line_id"
        " JOIN clinic_statement s ON s.id = l.statement_id"
        " JOIN clinic_clinic c ON c.id = s.clinic_id JOIN wastebank_place w ON w.id = c.place_id"
        " WHERE a.account_idr <> COALESCE((SELECT SUM(p.amount) FROM ledger_posting p"
        " JOIN ledger_account d ON d.id = p.debit_id WHERE p.entry_id = b.entry_id"
        " AND d.code = 'clinic:' || w.code), 0)"
        " OR EXISTS (SELECT 1 FROM clinic_adjustmentpart q"
        " JOIN clinic_redemptionpayment y ON y.id = q.payment_id WHERE q.adjustment_id = a.id"
        " AND y.account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_posting p"
        " WHERE p.entry_id = b.entry_id AND p.credit_id = y.account_id"
        " AND p.amount = q.amount_idr))",
        "cuts {1}, its entry says {2}",
    )
    yield from found(
        "cuts match entries",
        "SELECT e.id, e.kind FROM ledger_journalentry e WHERE e.kind = 'care_cut' AND NOT EXISTS"
        " (SELECT 1 FROM clinic_adjustmentbooked b WHERE b.entry_id = e.id)",
        "an entry that no cut stands for",
    )


def cuts_are_carried_out() -> Iterator[Finding]:
    """Of an approved statement each cut is carried out, save what is disputed and not kept, and
    what had been cancelled; of any other none is."""
    yield from found(
        "cuts are carried out",
        "SELECT s.number || '/' || l.position, b.id, k.id FROM clinic_adjustment a"
        " JOIN clinic_statementline l ON l.id = a.line_id"
        " JOIN clinic_statement s ON s.id = l.statement_id"
        " LEFT JOIN clinic_statementapproval k ON k.statement_id = s.id"
        " LEFT JOIN clinic_adjustmentbooked b ON b.adjustment_id = a.id"
        " LEFT JOIN clinic_adjustmentreply y ON y.adjustment_id = a.id"
        " LEFT JOIN clinic_disputeanswer d ON d.reply_id = y.id"
        " LEFT JOIN clinic_redemptioncancel x ON x.redemption_id = l.visit_id"
        " WHERE (b.id IS NOT NULL AND k.id IS NULL)"
        " OR (b.id IS NOT NULL AND y.is_dispute AND (d.id IS NULL OR d.accepted))"
        " OR (b.id IS NULL AND k.id IS NOT NULL AND x.id IS NULL"
        " AND (y.id IS NULL OR NOT y.is_dispute OR (d.id IS NOT NULL AND NOT d.accepted)))",
        "carried out as {1}, approved by {2}",
    )


def approvals_say_what_they_approve() -> Iterator[Finding]:
    """An approved statement asks what it asked then, and a second person did agree to it."""
    yield from found(
        "statements are approved by two",
        "SELECT s.number, k.asked_idr, (SELECT SUM(l.asked_idr) FROM clinic_statementline l"
        " WHERE l.statement_id = s.id) FROM clinic_statementapproval k"
        " JOIN clinic_statement s ON s.id = k.statement_id"
        " WHERE k.asked_idr <> COALESCE((SELECT SUM(l.asked_idr) FROM clinic_statementline l"
        " WHERE l.statement_id = s.id), 0) OR NOT EXISTS (SELECT 1 FROM wastebank_approval a"
        " JOIN wastebank_approvalend e ON e.approval_id = a.id WHERE a.what = 'statement'"
        " AND a.subject = s.number AND e.how = 'agreed' AND a.proposed_by = k.proposed_by"
        " AND e.ended_by = k.actor)",
        "approved for {1}, its lines ask {2}",
    )


def payments_match_entries() -> Iterator[Finding]:
    """A payment is what it settles and what is too much; its entry takes it from its account, for
    the clinic; it is reversed if it failed, and not otherwise."""
    yield from found(
        "payments of clinics match entries",
        "SELECT p.reference, p.amount_idr, q.amount FROM clinic_clinicpayment p"
        " JOIN clinic_clinic c ON c.id = p.clinic_id JOIN wastebank_place w ON w.id = c.place_id"
        " LEFT JOIN ledger_posting q ON q.entry_id = p.entry_id AND q.line = 1"
        " LEFT JOIN ledger_account d ON d.id = q.debit_id"
        " LEFT JOIN ledger_journalentry e ON e.id = p.entry_id"
        " LEFT JOIN ledger_journalentry v ON v.reverses_id = p.entry_id"
        " LEFT JOIN clinic_clinicpaymentend z ON z.payment_id = p.id"
        " WHERE p.amount_idr <> p.excess_idr + COALESCE((SELECT SUM(o.amount_idr)"
        " FROM clinic_clinicpaymentpart o WHERE o.payment_id = p.id), 0)"
        " OR COALESCE(q.amount, -1) <> p.amount_idr OR e.posting_count <> 1"
        " OR COALESCE(q.credit_id, -1) <> p.account_id"
        " OR COALESCE(d.code, '') <> 'clinic:' || w.code"
        " OR COALESCE(v.id, -1) <> COALESCE(z.entry_id, -1)",
        "paid {1}, its entry says {2}",
    )
    yield from found(
        "payments of clinics match entries",
        "SELECT e.id, e.kind FROM ledger_journalentry e WHERE e.kind = 'clinic_paid' AND NOT EXISTS"
        " (SELECT 1 FROM clinic_clinicpayment p WHERE p.entry_id = e.id)",
        "an entry that no payment stands for",
    )


def statements_are_not_paid_too_much() -> Iterator[Finding]:
    """What is settled of a statement is no more than what it comes to."""
    yield from found(
        "statements are not paid too much",
        spelt(
            "SELECT number, asked, paid FROM (SELECT s.number,"
            " COALESCE((SELECT SUM(l.asked_idr - BOOKED_CUT) FROM clinic_statementline l"
            " WHERE l.statement_id = s.id), 0) AS asked,"
            " COALESCE((SELECT SUM(q.amount_idr) FROM clinic_clinicpaymentpart q"
            " JOIN clinic_clinicpayment p ON p.id = q.payment_id"
            " WHERE q.statement_id = s.id AND STANDING), 0) AS paid FROM clinic_statement s) t"
            " WHERE paid > 0 AND paid > asked"
        ),
        "comes to {1}, {2} is settled",
    )


SETTLED = [
    clinics_are_owed_what_stands,
    lines_say_what_they_stand_for,
    statements_follow_each_other,
    cuts_match_entries,
    cuts_are_carried_out,
    approvals_say_what_they_approve,
    payments_match_entries,
    statements_are_not_paid_too_much,
]
