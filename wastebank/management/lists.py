"""What the two import commands have in common: reading the file, telling what is wrong with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.refusals import Refusal
from wastebank.files.tables_in import MAX_BYTES, BadRow
from wastebank.materials.price_import import Imported
from wastebank.models import Place, User


class ListCommand(BaseCommand):
    """Reads a list, reports every row that cannot be used, then writes the rest if asked to."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the list, CSV in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the other rows if some cannot be used"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.carry_out(**options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None

    def carry_out(self, **options: Any) -> None:
        raise CommandError("this command reads no list")

    def read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}") from None

    def tell_bad(self, bad: Sequence[BadRow]) -> None:
        for row in bad:
            self.stdout.write(f"row {row.row}: {row.name}: {row.reason}")

    def stop_if_bad(self, bad: Sequence[BadRow], **options: Any) -> None:
        if bad and not options["skip_bad"] and not options["dry_run"]:
            raise CommandError(
                f"{len(bad)} row(s) cannot be used, so nothing was imported. "
                "Mend them, or give --skip-bad."
            )

    def tell_end(self, good: int, done: Imported | None, bad: Sequence[BadRow]) -> None:
        """Say what was done; a list with bad rows ends with 1 even if the others were taken."""
        if done is None:
            self.stdout.write(f"{good} row(s) could be imported; nothing was written.")
        else:
            self.stdout.write(
                f"{done.prices} price(s) imported, {done.added} new on the list, "
                f"{done.unchanged} unchanged."
            )
        if bad:
            raise CommandError(f"{len(bad)} row(s) cannot be used.")


def only_main() -> Place:
    """The main bank, if there is one and only one."""
    mains = list(Place.objects.filter(kind=Place.Kind.MAIN)[:2])
    if len(mains) != 1:
        raise CommandError("There is no single main bank here: say which place by its code.")
    return mains[0]


def at_the_shell(role: str, place: Place | None) -> User:
    """Whoever holds the shell may do what the office may. The log says it was no one's login."""
    return User(username="manage.py", role=role, place=place)
