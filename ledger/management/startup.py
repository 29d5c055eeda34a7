"""What must hold before the program serves anyone: engine, triggers, migrations, audit."""

from collections.abc import Callable
from time import sleep

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ledger import registry, triggers
from ledger.audit import audit
from ledger.db import engine
from ledger.db.engine import EngineProblem
from ledger.db.outage import outage_of, reason_of
from ledger.findings import Finding
from ledger.management.program import program

LOOK_AGAIN_SECONDS = 2
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


def audit_at_start() -> list[Finding]:
    """Refuse an unsafe database, then audit. A red book is served for reading only."""
    refuse_unsafe_start()
    return audit()
