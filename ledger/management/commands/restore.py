from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Put a backup in the place of an empty database, if it is whole and its audit is green."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the key of an encrypted backup"
        )
        parser.add_argument(
            "--other-pepper",
            action="store_true",
            help="the old pepper is lost: restore the book; no card and no PIN will be right",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        from ledger.db.backup.restore import restore

        with one_sentence("nothing was restored"):
            restore(
                options["file"],
                identity=options["identity"],
                other_pepper=options["other_pepper"],
                say=self.stderr.write,
            )
        self.stdout.write(f"Done: {options['file']}")
