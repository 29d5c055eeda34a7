"""Whether this is somebody's bank: its name, who can open the office, how its backups stand."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ledger.db.backup import postgres
from ledger.db.backup.problems import CopyProblem
from ledger.management.backups.standing import BackupStanding, standing
from ledger.models import BackupRun
from wastebank.bank.known import bank_facts
from wastebank.management.health.kinds import Examined, good, look, stop
from wastebank.models import Role, User

OFFICE_ROLES = (Role.ADMIN, Role.MANAGER)
OF_THE_DEMO = ("Bank Sampah Melati", "0812-0000-0405")  # what a bank was called that said nothing

NAME, OFFICE, BACKUPS = _("name"), _("office"), _("backups")
NAMED = good("named", NAME, "{name}, {phone}.")
NAME_MISSING = look(
    "name_missing",
    NAME,
    _("The bank has no name or no telephone yet, so no card can be printed."),
    _("Give them in the office, at Setting up, Bank."),
)
NAME_OF_THE_DEMO = look(
    "name_of_the_demo",
    NAME,
    _("Cards and receipts carry an example."),
    _("Give the bank's own name and telephone in the office, at Setting up, Bank."),
)
OFFICE_OPENS = good("office_opens", OFFICE, _("{count} can open it."))
OFFICE_SHUT = stop(
    "office_shut",
    OFFICE,
    _("Nobody can open it."),
    _("A new bank is set up in the browser; else `{program} add_staff` makes an administrator."),
)
BACKUP_VERIFIED = good("backup_verified", BACKUPS, _("Verified: {file} of {moment} UTC."))
BACKUP_TO_COME = good(
    "backup_to_come", BACKUPS, _("None was made yet; the program makes one while it serves.")
)
BACKUP_IMPOSSIBLE = stop(
    "backup_impossible",
    BACKUPS,
    _("None can be made: {detail}."),
    _("Install the programs of PostgreSQL, or set WASTEBANK_PG_BIN."),
)
BACKUP_FOR_NOBODY = look(
    "backup_for_nobody",
    BACKUPS,
    _("They are encrypted for nobody yet, so none is made unless somebody says --plain."),
    _("Print their key in the office, or make one with `{program} backup_key`."),
)
BACKUP_FAILED = look(
    "backup_failed",
    BACKUPS,
    _("The last one went wrong: {detail}."),
    _("Mend what is named, then `{program} backup --daily`."),
)
BACKUP_MISSING = look(
    "backup_missing",
    BACKUPS,
    _("None was made in {days} days."),
    _("Does the program run? `{program} backup --daily` makes one now."),
)
BACKUP_OLD = look(
    "backup_old",
    BACKUPS,
    _("The last good one is old, of {moment} UTC."),
    _("Does the program run? `{program} backup --daily` makes one now."),
)


def name() -> Iterator[Examined]:
    facts = bank_facts()
    if not facts.is_printable:
        yield NAME_MISSING()
    elif {facts.name, facts.phone} & set(OF_THE_DEMO):
        yield NAME_OF_THE_DEMO()
    else:
        yield NAMED(name=facts.name, phone=facts.phone)


def people() -> Iterator[Examined]:
    office = User.objects.filter(role__in=OFFICE_ROLES, is_active=True)
    able = [user for user in office if user.has_usable_password()]
    yield OFFICE_OPENS(count=len(able)) if able else OFFICE_SHUT()


def backups() -> Iterator[Examined]:
    if connection.vendor == "postgresql":
        try:
            for one in ("pg_dump", "pg_restore"):
                postgres.program(one)
        except CopyProblem as problem:
            yield BACKUP_IMPOSSIBLE(detail=problem)
            return
    yield stands(standing())


def stands(now: BackupStanding) -> Examined:
    if not now.has_key:
        return BACKUP_FOR_NOBODY()
    if now.is_failed and now.tried is not None:
        return BACKUP_FAILED(detail=now.tried.said.rstrip("."))
    if now.good is None:
        waited = now.waiting_since_days or 0
        return BACKUP_MISSING(days=waited) if now.is_late else BACKUP_TO_COME()
    if now.is_late:
        return BACKUP_OLD(moment=moment_of(now.good))
    return BACKUP_VERIFIED(file=now.good.file, moment=moment_of(now.good))


def moment_of(run: BackupRun) -> str:
    return f"{run.started_at:%Y-%m-%d %H:%M}"
