"""One view of the whole book, for whoever compares many things in it."""

from django.db import connection

from ledger.db.patience import unhurry_transaction


class snapshot:  # noqa: N801 - read as a verb: `with snapshot():`
    """One unchanging view for all invariants, which blocks nobody who writes."""

    def __enter__(self) -> None:
        connection.ensure_connection()
        self.own = not connection.in_atomic_block
        if self.own:
            with connection.cursor() as cursor:
                if connection.vendor == "sqlite":
                    cursor.execute("BEGIN DEFERRED")
                else:
                    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            unhurry_transaction()

    def __exit__(self, *_: object) -> None:
        if self.own:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
