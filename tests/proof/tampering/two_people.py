"""What one person would write to have been two."""

WAITING = "(SELECT MIN(approval_id) FROM wastebank_waitingapproval)"
AGREED = "(SELECT MIN(approval_id) FROM wastebank_approvalend WHERE how = 'agreed')"

AGREED_BY_ONE = [
    ("proposals wait or ended", "DELETE FROM wastebank_waitingapproval"),
    ("proposals wait or ended", "DELETE FROM wastebank_approvalend"),
    (
        "proposals wait or ended",
        "INSERT INTO wastebank_approvalend (approval_id, how, facts, result, note, ended_by, at)"
        f" VALUES ({WAITING}, 'declined', '{{}}', '', '', 'maya', '2026-01-01 00:00:00+00:00')",
    ),
    (
        "two people agreed",
        f"UPDATE wastebank_approvalend SET ended_by = 'bambang' WHERE approval_id = {AGREED}",
    ),
    (
        "two people agreed",
        f"UPDATE wastebank_approval SET proposed_by = 'maya' WHERE id = {AGREED}",
    ),
    (
        "limits were agreed",
        "INSERT INTO wastebank_programmelimit"
        " (code, amount_idr, approval_id, holds_from, set_by, set_at)"
        f" VALUES ('opening_balances', 1, {WAITING}, '2026-01-01 00:00:00+00:00', 'manage.py',"
        " '2026-01-01 00:00:00+00:00')",
    ),
    ("limits were agreed", "UPDATE wastebank_programmelimit SET code = 'another'"),
]
