from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, no_translations
from django.db.migrations.executor import MigrationExecutor

from ledger.management import schema


class Command(BaseCommand):
    help = "Say which version of the program this is, its tables, and those of the database."
    requires_system_checks = ()

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        executor = schema.looked_up()
        self.stdout.write(f"wastebank {settings.LEDGER_VERSION}")
        self.stdout.write(f"its tables: {schema.known_here(executor)}")
        self.stdout.write(f"the book's: {schema.found_there(executor)} ({standing(executor)})")


def standing(executor: MigrationExecutor) -> str:
    if schema.not_known(executor):
        return "of a newer version"
    return "older: the next start brings them up to date" if schema.to_apply(executor) else "same"
