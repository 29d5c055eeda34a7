from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from clinic.demo import build, show
from clinic.demo.plan import DAYS
from ledger.audit import audit
from ledger.management.program import program
from ledger.management.startup import up_to_date
from ledger.models import JournalEntry
from ledger.refusals import KeyReused
from wastebank import env
from wastebank.bank.zone import follow_zone
from wastebank.management.progress import Progress
from wastebank.values.quantities import show_number


class Command(BaseCommand):
    help = (
        "Fill an empty database with a small programme and tell how to sign in. "
        "A second run keeps what is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=DAYS, help="how many days of history to make, 14 or more"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        with up_to_date(self.stderr.write):
            pass
        follow_zone()
        if not build.is_begun() and not build.is_empty():
            raise CommandError(
                "This database has a programme of its own. The demo is not mixed into it: "
                "give it a folder of its own with WASTEBANK_HOME, or a database by DATABASE_URL."
            )
        password = show.demo_password()
        try:
            self.build(max(options["days"], 14))
            show.renew_passwords(password)
            self.tell(password)
        except KeyReused:
            raise CommandError(
                "This demo was made with another pepper (WASTEBANK_HOME or WASTEBANK_PEPPER), so "
                "its cards cannot be read here. Use that one, or an empty database."
            ) from None
        self.audit()

    def build(self, days: int) -> None:
        if build.is_complete():
            build.name_bank()
            return
        period = build.DemoPeriod.up_to_now(days)
        tell = Progress("Programme")
        tell(0, 2)
        build.found_programme(period)
        tell(1, 2)
        plan = build.make_plan(period)
        tell(2, 2)
        build.Story(period).play(plan, Progress("History"))

    def tell(self, password: str) -> None:
        address = f"http://127.0.0.1:{env.text('PORT', '8000')}"
        for part in (
            [show.summary(), f"It is served at {address} by `{program()} serve`."],
            show.logins(password),
            show.cards(),
            show.first_steps(address, program()),
            show.way_out(program()),
        ):
            self.stdout.write("\n".join(part) + "\n\n")

    def audit(self) -> None:
        findings = audit()
        if findings:
            raise CommandError(f"The audit is red: {findings[0]} and {len(findings) - 1} more.")
        count = show_number(JournalEntry.objects.count(), "en")
        self.stdout.write(f"The audit is green: {count} entries keep every rule.")
