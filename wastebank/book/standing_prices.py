"""Which of dated rows held for a record, told by the order in which they came and by no clock.

Prices and tariffs say which record was the last one when they were set. So a row that was put in
later cannot pass for one that stood before, and a clock that was wrong leads nobody astray.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from wastebank.models import HoldsFrom

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class StandingRow(Generic[Said]):
    """A row that holds from an instant on, and what it says."""

    holds_from: datetime
    number: int
    set_at: datetime
    after: int | None  # the last record when it was set; None before that was kept
    withdrawn: bool
    said: Said

    def counts_for(self, record: int) -> bool:
        """Whether a record had to go by it. One that claims to hold from before it was set takes
        the place of what held then, so nothing that was recorded before may rest on that. One that
        was withdrawn never held."""
        known = (self.after or 0) < record or self.holds_from < self.set_at
        return known and not self.withdrawn


def standing_row(
    row: HoldsFrom, after: int | None, withdrawn: Container[int], said: Said
) -> StandingRow[Said]:
    return StandingRow(row.holds_from, row.pk, row.set_at, after, row.pk in withdrawn, said)


class StandingRows(Generic[Said]):
    """The rows of each thing, in the order in which they hold."""

    def __init__(self, rows: Iterable[tuple[Hashable, StandingRow[Said]]]) -> None:
        self.rows: dict[Hashable, list[StandingRow[Said]]] = defaultdict(list)
        for thing, row in sorted(rows, key=lambda pair: (pair[1].holds_from, pair[1].number)):
            self.rows[thing].append(row)
        self.instants = {thing: [r.holds_from for r in some] for thing, some in self.rows.items()}
        kept = [r.after for some in self.rows.values() for r in some if r.after is not None]
        # What was recorded before the order was kept may rest on rows that are long gone.
        self.first_record = min(kept, default=None)

    def judges(self, record: int) -> bool:
        return self.first_record is not None and record > self.first_record

    def at(self, thing: Hashable, moment: datetime, record: int) -> Said | None:
        """What held for a record at an instant."""
        rows, begun = self.begun(thing, moment)
        for index in range(begun - 1, -1, -1):
            if rows[index].counts_for(record):
                return rows[index].said
        return None

    def first_after(self, thing: Hashable, moment: datetime, record: int) -> Said | None:
        """What began to hold for a record next after an instant."""
        rows, begun = self.begun(thing, moment)
        for index in range(begun, len(rows)):
            if rows[index].counts_for(record):
                return rows[index].said
        return None

    def begun(self, thing: Hashable, moment: datetime) -> tuple[list[StandingRow[Said]], int]:
        """The rows of a thing, and how many of them hold by an instant."""
        return self.rows.get(thing, []), bisect_right(self.instants.get(thing, []), moment)
