"""A list that comes in: what it declares, and nothing about files, pages or keys.

docs/adding.md says how a list is added ("A list that comes in").
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from django.utils.functional import Promise

from wastebank.files.importing.columns import Table
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import Answer, Answers, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.files.list_import import ListImport, ListRow, PlannedRow

Row = TypeVar("Row", bound=ListRow)
Existing = TypeVar("Existing")


@dataclass(frozen=True, slots=True)
class Twin(Generic[Row]):
    """Rows of which at most one can be meant: they share a name, or a code."""

    what: str  # what they share, in words: `Code P02`
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Golden:
    """The one sum that comes along with a list, beside the key that writes it."""

    label: str
    sum_idr: int
    count: int


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What a page shows of one thing before it is written. `beside`: one text for each of the
    list's `beside_heads`."""

    row: int
    name: str
    family: str = ""  # its colour and its group
    before: str = ""
    after: str = ""
    change: str = ""  # `up Rp100`
    is_fall: bool = False
    warning: str = ""
    beside: Sequence[str] = ()
    under: str = ""  # the same in small, where there is no room beside


@dataclass(slots=True)
class ComingList(ABC, Generic[Row, Existing]):
    """One reading of a list, on its way to `target`; None where only the file is looked at."""

    code: ClassVar[str]  # in addresses, for the API and for what is remembered
    title: ClassVar[str | Promise]
    fields: ClassVar[Sequence[ListField]]
    # How somebody takes back what was written by mistake, and where.
    mending: ClassVar[str | Promise] = ""
    # Which of them hold sums: their columns are read by one convention each.
    money: ClassVar[Sequence[str]] = ()
    # What stands beside from and to in the preview of what changes.
    beside_heads: ClassVar[Sequence[str | Promise]] = ()
    target: ListImport[Row, Existing] | None
    answers: Answers

    def read_as(self, field: str, text: str) -> str:
        """What a word of a column stands for here, where it is written otherwise; else nothing."""
        return ""

    def file_questions(self, table: Table) -> Sequence[Question]:
        """What the whole list leaves open, with the answers it has: from which day it holds."""
        return ()

    @abstractmethod
    def read_row(self, cells: AskedCells) -> Row:
        """The row. Read all its cells first, then `cells.settle()`, then ask what needs the
        database, `settle` again, and make the row."""

    def name_of(self, cells: AskedCells) -> str:
        """What the row is about, for whoever reads why it cannot be used."""
        return cells.raw(self.fields[0].name).text

    def twins(self, rows: Sequence[Row]) -> Sequence[Twin[Row]]:
        """Rows that name one thing; which of them is meant is asked."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(self.identity_of(row), []).append(row)
        return [Twin(same[0].name_id, same) for same in groups.values() if len(same) > 1]

    def identity_of(self, row: Row) -> str:
        return row.code

    def also_asked(self, twin: Twin[Row]) -> Sequence[Choice]:
        """Further ways out for rows that share something, such as another code for one of them."""
        return ()

    def kept(self, twin: Twin[Row], answer: Answer) -> Sequence[Row] | str:
        """The rows as they are kept after such an answer, or why it cannot be used."""
        return ()

    def terms_of(self, row: Row) -> str:
        """What a row would do, short: `Rp5,000/kg`."""
        return ""

    def now_of(self, twin: Twin[Row]) -> str:
        """What stands here now for rows that share a name or a code, in words."""
        return ""

    def preview(self, steps: Sequence[PlannedRow[Row]]) -> Sequence[PreviewRow]:
        """Rows of one part (changed, new or same) as a page shows them."""
        return [
            PreviewRow(s.row.row, s.row.name_id, "", s.before, s.after, warning=s.warning)
            for s in steps
        ]

    def questions_of(self, rows: Sequence[Row]) -> Sequence[Question]:
        """What all rows together leave open, with the answers it has: what they come to."""
        return ()

    def golden(self) -> Golden | None:
        """What comes along, once all rows were read; None where nothing does."""
        return None

    def not_named(self, rows: Sequence[Row]) -> Sequence[str]:
        """What is here, is not in the file, and therefore stays as it is."""
        return ()
