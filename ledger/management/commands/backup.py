from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.management.backups import folder
from ledger.management.backups.habit import NotMade, Outcome, is_due, make_daily
from ledger.management.backups.recipients import recipients
from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Copy the database to a new file while people work, encrypted for whoever keeps the key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--daily",
            action="store_true",
            help="into the folder of the backups, verified, keeping those of 7 days, 5 weeks and"
            " 12 months; the program does it by itself while it serves",
        )
        parser.add_argument(
            "--when-due", action="store_true", help="with --daily: nothing if there is one of today"
        )
        parser.add_argument(
            "--plain",
            action="store_true",
            help="do not encrypt: whoever has the file reads every name and every sum",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if options["daily"] == bool(options["file"]) or (options["daily"] and options["plain"]):
            raise CommandError("name a file, or say --daily, which is never --plain")
        if options["daily"]:
            self.keep_one(only_when_due=options["when_due"])
        else:
            self.write_to(options["file"], plain=options["plain"])

    def write_to(self, file: Path, *, plain: bool) -> None:
        from ledger.db.backup.make import back_up

        with one_sentence("no backup was made"):
            keys = [] if plain else recipients()
            if not keys and not plain:
                raise CommandError(
                    "it is encrypted for nobody yet: make a key in the office, or set"
                    " WASTEBANK_BACKUP_RECIPIENT (`backup_key` makes one), or say --plain"
                )
            back_up(file, keys, self.tell)
        self.stdout.write(f"Done: {file}")

    def keep_one(self, *, only_when_due: bool) -> None:
        with one_sentence("no backup was made"):
            if only_when_due and not is_due():
                self.stdout.write("Nothing is due.")
                return
            try:
                run = make_daily(self.tell)
            except NotMade as problem:
                raise CommandError(f"no backup was made: {problem}") from None
        path = folder.folder() / run.file
        if run.outcome != Outcome.GOOD:
            raise CommandError(f"{path} was made, and is not to be trusted: {run.said}")
        self.stdout.write(f"Done and verified: {path} ({run.size_bytes:,} bytes)")

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} / {total}")
