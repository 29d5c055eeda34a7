from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.findings import Finding
from ledger.refusals import Refusal
from ledger.seals.verifying import Outcome, Verdict, verify
from wastebank.bank.zone import follow_zone
from wastebank.values.calendar import local, local_day

REMARKS = (
    "But rows say another time than the seals around them: they were put in later, or recorded "
    "while the clock was wrong."
)


class Command(BaseCommand):
    help = (
        "Compare the root of a seal, as a paper or a screen shows it (all of it or its beginning, "
        "with or without the seal's number before it), with the book of today. "
        "Exit 0 when nothing was changed, 1 when something was or no seal has this root, 2 when it "
        "could not be compared: it is no root, or the database cannot be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("root", nargs="+", help="for example 12:9f3c21aa0b7d44e1c09e")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        follow_zone()
        try:
            verdict = verify(" ".join(options["root"]))
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        for finding in verdict.findings:
            self.stdout.write(in_one_line(finding))
        for remark in verdict.remarks:
            self.stdout.write(f"look at this: {in_one_line(remark)}")
        if verdict.outcome is not Outcome.UNCHANGED:
            raise CommandError(in_words(verdict), returncode=1)
        self.stdout.write(self.style.SUCCESS(in_words(verdict)))


def in_one_line(finding: Finding) -> str:
    return f"{finding.law}: {finding.where}: {finding.seen}"


def in_words(verdict: Verdict) -> str:
    """One sentence about the book, with the first day that differs."""
    if verdict.outcome is Outcome.UNKNOWN:
        return (
            "no seal of this book has this root. It was mistyped, it is of another book, or the "
            "book was changed and sealed again: then the first day that differs is the earliest "
            "whose printed root is not found."
        )
    if verdict.outcome is Outcome.UNCHANGED:
        assert verdict.seal is not None
        day = local_day(verdict.seal.sealed_at)
        words = f"Unchanged: all up to seal {verdict.seal.number} of {day} is as it was sealed."
        return f"{words} {REMARKS}" if verdict.remarks else words
    if verdict.until is None and verdict.seal is None:
        return "changed: what the seals say of themselves cannot be read any more."
    if verdict.until is None:
        return "changed: rows are not what the program last wrote; what was sealed is as it was."
    day = local_day(verdict.until)
    if verdict.since is None:
        return f"changed: the first day that differs is {day}, or one before it."
    return (
        f"changed: the first day that differs is {day}"
        f" (recorded after {local(verdict.since):%Y-%m-%d %H:%M})."
    )
