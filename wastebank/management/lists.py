"""A command that imports a list: what every such command says, asks for and ends with."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    no_translations,
)

from ledger.refusals import Refusal
from wastebank.bank.zone import follow_zone
from wastebank.files.list_import import (
    CheckedSheet,
    Imported,
    ListImport,
    check_list,
    import_list,
)
from wastebank.files.tables_in import MAX_BYTES, BadRow, Sheet
from wastebank.management.progress import Progress
from wastebank.models import Place, User


class ListCommand(BaseCommand, ABC):
    """Reads a list, reports every row that cannot be used, then writes the rest if asked to.

    A list says how its file is read, and where it goes; `noun` is what one row of it is,
    `label` what stands before the bar that grows.
    """

    noun = "row"
    label = "Rows"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the list, CSV in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the other rows if some cannot be used"
        )

    @abstractmethod
    def sheet(self, data: bytes, **options: Any) -> Sheet[Any]:
        """The file, row by row."""

    @abstractmethod
    def target(self, **options: Any) -> ListImport[Any, Any] | None:
        """Where the list goes. None is enough for a dry run, which then looks at the file alone."""

    def remark(self, rows: Sequence[Any]) -> str:
        """What else the person should know about the rows that can be used."""
        return ""

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.carry_out(**options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None

    def carry_out(self, **options: Any) -> None:
        sheet = self.sheet(self.read(options["file"]), **options)
        try:
            target = self.target(**options)
        except (Refusal, CommandError):
            self.tell_bad(sheet.bad)
            raise
        checked = check_list(target, sheet) if target else None
        sheet = checked or sheet
        self.tell_bad(sheet.bad)
        self.tell_warnings(checked)
        self.stop_if_bad(sheet.bad, **options)
        if remark := self.remark(sheet.rows):
            self.stdout.write(remark)
        if target is None or options["dry_run"]:
            self.tell_dry_run(len(sheet.rows), checked)
        else:
            progress = Progress(self.label)
            self.tell_done(
                import_list(target=target, key=uuid4(), rows=sheet.rows, progress=progress)
            )
        if sheet.bad:
            raise CommandError(f"{len(sheet.bad)} row(s) cannot be used.")

    def read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}") from None

    def tell_bad(self, bad: Sequence[BadRow]) -> None:
        for row in bad:
            self.stdout.write(f"row {row.row}: {row.name}: {row.reason}")

    def tell_warnings(self, checked: CheckedSheet[Any] | None) -> None:
        for step in checked.warned if checked else ():
            self.stdout.write(f"row {step.row.row}: {step.row.name_id}: {step.warning}")

    def stop_if_bad(self, bad: Sequence[BadRow], **options: Any) -> None:
        if bad and not options["skip_bad"] and not options["dry_run"]:
            raise CommandError(
                f"{len(bad)} row(s) cannot be used, so nothing was imported. "
                "Mend them, or give --skip-bad."
            )

    def tell_dry_run(self, good: int, checked: CheckedSheet[Any] | None) -> None:
        for step in checked.steps if checked else ():
            self.stdout.write(f"row {step.row.row}: {step.row.name_id}: {step}")
        self.stdout.write(f"{good} row(s) could be imported; nothing was written.")
        if checked is not None:
            self.stdout.write(
                f"{checked.new} new, {checked.changed} changed, {checked.same} unchanged, "
                f"{len(checked.bad)} bad."
            )

    def tell_done(self, done: Imported) -> None:
        self.stdout.write(
            f"{done.written} {self.noun}(s) imported, {done.added} new on the list, "
            f"{done.unchanged} unchanged."
        )


def only_main() -> Place:
    """The main bank, if there is one and only one."""
    mains = list(Place.objects.filter(kind=Place.Kind.MAIN)[:2])
    if len(mains) != 1:
        raise CommandError("There is no single main bank here: say which place by its code.")
    return mains[0]


def at_the_shell(role: str, place: Place | None) -> User:
    """Whoever holds the shell may do what the office may. The log says it was no one's login."""
    follow_zone()
    return User(username="manage.py", role=role, place=place)
