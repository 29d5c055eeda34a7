"""Invariants of what two people do: it waits or has ended, and who agreed was somebody else."""

from collections.abc import Iterator

from ledger.findings import Finding, found


def proposals_wait_or_ended() -> Iterator[Finding]:
    """A proposal either waits, or ended; never both, never neither."""
    yield from found(
        "proposals wait or ended",
        "SELECT a.id, a.what, COUNT(w.id), COUNT(e.id) FROM wastebank_approval a"
        " LEFT JOIN wastebank_waitingapproval w ON w.approval_id = a.id"
        " AND w.what = a.what AND w.subject = a.subject"
        " LEFT JOIN wastebank_approvalend e ON e.approval_id = a.id"
        " GROUP BY a.id, a.what HAVING COUNT(w.id) + COUNT(e.id) <> 1",
        "{1} waits {2} times, ended {3} times",
    )


def two_people_agreed() -> Iterator[Finding]:
    """Nobody agreed to the own proposal, and nobody else withdrew it."""
    yield from found(
        "two people agreed",
        "SELECT a.id, a.proposed_by, e.how, e.ended_by FROM wastebank_approvalend e"
        " JOIN wastebank_approval a ON a.id = e.approval_id"
        " WHERE (e.how = 'withdrawn') <> (e.ended_by = a.proposed_by)",
        "proposed by {1}, {2} by {3}",
    )


def limits_were_agreed() -> Iterator[Finding]:
    """A limit is one that somebody proposed and somebody else agreed to."""
    yield from found(
        "limits were agreed",
        "SELECT l.code, l.id, e.how FROM wastebank_programmelimit l"
        " LEFT JOIN wastebank_approval a ON a.id = l.approval_id AND a.what = 'limit'"
        " AND a.subject = 'limit:' || l.code AND a.proposed_by = l.set_by"
        " LEFT JOIN wastebank_approvalend e ON e.approval_id = a.id AND e.how = 'agreed'"
        " AND e.result = 'wastebank.programmelimit:' || l.id"
        " WHERE e.id IS NULL",
        "row {1} was not agreed to",
    )


AGREED = [proposals_wait_or_ended, two_people_agreed, limits_were_agreed]
