"""The audit: judges the book by its invariants, sharing no code with the code that posts.

It adds everything up again from the postings alone. Each finding names the invariant and the
thing that disagrees. A red audit raises a flag in the database, and every write is then refused.
"""

from collections.abc import Iterator
from dataclasses import asdict

from django.db import DatabaseError, transaction

from ledger import clock, registry
from ledger.db.outage import outage_of
from ledger.db.snapshot import snapshot
from ledger.findings import UNREADABLE, Finding, Invariant
from ledger.models import RedFlag


def all_invariants() -> list[Invariant]:
    """The invariants that the rooms declare, those of the book first."""
    return [one for invariants in registry.offered("invariants") for one in invariants]


def check_book() -> list[Finding]:
    """Every finding against every invariant, in one snapshot of the database. Empty means green."""
    with snapshot():
        return [finding for invariant in all_invariants() for finding in findings_of(invariant)]


def findings_of(invariant: Invariant) -> Iterator[Finding]:
    """What an invariant finds; a book that cannot even be added up breaks it, too."""
    try:
        yield from invariant()
    except (*UNREADABLE, DatabaseError) as problem:
        if outage_of(problem) is not None:
            raise
        yield Finding("invariants can be checked", invariant.__name__, str(problem))


def audit() -> list[Finding]:
    """Check the book; raise the red flag if anything disagrees, lift it if nothing does."""
    findings = check_book()
    up = RedFlag.objects.filter(lifted_at__isnull=True)
    if findings and not up.exists():
        with transaction.atomic():
            RedFlag.objects.create(
                raised_at=clock.now(), findings=[asdict(finding) for finding in findings[:100]]
            )
    if not findings and up.exists():
        up.update(lifted_at=clock.now())
    return findings
