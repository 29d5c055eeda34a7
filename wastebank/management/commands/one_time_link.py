"""`manage.py one_time_link`: for somebody who forgot the password and whom nobody else looks after,
such as the only administrator or the only lead of a clinic."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.refusals import Refusal
from wastebank.management.links import link_lines, take_address


class Command(BaseCommand):
    help = "Make a one-time link by which somebody chooses a password; it is printed last."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="the user name of who opens it")
        take_address(parser)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in link_lines(options["user"], options["address"]):
                self.stdout.write(line)
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None
