from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Make the pair of keys for encrypted backups, on a machine that is not this one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument(
            "file", type=Path, nargs="?", help="where the identity is written; it is new"
        )
        where.add_argument(
            "--words",
            action="store_true",
            help="show the identity once, as 24 words to write down, and write it nowhere",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        from ledger.db.backup import words
        from ledger.db.backup.locking import new_identity
        from ledger.db.backup.private import new_file
        from ledger.db.backup.problems import CopyProblem

        if options["words"]:
            shown = words.new_words()
            self.stderr.write("Write these words down, twice. They are shown once:")
            for number, word in enumerate(shown, start=1):
                self.stderr.write(f"{number:>3} {word}")
            self.stdout.write(f"WASTEBANK_BACKUP_RECIPIENT={words.recipient_of(shown)}")
            return
        identity, recipient = new_identity()
        path: Path = options["file"]
        with one_sentence("no key was made"):
            if path.exists():
                raise CopyProblem(f"{path} exists; a key is never overwritten")
            with new_file(path) as file:
                file.write(f"# public key: {recipient}\n{identity}\n".encode())
        self.stderr.write(
            f"{path} opens the backups: keep it twice, and not on the machine that makes them."
        )
        self.stdout.write(f"WASTEBANK_BACKUP_RECIPIENT={recipient}")
