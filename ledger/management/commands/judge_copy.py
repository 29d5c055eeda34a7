from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor

from ledger.audit import audit
from ledger.db.backup.problems import one_line
from ledger.db.engine import EngineProblem
from ledger.db.patience import unhurried
from ledger.management.startup import refuse_unsafe_start
from ledger.written.standing import write_all_down, written_with_another_secret


class Command(BaseCommand):
    help = "Used by restore: bring a copy up to date and judge it. One line for each fault."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--other-pepper", action="store_true")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        try:
            for fault in faults_of_copy(other_pepper=options["other_pepper"]):
                self.stdout.write(one_line(fault))
                faults += 1
        except (DatabaseError, EngineProblem, MigrationSchemaMissing) as problem:
            self.stdout.write(one_line(problem))
            faults += 1
        if faults:
            raise CommandError(f"{faults} fault(s)")


def faults_of_copy(*, other_pepper: bool = False) -> Iterator[str]:
    executor = MigrationExecutor(connection)
    known, applied = executor.loader.disk_migrations, executor.loader.applied_migrations
    if not any(app == "ledger" for app, _name in applied):
        yield "there is no book in it"
        return
    ours = {app for app, _name in known}
    if newer := sorted(
        f"{app} {name}" for app, name in applied if app in ours and (app, name) not in known
    ):
        yield f"a newer version of the program made it ({', '.join(newer)} is not known here)"
        return
    if connection.vendor == "sqlite":
        yield from broken_pages()
    with unhurried():
        call_command("migrate", verbosity=0)
    refuse_unsafe_start()
    if other_pepper and written_with_another_secret():
        write_all_down()
    for finding in audit():
        yield f"its audit is not green: {finding.law}: {finding.where}: {finding.seen}"


def broken_pages() -> Iterator[str]:
    with connection.cursor() as cursor:
        for (found,) in cursor.execute("PRAGMA integrity_check(5)").fetchall():
            if found != "ok":
                yield f"the file is broken: {found}"
