"""The office lets the book be checked: what was found is logged, and who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.audit import audit
from ledger.findings import Finding
from ledger.models import JournalEntry
from wastebank import actions
from wastebank.commands import log
from wastebank.models import ActionLog, Place, User
from wastebank.permissions import SEE_BOOK, may, require
from wastebank.refusals import MayNot

SUBJECT = "book"


@dataclass(frozen=True, slots=True)
class AskedAudit:
    """A check that somebody asked for: how many faults among how many entries."""

    at: datetime
    actor: str
    findings: int
    entries: int


def require_book(by: User) -> User:
    """The whole book lies open in the main bank only; a unit sees its own day list."""
    require(by, SEE_BOOK)
    if not may_see_book(by):
        raise MayNot
    return by


def may_see_book(by: User) -> bool:
    return may(by, SEE_BOOK) and (by.place is None or by.place.kind == Place.Kind.MAIN)


def run_audit(*, key: UUID, by: User) -> Sequence[Finding]:
    """Check every invariant now. It writes nothing but the log, so asking twice does no harm."""
    require_book(by)
    findings = audit()
    found = f"{len(findings)} of {JournalEntry.objects.count()}"
    log(by=by, action=actions.AUDIT, subject=SUBJECT, key=key, reason=found)
    return findings


def last_audits(limit: int = 10) -> list[AskedAudit]:
    """The latest checks that were asked for here, the newest first."""
    logged = ActionLog.objects.filter(subject=SUBJECT, action=actions.AUDIT.code).order_by(
        "-at", "-pk"
    )
    audits = []
    for line in logged[:limit]:
        findings, _, entries = line.reason.partition(" of ")
        audits.append(AskedAudit(line.at, line.actor, int(findings), int(entries)))
    return audits
