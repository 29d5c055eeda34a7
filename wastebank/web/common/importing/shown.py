"""What the page of a file says: its sentence, its parts, its questions, its one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wastebank.files.importing.columns import ReadColumn, Table
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.kept import BAD, OpenedImport
from wastebank.files.importing.questions import Question, Style
from wastebank.files.list_import import RowChange
from wastebank.files.tables_in import shown
from wastebank.values.language import language
from wastebank.values.names import search_form
from wastebank.values.quantities import show_number

PER_PAGE = 50
MOST_WORDS = 8
SHARES = 12  # of the strip, in equal parts


SIGNS: Mapping[str, tuple[str, str | Promise]] = {
    "doubt": ("?", _("%(n)s asked")),
    "changed": ("→", _("%(n)s change")),
    "new": ("+", _("%(n)s new")),
    "same": ("=", _("%(n)s the same")),
    "bad": ("!", _("%(n)s unusable")),
}


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the file: how many rows, and how much of the strip it takes."""

    name: str  # doubt, changed, new, same, bad
    count: int
    share: int

    @property
    def sign(self) -> str:
        return SIGNS[self.name][0]

    @property
    def said(self) -> str:
        """`5 change`."""
        return str(SIGNS[self.name][1]) % {"n": show_number(self.count, language())}


def parts_of(opened: OpenedImport) -> list[Share]:
    counts = {
        "doubt": len(opened.reading.waiting),
        "changed": opened.checked.changed,
        "new": opened.checked.new,
        "same": opened.checked.same,
        "bad": len(opened.checked.bad),
    }
    total = sum(counts.values()) or 1
    return [
        Share(name, count, max(1, count * SHARES // total))
        for name, count in counts.items()
        if count
    ]


def row_count(opened: OpenedImport) -> int:
    table = opened.reading.table
    read = sum(part.count for part in parts_of(opened)) + len(opened.reading.skipped)
    return read or (len(table.body) if table else 0)


def asked_in(opened: OpenedImport, *styles: Style) -> list[Question]:
    """The questions of one kind, the open ones first."""
    found = [q for q in opened.reading.questions if q.style in styles and q.id != BAD]
    return sorted(found, key=lambda question: not question.is_open)


def preview(opened: OpenedImport, change: RowChange, number: str) -> Page[Any]:
    """A page of the rows of one part; only its own rows are worked out."""
    steps = [step for step in opened.checked.steps if step.change is change]
    page: Page[Any] = Paginator(steps, PER_PAGE).get_page(number)
    page.object_list = list(opened.coming.preview(list(page.object_list)))
    return page


def facts_of(opened: OpenedImport, asked_pages: dict[str, str]) -> dict[str, Any]:
    reading = opened.reading
    tables = {
        change.value: preview(opened, change, asked_pages.get(change.value, ""))
        for change in RowChange
    }
    bad = Paginator(list(opened.checked.bad), PER_PAGE).get_page(asked_pages.get("bad", ""))
    return {
        "opened": opened,
        "begun": opened.begun,
        "reading": reading,
        "shares": parts_of(opened),
        "row_count": row_count(opened),
        "columns": columns_of(opened),
        "are_known": are_known(opened),
        "ticks": asked_in(opened, Style.TICK),
        "questions": asked_in(opened, Style.CHOICE),
        "day": next(iter(asked_in(opened, Style.DAY)), None),
        "bad_question": next((q for q in reading.questions if q.id == BAD), None),
        "open": opened.open_questions,
        "waiting": [q for q in opened.open_questions if q.style is Style.CHOICE],
        "first_open": next((q.id for q in opened.open_questions), ""),
        "bad": bad,
        **tables,
    }


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column as the file has it, and what it may hold."""

    letter: str
    head: str
    samples: Sequence[tuple[str, str]]  # as it stands there, and as what it is read if otherwise
    field: str
    question: Question | None


def columns_of(opened: OpenedImport) -> list[ShownColumn]:
    table = opened.reading.table
    if table is None:
        return []
    asked = {q.id: q for q in opened.reading.questions if q.style is Style.COLUMN and q.is_open}
    return [
        ShownColumn(c.letter, c.head, samples, c.field, asked.get(f"column:{c.letter}"))
        for c in table.columns
        for samples in [samples_of(opened.coming, table, c)]
    ]


def samples_of(
    coming: ComingList[Any, Any], table: Table, column: ReadColumn
) -> list[tuple[str, str]]:
    """The first cells; of a column whose words are read as others, its different words instead."""
    different: dict[str, str] = {}
    for text in (shown(row[column.index].text) for _n, row in table.body):
        different.setdefault(search_form(text), text)
    words = [text for text in different.values() if text][:MOST_WORDS]
    read = [(word, coming.read_as(column.field, word)) for word in words]
    if any(other for _word, other in read):
        return read
    return [(sample, "") for sample in column.samples]


def are_known(opened: OpenedImport) -> bool:
    """Whether nothing has to be said of any column."""
    table = opened.reading.table
    asked = asked_in(opened, Style.COLUMN)
    return table is not None and not any(question.is_open for question in asked)


def not_here(names: Sequence[str], most: int = 20) -> tuple[str, int]:
    """What the file does not name, and how many more there are."""
    return ", ".join(names[:most]), max(0, len(names) - most)
