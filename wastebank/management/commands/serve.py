import os
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.db.engine import EngineProblem
from ledger.management.program import program
from ledger.models import RedFlag
from wastebank.web.serving.connections import serve
from wastebank.web.serving.neighbours import tell_ways
from wastebank.web.serving.opening import show_code


class Command(BaseCommand):
    help = "Bring the database up to date, audit the book, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--threads", type=int, default=8)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from wastebank.wsgi import application
        except EngineProblem as problem:
            raise CommandError(f"not started: {problem}") from None
        is_red = RedFlag.objects.filter(lifted_at__isnull=True).exists()
        with suppress(OSError):  # nobody listens any more
            if is_red:
                self.stderr.write(f"The book is red: reading only. Run `{program()} audit`.")
            tell_ways(self.stdout.write, options["host"], options["port"])
            show_code(self.stdout.write)
            self.stdout.flush()
        serve(application, host=options["host"], port=options["port"], threads=options["threads"])
