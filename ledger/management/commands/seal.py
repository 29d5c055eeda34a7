from typing import Any

from django.core.management.base import BaseCommand, no_translations

from ledger.seals.making import make_seal


class Command(BaseCommand):
    help = "Seal the entries that are not sealed yet, and print each new root."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        sealed = 0
        while seal := make_seal():
            sealed += 1
            held = f"{seal.entry_count} entries, {seal.row_count} rows"
            self.stdout.write(f"Seal {seal.number}: {held}, root {seal.root}")
        if not sealed:
            self.stdout.write("Nothing to seal: every entry stands under a seal.")
