from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.db import backup


class Command(BaseCommand):
    help = "Put a backup in the place of an empty database, if its audit is green."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup.restore(options["file"], self.tell)
        except backup.CopyProblem as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Done: {options['file']}")

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} / {total}")
