from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Copy the database to a new file while people work, encrypted for whoever keeps the key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--plain",
            action="store_true",
            help="do not encrypt: whoever has the file reads every name and every sum",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        from ledger.db.backup.make import back_up

        recipients = [] if options["plain"] else settings.LEDGER_BACKUP_RECIPIENTS
        if not recipients and not options["plain"]:
            raise CommandError(
                "set WASTEBANK_BACKUP_RECIPIENT, for which the backup is encrypted (`backup_key`"
                " makes one), or say --plain"
            )
        with one_sentence("no backup was made"):
            back_up(options["file"], recipients, self.tell)
        self.stdout.write(f"Done: {options['file']}")

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} / {total}")
