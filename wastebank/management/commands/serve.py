import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.engine import EngineProblem
from ledger.models import RedFlag


class Command(BaseCommand):
    help = "Bring the database up to date, audit the book, and serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        import waitress

        call_command("migrate", verbosity=0)
        try:
            from wastebank.wsgi import application
        except EngineProblem as problem:
            raise CommandError(f"not started: {problem}") from None
        if RedFlag.objects.filter(lifted_at__isnull=True).exists():
            self.stderr.write("The book is red: reading only. Run `manage.py audit`.")
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        waitress.serve(
            application,
            host=options["host"],
            port=options["port"],
            threads=options["threads"],
            ident="wastebank",
            max_request_body_size=32_000_000,
            clear_untrusted_proxy_headers=True,
        )
