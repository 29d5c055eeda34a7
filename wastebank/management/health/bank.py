"""Whether this is somebody's bank: its name, who can open the office, who keeps its backups."""

from collections.abc import Iterator

from django.db import connection

from ledger.db.backup import postgres
from ledger.db.backup.problems import CopyProblem
from ledger.management.backups.standing import BackupStanding, standing
from ledger.management.program import program
from wastebank.bank.known import bank_facts
from wastebank.management.health.kinds import Examined, good, look, stop
from wastebank.models import Role, User

OFFICE = (Role.ADMIN, Role.MANAGER)
OF_THE_DEMO = ("Bank Sampah Melati", "0812-0000-0405")  # what a bank was called that said nothing


def name() -> Iterator[Examined]:
    facts = bank_facts()
    missing = [word for word in ("name", "phone") if not getattr(facts, word)]
    if missing:
        yield look(
            "name",
            f"No {' and no '.join(missing)} yet, so no card can be printed."
            " Give them in the office, at Setting up, Bank.",
        )
    elif {facts.name, facts.phone} & set(OF_THE_DEMO):
        yield look(
            "name",
            "Cards and receipts carry an example. Give the bank's own name and"
            " telephone in the office, at Setting up, Bank.",
        )
    else:
        yield good("name", f"{facts.name}, {facts.phone}.")


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
    yield stands(standing())


def stands(now: BackupStanding) -> Examined:
    if not now.has_key:
        return look(
            "backups",
            "They are encrypted for nobody yet, so none is made unless somebody says --plain. Print"
            f" their key in the office, or make one with `{program()} backup_key`.",
        )
    if now.is_failed and now.tried is not None:
        return look("backups", f"The last one went wrong: {now.tried.said}.")
    if now.good is None:
        said = f"None was made yet; the program makes one while it serves, or `{program()} backup"
        return (look if now.is_late else good)("backups", f"{said} --daily`.")
    last = f"{now.good.started_at:%Y-%m-%d %H:%M} UTC, {now.good.size_bytes:,} bytes"
    if now.is_late:
        return look("backups", f"The last good one is old: {last}. Does the program run?")
    return good("backups", f"Verified: {now.good.file} of {last}.")
