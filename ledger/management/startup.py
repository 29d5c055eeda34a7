"""What must hold before the program serves anyone: engine, triggers, migrations, audit."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ledger import registry, triggers
from ledger.audit import audit
from ledger.db import engine
from ledger.db.engine import EngineProblem
from ledger.findings import Finding
from ledger.management.program import program


def refuse_unsafe_start() -> None:
    """Raise EngineProblem if the database does not keep what the book needs."""
    problems = [*registry.leading_nowhere(), *engine.wrong_settings(connection)]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        problems.append(f"migrations are missing: run `{program()} migrate`")
    else:
        problems += [
            f"trigger {name} is absent or altered" for name in triggers.missing(connection)
        ]
    if problems:
        raise EngineProblem("; ".join(problems))


def audit_at_start() -> list[Finding]:
    """Refuse an unsafe database, then audit. A red book is served for reading only."""
    refuse_unsafe_start()
    return audit()
