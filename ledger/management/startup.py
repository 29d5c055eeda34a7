"""What must hold before the program serves anyone: engine, triggers, migrations, clock, audit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from time import sleep

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from ledger import clock, registry, triggers
from ledger.audit import audit
from ledger.db import engine
from ledger.db.alone.kinds import Seat
from ledger.db.alone.seats import alone, seats
from ledger.db.backup.home import NOT_ENDED, REPLACED, has_not_ended
from ledger.db.engine import EngineProblem
from ledger.db.outage import outage_of, reason_of
from ledger.findings import Finding
from ledger.management.program import program
from ledger.management.upgrade import bring_up_to_date
from ledger.models import JournalEntry
from ledger.written.standing import written_with_another_secret

LOOK_AGAIN_SECONDS = 2
CLOCK_SLACK = timedelta(minutes=5)  # two machines never quite agree
LONG_SILENCE = timedelta(days=366)
SAY_AGAIN_SECONDS = 60


def refuse_unsafe_start() -> None:
    """Raise EngineProblem if the database does not keep what the book needs."""
    problems = [*registry.wrong_declarations(), *engine.wrong_settings(connection)]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        problems.append(f"migrations are missing: run `{program()} migrate`")
    else:
        problems += [
            f"trigger {name} is absent or altered" for name in triggers.missing(connection)
        ]
    if problems:
        raise EngineProblem("; ".join(problems))


def refuse_doubtful_clock() -> None:
    """Raise EngineProblem if the clock and the last entry cannot both be right, and nobody has
    said that the clock is.

    What is recorded by a wrong clock stays. A clock that is behind, or entries of one that once ran
    ahead, look the same from here; so does one that is ahead and a book in which nobody wrote.
    """
    last = JournalEntry.objects.aggregate(at=Max("recorded_at"))["at"]
    if last is None or last.astimezone(UTC).date() == settings.LEDGER_LAST_ENTRY_SEEN:
        return
    now = clock.now()
    if last > now + CLOCK_SLACK:
        doubt = f"{last - now} before the last entry. Is the clock behind, or was it once ahead?"
    elif last < now - LONG_SILENCE:
        doubt = f"{(now - last).days} days after the last entry. Is the clock ahead?"
    else:
        return
    raise EngineProblem(
        f"by this machine's clock it is {now:%Y-%m-%d %H:%M} UTC, {doubt} Set the clock; or, if it"
        f" is right, start with WASTEBANK_LAST_ENTRY_SEEN={last.astimezone(UTC):%Y-%m-%d}"
    )


def wait_for_database(say: Callable[[str], object]) -> None:
    """Come back when the database answers. Says so once when it does not, and each minute again.

    A server and its database often start together, and a network comes back by itself.
    """
    waited_seconds = 0
    while True:
        try:
            connection.ensure_connection()
        except DatabaseError as problem:
            connection.close()
            if outage_of(problem) is None:
                raise
            if waited_seconds % SAY_AGAIN_SECONDS == 0:
                say(f"The database is not reached; trying again. {reason_of(problem)}")
            sleep(LOOK_AGAIN_SECONDS)
            waited_seconds += LOOK_AGAIN_SECONDS
        else:
            return


def refuse_other_pepper() -> None:
    """Raise EngineProblem if what was written down last was written under another pepper.

    Several machines on one database need the same one. With another, the audit would find every
    row altered, and nobody could record any more.
    """
    if written_with_another_secret():
        raise EngineProblem(
            "the book was written under another pepper: give every machine the same"
            " WASTEBANK_PEPPER, the one in the data folder of the first (and the same SECRET_KEY)"
        )


def refuse_unended_restore() -> None:
    """Raise EngineProblem if a restore did not come to its end: book and secrets may be of two
    books, or the place of the book is empty, and nobody must begin another one in it."""
    if has_not_ended():
        raise EngineProblem(
            f"a restore did not come to its end. Run it again (`{program()} restore FILE"
            f" --replace`, the same file). What lay there is kept under names with {REPLACED}. If"
            f" you put that back by hand, take {NOT_ENDED} out of the data folder afterwards"
        )


@contextmanager
def up_to_date(say: Callable[[str], object]) -> Iterator[None]:
    """One process at a time: the database has today's tables, and nobody else begins meanwhile."""

    def wait() -> None:
        say("Another process is starting on this database; waiting for it.")

    with alone(Seat.START, wait):
        bring_up_to_date(say)
        yield


def audit_at_start() -> list[Finding]:
    """Refuse an unsafe database, then audit. A red book is served for reading only."""
    refuse_unsafe_start()
    refuse_doubtful_clock()
    return audit()


def begin(say: Callable[[str], object]) -> None:
    """What comes before serving, the same under every server: wait for the database, bring it up to
    date, audit it. Of several that start together one does it, and the others find it done.

    While others serve, the audit is that of their start; its result is the red flag.
    """
    refuse_unended_restore()
    wait_for_database(say)
    with up_to_date(say):
        refuse_unsafe_start()
        refuse_doubtful_clock()
        refuse_other_pepper()
        if seats().try_take(Seat.SERVING):
            say(f"The book was audited: {'red' if audit() else 'green'}.")
        seats().share(Seat.SERVING)
