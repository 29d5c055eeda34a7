"""What holds from an instant until the next of its kind begins: which holds, and which will.

Prices and tariffs are such rows. Several may be set for one instant; the one that was set last
holds, and rows get their ids in the order in which they were set.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from wastebank.values.calendar import day_bounds


class Dated(Protocol):
    """A row that holds from an instant on."""

    @property
    def pk(self) -> Any: ...
    @property
    def holds_from(self) -> datetime: ...


Row = TypeVar("Row", bound=Dated)


def order(row: Dated) -> tuple[datetime, Any]:
    """The oldest first; of one instant, the one that was set last comes last."""
    return row.holds_from, row.pk


def in_force(rows: Iterable[Row], moment: datetime) -> Row | None:
    """The one that holds at a moment."""
    return max((row for row in rows if row.holds_from <= moment), key=order, default=None)


def coming(rows: Iterable[Row], moment: datetime) -> list[Row]:
    """Those that will hold after a moment, one for each instant, the next one first."""
    later = sorted((row for row in rows if row.holds_from > moment), key=order)
    return list({row.holds_from: row for row in later}.values())


def instant_of(day: date, now: datetime, *, is_first: bool) -> datetime:
    """From when a row holds that is set for a day: its beginning, and on the day itself from now.

    `is_first`: nothing held before, so that nothing can rest on another row of this morning.
    """
    begin, end = day_bounds(day)
    return now if begin <= now < end and not is_first else begin
