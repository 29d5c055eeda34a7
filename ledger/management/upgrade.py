"""From the tables of an older version to today's: all of it and audited, or nothing.

Everything happens in one transaction, which both engines take back by themselves: when a migration
fails, when the book is red before or after, when the process is killed and when the power goes. So
there is no half that the next start would have to find. A copy is made before, for whoever wants to
go back later, when the older version would no longer read what the newer one wrote.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connection, transaction

from ledger.audit import check_book
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import seats
from ledger.db.backup.make import back_up
from ledger.db.backup.problems import CopyProblem, one_line
from ledger.db.engine import EngineProblem
from ledger.db.outage import outage_of
from ledger.db.patience import unhurried
from ledger.findings import Finding
from ledger.management import schema
from ledger.management.older import findings_of_older_book
from ledger.management.program import program

Say = Callable[[str], object]
BEFORE = "before-"
OURS = re.compile(rf"{BEFORE}\d[\w.+]*-[0-9a-f]{{8}}\.backup", re.ASCII)  # not what people name so
MOST_KEPT = 3
MOST_SAID = 3
OF_THE_CONNECTION = "engine settings"  # without foreign keys while tables are rebuilt
log = logging.getLogger(__name__)


def bring_up_to_date(say: Say) -> None:
    """Give the database today's tables, or raise EngineProblem and leave it as it was."""
    executor = schema.looked_up()
    refuse_newer(schema.not_known(executor))
    if not schema.to_apply(executor):
        return
    if not holds_records():
        with one_transaction():
            migrate(lambda _text: None)
        return
    with nobody_serving():
        was, will_be = schema.found_there(executor), schema.known_here(executor)
        say(f"The book is of an older version ({was}). It is brought up to date ({will_be}).")
        copy = copied_before(schema.mark_of(executor), say)
        try:
            move_on(say)
        except EngineProblem as problem:
            raise EngineProblem(gone_back(problem)) from None
        except Exception as problem:
            if isinstance(problem, DatabaseError) and outage_of(problem) is not None:
                raise
            log.exception("the upgrade was taken back")
            raise EngineProblem(gone_back(f"it broke off: {one_line(problem)}")) from None
        say(f"The book is up to date. How it was lies in {copy}.")


def gone_back(why: object) -> str:
    return (
        f"the book was not brought up to date to {settings.LEDGER_VERSION}, and is as it was:"
        f" {why}. Work on with the version before, and keep this message"
    )


def refuse_newer(names: list[str]) -> None:
    if names:
        there = sorted(Path(settings.HOME).glob(f"{BEFORE}*"))
        copies = ", ".join(str(path) for path in there) or "`backup`, made before that"
        raise EngineProblem(
            f"a newer version of the program made this book ({', '.join(names)} is not known to"
            f" {settings.LEDGER_VERSION}): start that version. To go back for good, restore a copy"
            f" of before (`{program()} restore FILE --replace`; {copies}); what was recorded since"
            " is not in it"
        )


def holds_records() -> bool:
    tables = set(connection.introspection.table_names())
    asked = tables & {"ledger_journalentry", "ledger_keyedresult"}
    with connection.cursor() as cursor:
        for table in asked:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of two names
            if cursor.fetchone():
                return True
    return False


@contextmanager
def nobody_serving() -> Iterator[None]:
    """An older version that goes on writing would write what the newer one takes for altered."""
    if not seats().try_take(Seat.SERVING):
        raise EngineProblem(
            "another process of the program stands on this book as it is: stop it first"
        )
    try:
        yield
    finally:
        seats().leave(Seat.SERVING)


def copied_before(mark: str, say: Say) -> Path:
    """A plain copy in the data folder, as private as the database: going back must need no paper.

    A start that tries again writes it anew, and does not fill the disk.
    """
    folder = Path(settings.HOME)
    target = folder / f"{BEFORE}{settings.LEDGER_VERSION}-{mark}.backup"
    new = target.with_suffix(".new")

    def tell(done: int, total: int) -> None:
        say(f"Copying the book: {done} of {total}")

    try:
        new.unlink(missing_ok=True)
        back_up(new, [], tell)
        new.replace(target)
    except (CopyProblem, DatabaseError, OSError) as problem:
        raise EngineProblem(
            "the book is of an older version, and no copy of it can be made before it is brought"
            f" up to date: {one_line(problem)}"
        ) from None
    finally:
        new.unlink(missing_ok=True)
    copies = [path for path in folder.glob(f"{BEFORE}*") if OURS.fullmatch(path.name)]
    for old in sorted(copies, key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink()
    return target


@contextmanager
def one_transaction() -> Iterator[None]:
    """SQLite rebuilds tables without foreign keys, which can only be left out from outside."""
    with unhurried(), connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        yield


def move_on(say: Say, *, other_pepper: bool = False) -> None:
    """Audit, migrate, audit. With the pepper lost, rows cannot be told from altered ones; whoever
    says so has them written down anew, and judges then."""
    with one_transaction():
        before = findings_of_older_book(other_pepper=other_pepper)
        refuse_red("is red already, before anything was changed", before)
        migrate(say)
        if not other_pepper:
            say("Auditing the book.")
            after = [one for one in check_book() if one.law != OF_THE_CONNECTION]
            refuse_red("would be red afterwards", after)


def refuse_red(when: str, findings: list[Finding]) -> None:
    if findings:
        said = [f"{one.law}: {one.where}: {one.seen}" for one in findings[:MOST_SAID]]
        more = f"; and {len(findings) - MOST_SAID} more" if len(findings) > MOST_SAID else ""
        raise EngineProblem(f"it {when} ({'; '.join(said)}{more})")


class Upgrading(Migrate):
    """Django's own command, which tells how far it is, and settles each migration before the next
    one alters the same table (PostgreSQL keeps checks for the end of a transaction)."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say, self.count, self.done = say, len(schema.to_apply(schema.looked_up())), 0

    def migration_progress_callback(
        self,
        action: str,
        migration: object = None,
        fake: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
    ) -> None:
        if action == "apply_start":
            self.done += 1
            self.say(f"{self.done} of {self.count}: {migration}")
        elif action == "apply_success" and connection.vendor == "postgresql":
            connection.check_constraints()


def migrate(say: Say) -> None:
    call_command(Upgrading(say), verbosity=0, interactive=False, skip_checks=True)
