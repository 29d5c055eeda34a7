"""One file as one list: from its cells to rows, questions and rows that cannot be used.

Nothing is kept and nothing is written: the same file with the same answers reads the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wastebank.files.grids.bounds import check_rows
from wastebank.files.grids.cells import FoundFile, FoundSheet, GridCell
from wastebank.files.grids.read import read_file
from wastebank.files.importing.columns import Matcher, Table, head_row_of
from wastebank.files.importing.coming import ComingList, Twin
from wastebank.files.importing.figures import Grouping, convention_question
from wastebank.files.importing.questions import SKIP, Answers, Choice, Question
from wastebank.files.importing.rows import AskedCells, RowOpen, RowSkipped
from wastebank.files.list_import import ListRow
from wastebank.files.refusals import SheetUnusable
from wastebank.files.tables_in import BadRow, RowProblem, Sheet, shown
from wastebank.files.tables_out import sheet_name

MOST_SAID = 30  # letters of rows in the name of a question

Row = TypeVar("Row", bound=ListRow)
Existing = TypeVar("Existing")


@dataclass(slots=True)
class Reading(Generic[Row]):
    """What a file says with the answers so far."""

    sheets: Sequence[str]
    letters: str
    table: Table | None = None  # None: it is not known yet which sheet is meant
    questions: list[Question] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    skipped: list[BadRow] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)  # rows that wait for an answer
    not_named: Sequence[str] = ()

    @property
    def open_questions(self) -> Sequence[Question]:
        return [question for question in self.questions if question.is_open]

    @property
    def of_file(self) -> Sequence[Question]:
        """Open questions that no row can be left out for."""
        return [question for question in self.open_questions if not question.rows]

    @property
    def sheet(self) -> Sheet[Row]:
        return Sheet(self.rows, self.bad)


def read_list_file(
    coming: ComingList[Row, Existing], found: FoundFile, remembered: Mapping[str, str]
) -> Reading[Row]:
    """The rows of a file for a list. `remembered`: what its heads meant before."""
    found = without_about(found)
    reading: Reading[Row] = Reading([shown(sheet.name) for sheet in found.sheets], found.letters)
    sheet = chosen_sheet(found, coming.answers, reading)
    if sheet is None:
        return reading
    head_row = chosen_head_row(coming, sheet)
    matcher = Matcher(coming.fields, coming.answers, remembered)
    reading.table, asked = matcher.table_of(sheet.grid, head_row)
    reading.questions += asked
    check_rows(len(reading.table.body))
    if any(question.is_open for question in asked):
        return reading  # what a row says depends on it
    if not reading.table.body:
        raise SheetUnusable(problem=_("it has no rows under its heads"))
    reading.questions += coming.file_questions(reading.table)
    read_rows(coming, reading, reading.table)
    ask_twins(coming, reading)
    reading.questions += coming.questions_of(reading.rows)
    reading.bad.sort(key=lambda bad: bad.row)
    reading.not_named = coming.not_named(reading.rows)
    return reading


def read_alone(coming: ComingList[Row, Existing], data: bytes) -> Reading[Row]:
    """A file of our own, such as a published list: nobody answers, and nothing is remembered."""
    return read_list_file(coming, read_file(data), {})


def without_about(found: FoundFile) -> FoundFile:
    """A workbook of ours says on a sheet of its own what the list is of: nothing is read there."""
    abouts = set()
    for tongue, _name in settings.LANGUAGES:
        with translation.override(tongue):
            abouts.add(sheet_name(_("About this list")))
    rest = [sheet for sheet in found.sheets if sheet.name not in abouts]
    return replace(found, sheets=rest) if rest else found


def chosen_sheet(found: FoundFile, answers: Answers, reading: Reading[Row]) -> FoundSheet | None:
    if len(found.sheets) == 1:
        return found.sheets[0]
    choices = [
        Choice(str(number), shown(sheet.name), rows_in_words(len(sheet.grid.rows)))
        for number, sheet in enumerate(found.sheets, start=1)
    ]
    question = answers.put_to(Question("sheet", _("Which sheet holds the list?"), choices))
    reading.questions.append(question)
    return found.sheets[int(question.answer.code) - 1] if question.answer else None


def rows_in_words(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


def chosen_head_row(coming: ComingList[Row, Existing], sheet: FoundSheet) -> int:
    """Where somebody says that the heads stand, else where most known heads stand."""
    said = coming.answers.text_of("heads")
    if said.isascii() and said.isdigit() and 0 < int(said[:6]) < len(sheet.grid.rows):
        return int(said[:6])
    return head_row_of(sheet.grid, coming.fields)


def read_rows(coming: ComingList[Row, Existing], reading: Reading[Row], table: Table) -> None:
    groupings = conventions(coming, reading, table)
    fields = {one.name: one for one in coming.fields}
    used = [(column.index, column.field) for column in table.columns if column.field in fields]
    heads = {column.field: column.head for column in table.columns}
    for number, row in table.body:
        cells = AskedCells(
            row=number,
            cells={name: row[index] for index, name in used},
            heads=heads,
            fields=fields,
            answers=coming.answers,
            groupings=groupings,
        )
        if any(not cell.is_empty for cell in cells.cells.values()):
            read_one(coming, reading, cells)


def read_one(coming: ComingList[Row, Existing], reading: Reading[Row], cells: AskedCells) -> None:
    name = shown(coming.name_of(cells))
    try:
        row = coming.read_row(cells)
        cells.settle()
    except RowSkipped:
        reading.skipped.append(BadRow(cells.row, name, _("left out")))
    except RowOpen:
        if not cells.problems and any(question.is_open for question in cells.questions):
            reading.waiting.add(cells.row)
    except RowProblem as problem:
        cells.problem(str(problem))
    else:
        reading.rows.append(row)
    if not cells.is_skipped:
        reading.bad += [BadRow(cells.row, name, shown(reason, 300)) for reason in cells.problems]
    if cells.questions and not cells.problems:  # what cannot be used is not asked about
        asked = {question.id for question in reading.questions}  # several rows may share one
        fresh = [question for question in cells.questions if question.id not in asked]
        reading.questions += [replace(question, name=name) for question in fresh]


def conventions(
    coming: ComingList[Row, Existing], reading: Reading[Row], table: Table
) -> Mapping[str, frozenset[Grouping]]:
    """By which sign the sums of each column are read, with what has to be confirmed or asked."""
    found: dict[str, frozenset[Grouping]] = {}
    for name in coming.money:
        column = table.column_of(name)
        cells: list[GridCell] = [row[column.index] for _n, row in table.body] if column else []
        asked = convention_question(name, column.head if column else "", cells)
        if asked is None:
            continue
        question = coming.answers.put_to(asked[0])
        reading.questions.append(question)
        is_asked = len(question.choices) > 1
        chosen = question.answer.code if is_asked and question.answer else ""
        found[name] = frozenset({Grouping(chosen)}) if chosen else asked[1]
    return found


def ask_twins(coming: ComingList[Row, Existing], reading: Reading[Row]) -> None:
    """Of rows that name one thing, the one that somebody chose stays; else all wait."""
    gone: set[int] = set()
    for twin in coming.twins(reading.rows):
        if any(row.row in gone for row in twin.rows):
            continue
        question = coming.answers.put_to(twin_question(coming, twin))
        reading.questions.append(question)
        chosen = question.answer.code if question.answer else ""
        also = kept_of(coming, twin, question)
        if isinstance(also, str):
            question = reading.questions[-1] = replace(question, problem=also)
        elif also:
            instead = {row.row: row for row in also}
            reading.rows = [instead.get(row.row, row) for row in reading.rows]
            continue
        for row in twin.rows:
            if str(row.row) != chosen:
                gone.add(row.row)
                if question.is_open:
                    reading.waiting.add(row.row)
                else:
                    reading.skipped.append(BadRow(row.row, row.name_id, _("left out")))
    reading.rows = [row for row in reading.rows if row.row not in gone]


def kept_of(
    coming: ComingList[Row, Existing], twin: Twin[Row], question: Question
) -> Sequence[Row] | str:
    """What the list makes of an answer of its own; nothing if it was one of the others."""
    own = {choice.code for choice in coming.also_asked(twin)}
    if question.answer is None or question.answer.code not in own:
        return ()
    return coming.kept(twin, question.answer)


def short_name(numbers: Sequence[int]) -> str:
    """The rows, or what stands for them where they are many: an answer is kept by a short name."""
    said = "-".join(map(str, numbers))
    return said if len(said) <= MOST_SAID else hashlib.sha256(said.encode()).hexdigest()[:MOST_SAID]


def twin_question(coming: ComingList[Row, Existing], twin: Twin[Row]) -> Question:
    numbers = [row.row for row in twin.rows]
    choices = [
        Choice(
            str(row.row),
            _("Row %(row)s: %(name)s") % {"row": row.row, "name": row.name_id},
            coming.terms_of(row),
        )
        for row in twin.rows
    ]
    choices += [*coming.also_asked(twin), Choice(SKIP, _("Skip all of them"))]
    return Question(
        id=f"twice:{short_name(numbers)}",
        text=_("%(what)s stands in rows %(rows)s. Which one?")
        % {"what": twin.what, "rows": ", ".join(map(str, numbers))},
        about=coming.now_of(twin),
        choices=choices,
        rows=numbers,
        name=twin.rows[0].name_id,
    )
