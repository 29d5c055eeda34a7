from typing import Any

from django.core.management.base import BaseCommand, no_translations

from ledger import registry
from ledger.holds import expire_everywhere
from ledger.seals.making import seal_when_due


class Command(BaseCommand):
    help = (
        "Give back what was held and whose time is over, tidy up, and seal what waits for an hour. "
        "`serve` does it every minute."
    )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expire_everywhere()} holds ended.")
        for tidy in registry.offered("tidy"):
            tidy()
        seal_when_due()
