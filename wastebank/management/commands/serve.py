import os
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError, connection

from ledger import registry
from ledger.db.engine import EngineProblem
from ledger.db.patience import unhurried
from ledger.holds import expire_everywhere
from ledger.management.program import program
from ledger.management.startup import wait_for_database
from ledger.models import RedFlag
from ledger.seals.making import seal_when_due
from wastebank.web.serving.connections import serve

LOOK_AT_HOLDS_SECONDS = 60


class Command(BaseCommand):
    help = "Bring the database up to date, audit the book, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--threads", type=int, default=8)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        wait_for_database(self.say_at_once)
        with unhurried():
            call_command("migrate", verbosity=0)
        try:
            from wastebank.wsgi import application
        except EngineProblem as problem:
            raise CommandError(f"not started: {problem}") from None
        if RedFlag.objects.filter(lifted_at__isnull=True).exists():
            self.stderr.write(f"The book is red: reading only. Run `{program()} audit`.")
        threading.Thread(target=self.give_back, args=[threading.Event()], daemon=True).start()
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        serve(application, host=options["host"], port=options["port"], threads=options["threads"])

    def say_at_once(self, text: str) -> None:
        self.stderr.write(text)
        self.stderr.flush()

    def give_back(self, stop: threading.Event, every_seconds: int = LOOK_AT_HOLDS_SECONDS) -> None:
        """Again and again: give back what was held too long, tidy up, and seal every hour."""
        while not stop.wait(every_seconds):
            try:
                expire_everywhere()
                for tidy in registry.offered("tidy"):
                    tidy()
                seal_when_due()
            except DatabaseError as problem:  # a busy database: the next minute is as good
                self.stderr.write(f"holds were not looked at: {problem}")
            finally:
                connection.close()
