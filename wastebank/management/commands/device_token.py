from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.refusals import Refusal
from wastebank.devices.register import make_device_token


class Command(BaseCommand):
    help = "Make a token for a device; it is printed alone on the last line, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="the user name it acts for")
        parser.add_argument("--label", required=True, help="what the device is called")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = make_device_token(username=options["user"], label=options["label"])
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None
        self.stdout.write(token)
