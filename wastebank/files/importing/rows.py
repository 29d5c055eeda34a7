"""One row on its way in: its cells by their fields, and what it asks.

A list reads all its cells first, so that every problem of a row is found at once, and calls
`settle` before it makes anything of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from wastebank.files.grids.cells import EMPTY, GridCell
from wastebank.files.importing.days import days_of
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.figures import NO_SUM, Figure, Grouping, bare, figure_of
from wastebank.files.importing.questions import SKIP, Answer, Answers, Choice, Question
from wastebank.files.tables_in import EARLIEST, RowProblem, kept_text
from wastebank.values.calendar import day_or_none
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah


class RowOpen(Exception):
    """The row waits for an answer, or has a problem; what it has is noted in it."""


class RowSkipped(Exception):
    """Somebody said that the row is left out."""


@dataclass(slots=True)
class AskedCells:
    """The cells of a row. What is not clear is noted, and a harmless value returned for it."""

    row: int
    cells: Mapping[str, GridCell]
    heads: Mapping[str, str]  # as the file has them
    fields: Mapping[str, ListField]
    answers: Answers
    groupings: Mapping[str, frozenset[Grouping]]
    questions: list[Question] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_skipped: bool = False

    def label(self, name: str) -> str:
        """As the file itself calls it, else as we do."""
        return self.heads.get(name) or str(self.fields[name].label)

    def raw(self, name: str) -> GridCell:
        return self.cells.get(name, EMPTY)

    def has(self, name: str) -> bool:
        return not self.raw(name).is_empty

    def text(self, name: str, max_letters: int, *, needed: bool = True) -> str:
        """Text that will be kept; what cannot be is a problem of the row."""
        found = self.raw(name).text
        if not found and not needed:
            return ""
        try:
            return kept_text(self.label(name), found, max_letters)
        except RowProblem as problem:
            self.problem(str(problem))
            return ""

    def rupiah(self, name: str, most_idr: int) -> int | None:
        """Whole rupiah; None if nothing stands there, or if it has to be asked."""
        cell = self.raw(name)
        text = bare(cell.text)
        if text in NO_SUM:
            return None
        figure = figure_of(cell)
        if figure is None or not self.fits(name, figure):
            return self.asked_sum(name, cell, most_idr)
        if figure.sum_idr > most_idr:
            facts = {"head": self.label(name), "max": most_idr, "text": cell.text[:20]}
            self.problem(_("%(head)s is above %(max)s: %(text)s") % facts)
            return None
        return figure.sum_idr

    def fits(self, name: str, figure: Figure) -> bool:
        allowed = self.groupings.get(name, frozenset())
        return figure.grouping is None or bool({figure.grouping, Grouping.BOTH} & allowed)

    def asked_sum(self, name: str, cell: GridCell, most_idr: int) -> int | None:
        """What cannot be read in one way is asked with the words that stand there."""
        question = Question(
            id=f"{name}:{self.row}",
            text=_("%(text)s is not one clear sum. How much is it?") % {"text": cell.text[:30]},
            about=_("Row %(row)s, %(head)s") % {"row": self.row, "head": self.label(name)},
            choices=[
                Choice("own", _("It is"), typed=_("Rupiah")),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(self.row,),
        )
        answer = self.ask(question)
        return None if answer is None else self.typed_sum(question, answer, most_idr)

    def typed_sum(self, question: Question, answer: Answer, most_idr: int) -> int | None:
        """Rupiah that somebody typed as an answer: digits, or with dots for the thousands."""
        figure = figure_of(GridCell(answer.typed))
        if figure is None or figure.sum_idr > most_idr:
            facts = {"max": show_rupiah(most_idr, language())}
            self.reopen(question, _("Write whole rupiah in digits, at most %(max)s.") % facts)
            return None
        return figure.sum_idr

    def day(self, name: str, latest: date) -> date | None:
        """A day; one that can be read in two ways is asked."""
        cell = self.raw(name)
        found = [cell.day] if cell.day else days_of(cell.text)
        if len(found) > 1:
            found = self.asked_day(name, cell, found)
            if not found:
                return None
        facts = {"head": self.label(name), "text": cell.text or "–"}
        if not found:
            self.problem(_("%(head)s is not a day such as 2023-09-15: %(text)s") % facts)
            return None
        if not EARLIEST <= found[0] <= latest:
            self.problem(_("%(head)s is too far away: %(text)s") % facts)
            return None
        return found[0]

    def asked_day(self, name: str, cell: GridCell, found: Sequence[date]) -> list[date]:
        question = Question(
            id=f"{name}:{self.row}",
            text=_("Which day is %(text)s?") % {"text": cell.text},
            about=_("Row %(row)s, %(head)s") % {"row": self.row, "head": self.label(name)},
            choices=[
                *(Choice(day.isoformat(), day.isoformat()) for day in found),
                Choice(SKIP, _("Skip this row")),
            ],
            rows=(self.row,),
        )
        answer = self.ask(question)
        day = day_or_none(answer.code) if answer else None
        return [day] if day else []

    def ask(self, question: Question) -> Answer | None:
        """The answer to a question of this row; None while it has none, or if it is left out."""
        asked = self.answers.put_to(question)
        self.questions.append(asked)
        if asked.answer is not None and asked.answer.code == SKIP:
            self.is_skipped = True
            return None
        return asked.answer

    def reopen(self, question: Question, problem: str) -> None:
        """Ask once more, and say why the answer cannot be used."""
        for index, asked in enumerate(self.questions):
            if asked.id == question.id:
                self.questions[index] = replace(asked, problem=problem)

    def problem(self, reason: str) -> None:
        self.problems.append(reason)

    def settle(self) -> None:
        """Go on only if everything that was read so far is clear."""
        if self.is_skipped:
            raise RowSkipped
        if self.problems or any(question.is_open for question in self.questions):
            raise RowOpen
