"""The database and the book in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import DatabaseError, connection

from ledger import clock
from ledger.db.engine import EngineProblem
from ledger.db.outage import outage_of, reason_of
from ledger.management.program import program
from ledger.management.startup import (
    refuse_doubtful_clock,
    refuse_other_pepper,
    refuse_unsafe_start,
)
from ledger.models import JournalEntry, RedFlag, Seal
from ledger.triggers import all_triggers
from wastebank.management.health.kinds import Examined, good, look, stop
from wastebank.reports.audits import last_audits

UNSEALED_HOURS = 3
AUDIT_DAYS = 31


def database() -> Iterator[Examined]:
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        connection.close()
        if outage_of(problem) is None:
            raise
        yield stop("database", f"It is not reached. {reason_of(problem)}")
        return
    yield good("database", f"{connection.display_name} answers.")


def safeguards() -> Iterator[Examined]:
    said = f"Tables of today, {len(all_triggers())} triggers that guard the book."
    yield from unless(refuse_unsafe_start, "safeguards", said)


def own_clock() -> Iterator[Examined]:
    now = f"{clock.now():%Y-%m-%d %H:%M} UTC, not before the last entry."
    yield from unless(refuse_doubtful_clock, "clock", now)


def pepper() -> Iterator[Examined]:
    yield from unless(refuse_other_pepper, "pepper", "The one the book was written under.")


def unless(refuse: Callable[[], None], subject: str, said: str) -> Iterator[Examined]:
    """Good, unless the program would refuse to start for it."""
    try:
        refuse()
    except EngineProblem as problem:
        yield stop(subject, f"{problem}.".replace("..", "."))
    else:
        yield good(subject, said)


def red_flag() -> Iterator[Examined]:
    if RedFlag.objects.filter(lifted_at__isnull=True).exists():
        yield stop("book", f"It is red: reading only. Run `{program()} audit`.")
        return
    asked = last_audits(1)
    if not JournalEntry.objects.exists():
        yield good("book", "Empty.")
    elif not asked or clock.now() - asked[0].at > timedelta(days=AUDIT_DAYS):
        yield look(
            "book",
            f"For {AUDIT_DAYS} days nobody but the program at its start has checked it. Press"
            " Check it now in the office.",
        )
    else:
        yield good("book", f"Checked {asked[0].at:%Y-%m-%d}, green.")


def seals() -> Iterator[Examined]:
    """Every hour while the program runs: what stays unsealed says that none does."""
    before = clock.now() - timedelta(hours=UNSEALED_HOURS)
    late = JournalEntry.objects.filter(sealed__isnull=True, recorded_at__lt=before).count()
    last = Seal.objects.order_by("-number").first()
    if late:
        yield look(
            "seals",
            f"{late:,} entries are unsealed for more than {UNSEALED_HOURS} hours. Does the program"
            f" run? `{program()} seal` seals them now.",
        )
    elif last is not None:
        yield good("seals", f"Seal {last.number} of {last.sealed_at:%Y-%m-%d %H:%M} UTC.")
    else:
        yield good("seals", "Nothing to seal yet.")
