"""The audit of a book whose tables are of an older version: what can be asked of it.

A migration may write rows down anew (`WriteDown`), and would so bless what somebody altered just
before. So the rows, the seals and the sums are judged while they are as the older version left
them. What speaks of tables or columns that are not there yet is asked afterwards.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection, transaction

from ledger import invariants
from ledger.findings import UNREADABLE, Finding, Invariant
from ledger.seals.checking import seals_recompute
from ledger.written.moments import moments_as_the_program_writes_them
from ledger.written.standing import (
    rows_as_they_were_written_down,
    written_with_another_secret,
)

Answer = TypeVar("Answer")
# Not the triggers: those of today have other words.
ASKED: list[Invariant] = [
    invariants.units_balance,
    invariants.accounts_follow_postings,
    invariants.entries_are_whole,
    invariants.reversals_are_opposites,
    invariants.holds_agree,
    seals_recompute,
    moments_as_the_program_writes_them,
]
NOT_THERE_YET = ("no such table", "no such column")
UNDEFINED_IN_POSTGRES = ("42P01", "42703")  # a table, a column


def findings_of_older_book(*, other_pepper: bool = False) -> list[Finding]:
    """Every finding; empty means that nothing speaks against going on."""
    asked = [*ASKED, rows_as_they_were_written_down]
    if other_pepper and answered(written_with_another_secret):
        asked.remove(rows_as_they_were_written_down)
    return [finding for invariant in asked for finding in findings_of(invariant)]


def findings_of(invariant: Invariant) -> list[Finding]:
    try:
        return answered(lambda: list(invariant())) or []
    except UNREADABLE as problem:
        return [Finding("invariants can be checked", invariant.__name__, str(problem))]


def answered(ask: Callable[[], Answer]) -> Answer | None:
    """The answer; None if the question is of tables that are not there yet."""
    try:
        with transaction.atomic():
            return ask()
    except DatabaseError as problem:
        if is_of_later_tables(problem):
            return None
        raise


def is_of_later_tables(problem: DatabaseError) -> bool:
    if connection.vendor == "sqlite":
        return str(problem).startswith(NOT_THERE_YET)
    return getattr(problem.__cause__, "sqlstate", "") in UNDEFINED_IN_POSTGRES
