"""One way for every list that comes as a file: check what was read, write all of it or nothing.

A list says what a row means for what the bank has already (`ListImport`); bad rows, counts and the
key are done here. How a row is read is said in `files/importing/coming.py`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from ledger.idempotency import once
from wastebank.actions import Action
from wastebank.commands import log
from wastebank.files.tables_in import MAX_CODE, BadRow, Sheet
from wastebank.models import Place, User
from wastebank.values.names import identity

Progress = Callable[[int, int], None]


class ListRow(Protocol):
    """What every row has: its number in the file, the code of its thing and what it is called."""

    @property
    def row(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name_id(self) -> str: ...


Row = TypeVar("Row", bound=ListRow)
Existing = TypeVar("Existing")


class RowChange(StrEnum):
    """What a row would do."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PlannedRow(Generic[Row]):
    """A row that can be written, what it would do, and the terms before and after."""

    row: Row
    change: RowChange
    before: str = ""
    after: str = ""
    warning: str = ""  # it can be written, but somebody should know first

    def __str__(self) -> str:
        if self.change is RowChange.NEW:
            return _("new: %(after)s") % {"after": self.after} if self.after else _("new")
        if self.change is RowChange.SAME:
            return _("same")
        facts = {"before": self.before or "–", "after": self.after or "–"}
        return _("changes from %(before)s to %(after)s") % facts


@dataclass(frozen=True, slots=True)
class CheckedSheet(Sheet[Row]):
    """The rows that can be written and those that cannot, and what each good one would do."""

    steps: Sequence[PlannedRow[Row]]

    @property
    def warned(self) -> Sequence[PlannedRow[Row]]:
        return [step for step in self.steps if step.warning]

    def count(self, change: RowChange) -> int:
        return sum(step.change is change for step in self.steps)

    @property
    def new(self) -> int:
        return self.count(RowChange.NEW)

    @property
    def same(self) -> int:
        return self.count(RowChange.SAME)

    @property
    def changed(self) -> int:
        return self.count(RowChange.CHANGED)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: rows, new things among them, and rows that stood there already."""

    written: int
    added: int
    unchanged: int
    replayed: bool
    approval: int = 0  # nothing was written: it waits for a second person under this number

    @property
    def changed(self) -> int:
        return self.written - self.added


@dataclass(frozen=True, slots=True)
class ListImport(ABC, Generic[Row, Existing]):
    """A list on its way to one place, brought by somebody who may. `action` names it in the log
    and for its key."""

    action: ClassVar[Action]
    by: User
    place: Place

    @property
    @abstractmethod
    def subject(self) -> str:
        """What the log says was written to."""

    @abstractmethod
    def request(self, rows: Sequence[Row]) -> dict[str, Any]:
        """What the outcome depends on. It decides whether a key is replayed or reused: what was
        recorded once keeps its form."""

    def identity_of(self, row: Row) -> str:
        """What makes a row this thing and no other: the code, unless the list goes by names."""
        return row.code

    def terms_of(self, row: Row) -> str:
        """What a row says of its thing, in words for whoever looks before it is written."""
        return ""

    def warning_of(self, row: Row, existing: Existing | None) -> str:
        """What somebody should know before this row is written; empty if there is nothing."""
        return ""

    def terms_now(self, row: Row, existing: Existing) -> str:
        """What stands there in its place now, in the same words."""
        return ""

    @abstractmethod
    def existing_of(self, rows: Sequence[Row]) -> Mapping[str, Existing]:
        """The things that are known already, by what `identity_of` answers for their rows."""

    def conflict_of_new(self, row: Row) -> str:
        """Why a row cannot be written though nothing like it is known; empty if it can."""
        return ""

    @abstractmethod
    def conflict_of(self, row: Row, existing: Existing, *, is_same: bool) -> str:
        """Why a row cannot be written over what is known; empty if it can. `is_same`: it would
        change nothing."""

    @abstractmethod
    def is_same(self, row: Row, existing: Existing) -> bool:
        """Whether a row says what stands there already."""

    @abstractmethod
    def write(self, rows: Sequence[Row], key: UUID, progress: Progress | None) -> dict[str, int]:
        """Write all rows inside the transaction of the key; answers what `Imported` counts, and
        `approval` where nothing was written, because a second person has to agree first."""

    def noted(self, counts: Mapping[str, int]) -> str:
        """What the log keeps beside the list; empty if its name says all."""
        return ""


@dataclass(frozen=True, slots=True)
class OneByOneImport(ListImport[Row, Existing]):
    """A list whose rows are written one after the other, each for itself."""

    @abstractmethod
    def existing(self, codes: Sequence[str]) -> Mapping[str, Existing]:
        """The things that are known already, by what `identity_of` answers for their rows."""

    def existing_of(self, rows: Sequence[Row]) -> Mapping[str, Existing]:
        return self.existing([self.identity_of(row) for row in rows])

    def hold(self, identities: Sequence[str]) -> None:
        """Hold the things that are known until the list is written, in one order for all lists.
        A list whose rows another one may write at the same time says how."""

    @abstractmethod
    def find_or_add(self, row: Row) -> tuple[Existing, bool]:
        """The thing of a row, and whether it had to be added."""

    @abstractmethod
    def write_row(self, row: Row, existing: Existing, key: UUID) -> None:
        """Write what a row says of its thing, inside the transaction of the key."""

    def write(self, rows: Sequence[Row], key: UUID, progress: Progress | None) -> dict[str, int]:
        counts = {"written": 0, "added": 0, "unchanged": 0}
        self.hold([self.identity_of(row) for row in rows])
        for done, row in enumerate(rows, start=1):
            write_one(self, row, key, counts)
            if progress:
                progress(done, len(rows))
        return counts


def row_fingerprint(row: ListRow) -> str:
    """A row in a fingerprint: its code, and its name where the code does not say all of it.

    What a code says whole was recorded so before names were compared, and stays so.
    """
    name = identity(row.name_id)
    is_whole = len(row.code) < MAX_CODE and re.fullmatch(r"[a-z0-9 ]+", name, re.ASCII)
    return row.code if is_whole else f"{row.code} {name}"


def check_list(target: ListImport[Row, Existing], sheet: Sheet[Row]) -> CheckedSheet[Row]:
    """The sheet without the rows that cannot be written there; nothing is changed."""
    existing = target.existing_of(sheet.rows)
    steps, bad = [], list(sheet.bad)
    for row in sheet.rows:
        known = existing.get(target.identity_of(row))
        is_same = known is not None and target.is_same(row, known)
        if known is None:
            reason = target.conflict_of_new(row)
        else:
            reason = target.conflict_of(row, known, is_same=is_same)
        if reason:
            bad.append(BadRow(row.row, row.name_id, reason))
        else:
            steps.append(step_of(target, row, known, is_same=is_same))
    bad.sort(key=lambda row: row.row)
    return CheckedSheet([step.row for step in steps], bad, steps)


def step_of(
    target: ListImport[Row, Existing], row: Row, known: Existing | None, *, is_same: bool
) -> PlannedRow[Row]:
    after, warning = target.terms_of(row), target.warning_of(row, known)
    if known is None:
        return PlannedRow(row, RowChange.NEW, after=after, warning=warning)
    change = RowChange.SAME if is_same else RowChange.CHANGED
    return PlannedRow(row, change, target.terms_now(row, known), after, warning)


def import_list(
    *,
    target: ListImport[Row, Existing],
    key: UUID,
    rows: Sequence[Row],
    progress: Progress | None = None,
    request: Mapping[str, Any] | None = None,
    after: Callable[[dict[str, int]], None] | None = None,
) -> Imported:
    """Write rows that were read and checked: all of them, or nothing. `request`: what the outcome
    rests on, where that is a whole file; `after`: what belongs to the same transaction."""

    def carry_out() -> dict[str, int]:
        counts = target.write(rows, key, progress)
        if "approval" not in counts:
            log_import(target, key, counts)
        if after:
            after(counts)
        return counts

    rests_on = target.request(rows) if request is None else request
    outcome = once(key=key, verb=target.action.code, request=rests_on, carry_out=carry_out)
    return imported_of(outcome.result, replayed=outcome.replayed)


def log_import(target: ListImport[Any, Any], key: UUID, counts: Mapping[str, int]) -> None:
    log(
        by=target.by,
        action=target.action,
        subject=target.subject,
        key=key,
        reason=target.noted(counts),
        place=target.place,
    )


def write_one(
    target: OneByOneImport[Row, Existing], row: Row, key: UUID, counts: dict[str, int]
) -> None:
    existing, is_new = target.find_or_add(row)
    counts["added"] += is_new
    if not is_new and target.is_same(row, existing):
        counts["unchanged"] += 1
        return
    target.write_row(row, existing, key)
    counts["written"] += 1


def imported_of(result: Mapping[str, int], *, replayed: bool) -> Imported:
    """An outcome as it was kept; the first ones called what was written `prices`."""
    written = result["written"] if "written" in result else result["prices"]
    waits = result.get("approval", 0)
    return Imported(written, result["added"], result["unchanged"], replayed, waits)
