from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Make the pair of keys for encrypted backups, on a machine that is not this one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where the identity is written; it is new")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        from ledger.db.backup.locking import new_identity
        from ledger.db.backup.private import new_file
        from ledger.db.backup.problems import CopyProblem

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
