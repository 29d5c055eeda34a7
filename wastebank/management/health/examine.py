"""All that is looked at, in an order in which one can mend it."""

from collections.abc import Sequence

from wastebank.management.health import bank, book, database, files, reach
from wastebank.management.health.kinds import Check, Examined, Grade

OUTSIDE: Sequence[Check] = (
    *(files.person, files.data_folder, files.room),
    *(reach.faults_shown, reach.hosts, reach.encryption, reach.proxy),
)
RESTORED: Check = files.restored
DATABASE: Check = database.database
TABLES: Check = book.safeguards
INSIDE: Sequence[Check] = (
    *(book.own_clock, database.clocks, database.processes),
    *(book.pepper, book.red_flag, book.seals),
    *(bank.name, bank.people, bank.backups),
)


def examine() -> list[Examined]:
    """Where a restore left the place of the database as it stopped, or the database does not answer
    or is not today's, nothing is asked of it: to ask would make an empty one."""
    found = [one for check in OUTSIDE for one in check()]
    for check in (RESTORED, DATABASE, TABLES):
        gate = list(check())
        found += gate
        if any(one.grade == Grade.STOP for one in gate):
            return found
    return found + [one for check in INSIDE for one in check()]
