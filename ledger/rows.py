"""Values as the two engines store and return them, for the statements we write ourselves."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection


def db_time(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def read_time(value: Any) -> datetime | None:
    """A stored instant, aware. SQLite has no such type and answers it without its UTC."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def marks(row_count: int, column_count: int) -> str:
    """Placeholders for a VALUES list."""
    row = "(" + ", ".join(["%s"] * column_count) + ")"
    return ", ".join([row] * row_count)
