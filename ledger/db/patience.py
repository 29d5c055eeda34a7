"""Time for what goes over the whole book. A request has limits (see docs/settings.md), so that one
process that froze stops nobody else; an audit, a seal or a migration takes as long as it takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def unhurry_transaction() -> None:
    """Lift the limits until this transaction ends. SQLite has none of the kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for limit in LIMITS:
                cursor.execute(f"SET LOCAL {limit} = 0")


@contextmanager
def unhurried() -> Iterator[None]:
    """Lift the limits of this thread's connection meanwhile, over several transactions."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(f"SET {limit} = 0")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.broken:
            with connection.cursor() as cursor:
                for limit in LIMITS:
                    cursor.execute(f"RESET {limit}")
