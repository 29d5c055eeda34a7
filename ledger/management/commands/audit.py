import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.audit import audit
from ledger.models import JournalEntry


class Command(BaseCommand):
    help = "Check every invariant of the book. Exit 0 when green, 1 with findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="findings as JSON")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        findings = audit()
        if options["json"]:
            facts = {"green": not findings, "findings": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.law}: {finding.where}: {finding.seen}")
            if not findings:
                count = JournalEntry.objects.count()
                self.stdout.write(self.style.SUCCESS(f"Green: {count} entries keep every rule."))
        if findings:
            raise CommandError(f"red: {len(findings)} finding(s)", returncode=1)
