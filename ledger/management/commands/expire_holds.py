from typing import Any

from django.core.management.base import BaseCommand, no_translations

from ledger.management.upkeep import do_what_is_due


class Command(BaseCommand):
    help = (
        "Give back what was held and whose time is over, tidy up, and seal what waits for an hour. "
        "The program does it every minute while it serves."
    )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{do_what_is_due()} holds ended.")
