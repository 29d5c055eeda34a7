"""Whether this is somebody's bank: its name, who can open the office, who keeps its backups."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from ledger.db.backup import postgres
from ledger.db.backup.problems import CopyProblem
from ledger.management.program import program
from wastebank.management.health.kinds import Examined, good, look, stop
from wastebank.models import Role, User

OFFICE = (Role.ADMIN, Role.MANAGER)
OF_THE_DEMO = {"WASTEBANK_NAME": "Bank Sampah Melati", "WASTEBANK_PHONE": "0812-0000-0405"}


def name() -> Iterator[Examined]:
    unset = [word for word, value in OF_THE_DEMO.items() if getattr(settings, word) == value]
    if unset:
        yield look("name", f"Cards and receipts carry an example. Set {' and '.join(unset)}.")
    else:
        yield good("name", f"{settings.WASTEBANK_NAME}, {settings.WASTEBANK_PHONE}.")


def people() -> Iterator[Examined]:
    office = User.objects.filter(role__in=OFFICE, is_active=True)
    able = [user for user in office if user.has_usable_password()]
    if able:
        yield good("office", f"{len(able)} can open it.")
    else:
        yield stop(
            "office", f"Nobody can open it. `{program()} add_staff` makes the first administrator."
        )


def backups() -> Iterator[Examined]:
    if connection.vendor == "postgresql":
        try:
            for one in ("pg_dump", "pg_restore"):
                postgres.program(one)
        except CopyProblem as problem:
            yield stop("backups", f"None can be made: {problem}.")
            return
    if settings.LEDGER_BACKUP_RECIPIENTS:
        yield good("backups", f"Encrypted for {len(settings.LEDGER_BACKUP_RECIPIENTS)}.")
    else:
        yield look(
            "backups",
            "They are encrypted for nobody yet, so none is made unless somebody says --plain."
            f" `{program()} backup_key` makes a key.",
        )
