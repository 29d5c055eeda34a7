"""A command that imports a list: what every such command says, asks for and ends with."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
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
from wastebank.files.grids.bounds import MAX_BYTES
from wastebank.files.grids.read import read_file
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.questions import Answers, Question
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.importing.remembered import meanings
from wastebank.files.list_import import (
    CheckedSheet,
    Imported,
    ListImport,
    check_list,
    import_list,
)
from wastebank.files.tables_in import BadRow
from wastebank.management.progress import Progress
from wastebank.models import Place, User
from wastebank.refusals import PlaceUnknown


class ListCommand(BaseCommand, ABC):
    """Reads a list, reports every row that cannot be used, then writes the rest if asked to.

    A list says how its rows are read, and where they go; `noun` is what one row of it is,
    `label` what stands before the bar that grows.
    """

    noun = "row"
    label = "Rows"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the list: XLSX, ODS or CSV")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the other rows if some cannot be used"
        )
        parser.add_argument(
            "--choose",
            action="append",
            default=[],
            metavar="QUESTION=ANSWER",
            help="an answer to a question that was printed; `price:*=ask` answers all of a kind",
        )
        parser.add_argument(
            "--answers", type=Path, metavar="FILE", help="answers as JSON: {QUESTION: ANSWER}"
        )

    @abstractmethod
    def coming(
        self, target: Any, answers: Answers, options: Mapping[str, Any]
    ) -> ComingList[Any, Any]:
        """The list, on its way to its target."""

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
        follow_zone()
        found = read_file(self.read(options["file"]))
        target = self.target(**options)
        answers = Answers(self.chosen(options["answers"], options["choose"]))
        coming = self.coming(target, answers, options)
        known = meanings(coming.code, target.place) if target else {}
        reading = read_list_file(coming, found, known)
        target = coming.target
        checked = check_list(target, reading.sheet) if target else None
        bad = [*(checked or reading.sheet).bad, *rows_that_wait(reading)]
        self.tell_bad(sorted(bad, key=lambda row: row.row))
        self.tell_questions(reading.open_questions)
        self.tell_warnings(checked)
        self.stop_if_open(reading)
        self.stop_if_bad(bad, **options)
        rows = (checked or reading.sheet).rows
        if remark := self.remark(rows):
            self.stdout.write(remark)
        if target is None or options["dry_run"]:
            self.tell_dry_run(len(rows), len(bad), checked)
        else:
            progress = Progress(self.label)
            self.tell_done(import_list(target=target, key=uuid4(), rows=rows, progress=progress))
        if bad:
            raise CommandError(f"{len(bad)} row(s) cannot be used.")

    def read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}") from None

    def chosen(self, path: Path | None, chosen: Sequence[str]) -> Mapping[str, str]:
        """The answers of the file, and those of the command line before them."""
        kept: dict[str, str] = {}
        if path is not None:
            try:
                kept = {str(k): str(v) for k, v in json.loads(self.read(path)).items()}
            except (ValueError, AttributeError):
                raise CommandError(f"{path} is no JSON object of answers.") from None
        for one in chosen:
            question, sign, answer = one.partition("=")
            if not sign:
                raise CommandError(f"--choose takes QUESTION=ANSWER, not {one}.")
            kept[question] = answer
        return kept

    def tell_bad(self, bad: Sequence[BadRow]) -> None:
        for row in bad:
            self.stdout.write(f"row {row.row}: {row.name}: {row.reason}")

    def tell_questions(self, questions: Sequence[Question]) -> None:
        for question in questions:
            self.stdout.write(f"question {question.id}: {question.text}")
            if question.problem:
                self.stdout.write(f"  {question.problem}")
            for choice in question.choices:
                typed = f"={choice.typed.upper()}" if choice.typed else ""
                effect = f" ({choice.effect})" if choice.effect else ""
                answer = f"--choose {question.id}={choice.code}{typed}"
                self.stdout.write(f"  {answer}  {choice.text}{effect}")

    def tell_warnings(self, checked: CheckedSheet[Any] | None) -> None:
        for step in checked.warned if checked else ():
            self.stdout.write(f"row {step.row.row}: {step.row.name_id}: {step.warning}")

    def stop_if_open(self, reading: Reading[Any]) -> None:
        """What the whole file leaves open cannot be left out with a row."""
        if reading.of_file:
            raise CommandError(
                f"{len(reading.of_file)} question(s) about the whole list are open, so nothing "
                "was imported. Answer them with --choose or --answers."
            )

    def stop_if_bad(self, bad: Sequence[BadRow], **options: Any) -> None:
        if bad and not options["skip_bad"] and not options["dry_run"]:
            raise CommandError(
                f"{len(bad)} row(s) cannot be used, so nothing was imported. "
                "Mend them, answer what is asked, or give --skip-bad."
            )

    def tell_dry_run(self, good: int, bad: int, checked: CheckedSheet[Any] | None) -> None:
        for step in checked.steps if checked else ():
            self.stdout.write(f"row {step.row.row}: {step.row.name_id}: {step}")
        self.stdout.write(f"{good} row(s) could be imported; nothing was written.")
        if checked is not None:
            self.stdout.write(
                f"{checked.new} new, {checked.changed} changed, {checked.same} unchanged, "
                f"{bad} bad."
            )

    def tell_done(self, done: Imported) -> None:
        self.stdout.write(
            f"{done.written} {self.noun}(s) imported, {done.added} new on the list, "
            f"{done.unchanged} unchanged."
        )


def rows_that_wait(reading: Reading[Any]) -> list[BadRow]:
    """Rows with an open question, as rows that cannot be used yet."""
    return [
        BadRow(row, question.name, question.text)
        for question in reading.open_questions
        for row in question.rows
    ]


def only_main() -> Place:
    """The main bank, if there is one and only one."""
    mains = list(Place.objects.filter(kind=Place.Kind.MAIN)[:2])
    if len(mains) != 1:
        raise CommandError("There is no single main bank here: say which place by its code.")
    return mains[0]


def chosen_place(code: str | None) -> Place:
    if code is None:
        return only_main()
    found = Place.objects.filter(code=code).first()
    if found is None:
        raise PlaceUnknown(place=code)
    return found


def at_the_shell(role: str, place: Place | None) -> User:
    """Whoever holds the shell may do what the office may. The log says it was no one's login."""
    follow_zone()
    return User(username="manage.py", role=role, place=place)
