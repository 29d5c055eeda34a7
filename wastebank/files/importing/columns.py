"""Where the heads stand, and which column holds what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wastebank.files.grids.bounds import MAX_TITLE_ROWS
from wastebank.files.grids.cells import Grid, GridCell
from wastebank.files.importing.fields import (
    COUNTING,
    UNUSED,
    ListField,
    fields_of_head,
    head_form,
)
from wastebank.files.importing.questions import SKIP, Answers, Choice, Question, Style
from wastebank.files.tables_in import shown

SAMPLES = 3
LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a file: its letter, its head, some cells, and the field it holds."""

    index: int
    letter: str
    head: str
    samples: Sequence[str]
    field: str  # empty: not known yet; UNUSED: left out
    is_known: bool = False  # its head says so, or it was remembered


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with its heads: what stands above them is a title and is left out."""

    grid: Grid
    head_row: int  # as a spreadsheet counts
    columns: Sequence[ReadColumn]

    @property
    def titles(self) -> Sequence[str]:
        above = self.grid.rows[: self.head_row - 1]
        return [cell.text for row in above for cell in row if not cell.is_empty]

    @property
    def body(self) -> Sequence[tuple[int, Sequence[GridCell]]]:
        """The rows under the heads with their numbers, without those that hold nothing."""
        rows = enumerate(self.grid.rows[self.head_row :], start=self.head_row + 1)
        return [(number, row) for number, row in rows if any(not cell.is_empty for cell in row)]

    def column_of(self, field: str) -> ReadColumn | None:
        return next((column for column in self.columns if column.field == field), None)


def letter_of(index: int) -> str:
    """`A` for the first column, `AA` for the twenty-seventh."""
    number, letters = index + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def head_row_of(grid: Grid, fields: Sequence[ListField]) -> int:
    """The row of which most cells are heads that are known; of none, the first with two texts."""
    best, most = 0, 0
    for number, row in enumerate(grid.rows[: MAX_TITLE_ROWS + 1], start=1):
        known = sum(bool(fields_of_head(cell.text, fields)[0]) for cell in row if cell.text)
        if known > most:
            best, most = number, known
    if most > 1 or (best and len(grid.rows[0]) == 1):
        return best
    for number, row in enumerate(grid.rows[: MAX_TITLE_ROWS + 1], start=1):
        if sum(not cell.is_empty for cell in row) > 1:
            return number
    return 1


@dataclass(frozen=True, slots=True)
class Matcher:
    """What the columns of a list may hold, and what is known of them."""

    fields: Sequence[ListField]
    answers: Answers
    remembered: Mapping[str, str]  # by the form of the head

    def table_of(self, grid: Grid, head_row: int) -> tuple[Table, list[Question]]:
        heads = grid.rows[head_row - 1]
        below = grid.rows[head_row:]
        columns, questions = [], []
        for index, cell in enumerate(heads):
            head = replace(cell, text=shown(cell.text, LONGEST_HEAD))
            cells = [shown(row[index].text) for row in below if not row[index].is_empty]
            if not cells and (head.is_empty or not fields_of_head(head.text, self.fields)[0]):
                continue
            column, question = self.column(index, head.text, cells[:SAMPLES])
            columns.append(column)
            if question:
                questions.append(question)
        table = Table(grid, head_row, columns)
        return table, [*questions, *self.twice(table), *self.missing(table)]

    def column(
        self, index: int, head: str, samples: Sequence[str]
    ) -> tuple[ReadColumn, Question | None]:
        letter, found = letter_of(index), fields_of_head(head, self.fields)
        meant, is_sure = found
        remembered = self.remembered.get(head_form(head), "")
        answered = self.answers.put_to(self.question(letter, head, samples, meant))
        if answered.answer is not None:
            field = UNUSED if answered.answer.code == SKIP else answered.answer.code
            known = field == remembered or (is_sure and meant == [field])
            return ReadColumn(index, letter, head, samples, field, known), (
                None if known else answered
            )
        if remembered in {UNUSED, *(one.name for one in self.fields)}:
            return ReadColumn(index, letter, head, samples, remembered, is_known=True), None
        if is_sure:
            return ReadColumn(index, letter, head, samples, meant[0], is_known=True), None
        if head_form(head) in COUNTING or not samples:
            return ReadColumn(index, letter, head, samples, UNUSED, is_known=True), None
        return ReadColumn(index, letter, head, samples, ""), answered

    def question(
        self, letter: str, head: str, samples: Sequence[str], meant: Sequence[str]
    ) -> Question:
        """What a column holds: first what its head may mean, then everything else."""
        first = [field for field in self.fields if field.name in meant]
        others = [field for field in self.fields if field.name not in meant]
        choices = [Choice(field.name, str(field.label)) for field in (*first, *others)]
        choices.append(Choice(SKIP, _("Leave this column out")))
        return Question(
            id=f"column:{letter}",
            text=_("What does column %(head)s hold?") % {"head": head or letter},
            about=" · ".join(samples),
            choices=choices,
            style=Style.COLUMN,
        )

    def twice(self, table: Table) -> list[Question]:
        """Two columns for one field: one of them holds something else, and it is asked which."""
        found = []
        for field in self.fields:
            same = [column for column in table.columns if column.field == field.name]
            for column in same[1:]:
                question = self.question(column.letter, column.head, column.samples, [])
                problem = _("%(field)s stands in column %(letter)s already.") % {
                    "field": field.label,
                    "letter": same[0].letter,
                }
                found.append(replace(self.answers.put_to(question), problem=problem))
        return found

    def missing(self, table: Table) -> list[Question]:
        """A fact that every row needs, and no column has."""
        found = []
        for field in self.fields:
            if not field.needed or table.column_of(field.name) or table.column_of(field.instead):
                continue
            found.append(
                Question(
                    id=f"needs:{field.name}",
                    text=_("Which column holds %(field)s?") % {"field": field.label},
                    about=_("Choose it above the columns. Without it nothing can be read."),
                    choices=(),
                    style=Style.COLUMN,
                )
            )
        return found
