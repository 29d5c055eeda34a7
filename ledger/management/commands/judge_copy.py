from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from ledger.audit import audit
from ledger.db.backup.problems import one_line
from ledger.db.engine import EngineProblem
from ledger.management import schema
from ledger.management.startup import refuse_unsafe_start
from ledger.management.upgrade import move_on
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
    executor = schema.looked_up()
    if not any(app == "ledger" for app, _name in executor.loader.applied_migrations):
        yield "there is no book in it"
        return
    if newer := schema.not_known(executor):
        yield f"a newer version of the program made it ({', '.join(newer)} is not known here)"
        return
    if connection.vendor == "sqlite":
        yield from broken_pages()
    if schema.to_apply(executor):
        move_on(lambda _text: None, other_pepper=other_pepper)
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
