"""The one place where something begins to be written on SQLite, and where that ends.

A turn is taken before BEGIN and given back as soon as the transaction has ended, however it ended.
What is nested is a savepoint and takes no turn of its own. A statement by itself is a transaction,
too: without a turn it would be overtaken by all who have one.
"""

from typing import Any

from django.db.backends.sqlite3 import base

from ledger.db.turns import Turns, turns_of

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


def is_written_by(statement: str) -> bool:
    return statement.lstrip()[:7].upper().startswith(WRITES)


class Cursor(base.SQLiteCursorWrapper):
    turns: Turns
    patience_seconds: int

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not is_written_by(query):
            return super().execute(query, params)
        with self.turns.turn(self.patience_seconds):
            return super().execute(query, params)


def as_text(stored: bytes) -> str:
    """Bytes that are no text are read with marks in their place. The audit then finds them, where
    an error in the middle of reading would end the audit and every page that shows the row."""
    return stored.decode(errors="replace")


class DatabaseWrapper(base.DatabaseWrapper):
    turn: Turns | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        made.text_factory = as_text
        return made

    def patience_seconds(self) -> int:
        """As long as SQLite itself waits for a lock."""
        return int(self.settings_dict["OPTIONS"].get("timeout", 5))

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.turns = turns_of(str(self.settings_dict["NAME"]))
        cursor.patience_seconds = self.patience_seconds()
        return cursor

    # The four ways below are Django's own, and its types say nothing of them.
    def _start_transaction_under_autocommit(self) -> None:
        turns = turns_of(str(self.settings_dict["NAME"]))
        turns.take(self.patience_seconds())
        self.turn = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.end_turn()
            raise

    def end_turn(self) -> None:
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.give_back()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # where it fails, Django rolls back or closes
        self.end_turn()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.end_turn()
