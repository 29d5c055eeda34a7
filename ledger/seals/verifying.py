"""A printed root against the book of today: is this still what was sealed then?

The paper is the one thing that an owner of the database cannot change. Whoever alters a row can
make every seal after it again, but not with the roots that were printed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice

from ledger.db.snapshot import snapshot
from ledger.findings import UNREADABLE, Finding
from ledger.models import Seal
from ledger.refusals import RootMalformed
from ledger.seals.checking import Checked, checked_seals
from ledger.seals.out_of_time import rows_out_of_time
from ledger.written.moments import moments_as_the_program_writes_them
from ledger.written.standing import rows_as_written_down

# How much of a root is shown where there is no room for all of it: 80 bits. Papers of before show
# twelve digits, and those are still taken.
SHOWN_DIGITS = 20
FEWEST_DIGITS = 12
WHOLE_DIGITS = 64
MOST_FINDINGS = 20

TYPED = re.compile(r"\s*(?:(\d{1,9})\s*[·:/.]\s*)?([0-9a-fA-F][0-9a-fA-F \t\n\u00a0-]*)[.…]*\s*")


class Outcome(StrEnum):
    UNCHANGED = "unchanged"  # all that was sealed up to this root is as it was
    CHANGED = "changed"  # what was sealed, or what may change only by the program, differs
    UNKNOWN = "unknown"  # no seal has this root: mistyped, of another book, or sealed anew


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a printed root says of the book of today.

    `seal` is the one the root belongs to, or the one of its number; `since` to `until` is when that
    was recorded which is the first to differ. Both are None if it cannot be told. `remarks` are for
    people to judge: a row was put in later than it says, or a clock was wrong.
    """

    outcome: Outcome
    seal: Seal | None = None
    since: datetime | None = None
    until: datetime | None = None
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A root as a paper has it, all of it or its beginning, and its seal's number if given."""

    digits: str
    number: int | None = None


def shown_root(root: str) -> str:
    """The part of a root that screens show, in groups that can be read aloud."""
    part = root[:SHOWN_DIGITS]
    return " ".join(part[start : start + 4] for start in range(0, len(part), 4))


def read_root(typed: str) -> Printed:
    """Refused: `root_malformed`."""
    found = TYPED.fullmatch(typed)
    digits = re.sub(r"[\s-]", "", found[2]).lower() if found else ""
    if found is None or not FEWEST_DIGITS <= len(digits) <= WHOLE_DIGITS:
        raise RootMalformed(fewest=FEWEST_DIGITS, most=WHOLE_DIGITS)
    return Printed(digits, int(found[1]) if found[1] else None)


def verify(typed: str) -> Verdict:
    """Compare a printed root with the book of today."""
    printed = read_root(typed)
    with snapshot():
        try:
            return verdict_on(printed)
        except UNREADABLE as problem:
            finding = Finding("invariants can be checked", "seals", str(problem))
            return Verdict(Outcome.CHANGED, findings=(finding,))


def verdict_on(printed: Printed) -> Verdict:
    belongs: Seal | None = None
    numbered: Seal | None = None
    before: datetime | None = None
    broken: Verdict | None = None
    for checked in checked_seals():
        seal = checked.seal
        if broken is None and checked.findings:
            broken = differs(checked, before)
        if belongs is None and seal.root.startswith(printed.digits):
            belongs = seal
        if seal.number == printed.number:
            numbered = seal
        before = seal.sealed_at
    if broken is not None:
        return Verdict(
            broken.outcome, belongs or numbered, broken.since, broken.until, broken.findings
        )
    if belongs is None or (printed.number is not None and belongs.number != printed.number):
        return not_its_root(numbered)
    return rows_stand(belongs)


def differs(checked: Checked, before: datetime | None) -> Verdict:
    """The first seal that disagrees with what it holds."""
    return Verdict(Outcome.CHANGED, None, before, checked.seal.sealed_at, checked.findings)


def not_its_root(numbered: Seal | None) -> Verdict:
    """Every seal agrees with what it holds, and none has this root. If the paper says which seal
    it was, that one was made again: the book differs by then at the latest."""
    if numbered is None:
        return Verdict(Outcome.UNKNOWN)
    return Verdict(Outcome.CHANGED, numbered, None, numbered.sealed_at)


def rows_stand(seal: Seal) -> Verdict:
    """What was sealed is unchanged; so must be what only the program may change, and
    how moments stand, which says where they are looked for."""
    beside = chain(rows_as_written_down(), moments_as_the_program_writes_them())
    findings = tuple(islice(beside, MOST_FINDINGS))
    remarks = tuple(islice(rows_out_of_time(), MOST_FINDINGS))
    outcome = Outcome.CHANGED if findings else Outcome.UNCHANGED
    return Verdict(outcome, seal, findings=findings, remarks=remarks)
