"""Values as the two engines store and return them, for the statements we write ourselves."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection


@cache
def on_postgres() -> bool:
    """Which of the two engines the program stands on; it stands on one as long as it runs."""
    return connection.vendor == "postgresql"


def db_time(moment: datetime) -> Any:
    """An instant as Django stores it. SQLite has no such type and keeps UTC without saying so."""
    return moment if on_postgres() else str(moment.astimezone(UTC).replace(tzinfo=None))


def read_time(value: Any) -> datetime | None:
    """A stored instant, aware. SQLite has no such type and answers it without its UTC."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
