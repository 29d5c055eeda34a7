from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from clinic.settlements.drawing.run import RunStep, run_statements
from wastebank.management.lists import at_the_shell, chosen_place
from wastebank.management.progress import Progress
from wastebank.models import Role
from wastebank.values.calendar import month_or_none


class Command(BaseCommand):
    help = (
        "Draw up the statements of all clinics for a month that is over, and those of months that "
        "were missed before it. What is drawn up already stays as it is, so it can be run again. "
        "Exit 1 when a clinic was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="YYYY-MM")
        parser.add_argument("--place", metavar="CODE", help="the main bank, where there are more")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        month = month_or_none(options["month"])
        if month is None:
            raise CommandError("Say the month as 2026-10.")
        by = at_the_shell(Role.TREASURER, chosen_place(options["place"]))
        steps = run_statements(by=by, month=month, tell=Progress("Statements"))
        for step in steps:
            self.stdout.write(said(step))
        if not steps:
            self.stdout.write("Nothing to draw up.")
        if any(step.refusal for step in steps):
            raise CommandError("Not all statements are drawn up.")


def said(step: RunStep) -> str:
    if step.statement is not None:
        return step.statement.number
    return f"{step.clinic.place.code} {step.month:%Y-%m}: {step.refusal}"
