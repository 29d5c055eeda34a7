"""What a list is: who may see it, what it can be asked, its rows, and what it says of each row.

A list is shown page by page, and leaves as a file as a whole; both say the same of a row. On the
screen an amount is readable; in a file it is a whole number in base units with a readable twin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from functools import partial
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import clock
from wastebank.files.tables_out import Cell, Export
from wastebank.models import User
from wastebank.papers.reports.listing import ListPaper, TableHead
from wastebank.permissions import Permission, may
from wastebank.refusals import ChoiceUnknown, DaysReversed, FieldMalformed
from wastebank.values.calendar import day_or_none, local
from wastebank.values.language import language
from wastebank.values.letters import excerpt, sought
from wastebank.values.quantities import show_amount, show_number, show_rupiah
from wastebank.values.units import GRAM, UNITS

Row = TypeVar("Row")
Word = str | Promise
Filters = Mapping[str, str]

NOTHING = gettext_lazy("Nothing here.")
AT_ONCE = 500  # rows that are read and made ready together


class Kind(Enum):
    """How a value is shown and written."""

    TEXT = auto()
    CODE = auto()  # never broken over two lines
    RUPIAH = auto()
    COUNT = auto()
    AMOUNT = auto()  # in a unit that stands beside it
    DAY = auto()
    MOMENT = auto()
    STATES = auto()  # pairs of good, wait, stop or nothing, and a word


class On(Enum):
    """Where a column stands: everywhere, not on a phone, there under the row, in files only."""

    ALL = auto()
    WIDE = auto()
    UNDER = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """What a list says of a row."""

    head: Word
    kind: Kind
    value: Callable[[Row], Any]
    unit: Callable[[Row], str] | str = ""
    on: On = On.ALL
    permission: Permission | None = None  # who may see it; None: whoever sees the list
    sign: Callable[[Row], str] | None = None  # the icon beside what it says, on a screen

    def unit_of(self, row: Row) -> str:
        return self.unit if isinstance(self.unit, str) else self.unit(row)


def amount_columns(
    amount_of: Callable[[Row, str], int | None],
    *,
    weight_on: On = On.ALL,
    others_on: On = On.ALL,
) -> list[Column[Row]]:
    """A column for each unit that matter is counted in."""
    return [
        Column(
            unit.measure,
            Kind.AMOUNT,
            partial(_amount, amount_of, unit.code),
            unit=unit.code,
            on=weight_on if unit is GRAM else others_on,
        )
        for unit in UNITS.values()
    ]


def _amount(amount_of: Callable[[Row, str], int | None], unit: str, row: Row) -> int | None:
    return amount_of(row, unit)


@dataclass(frozen=True, slots=True)
class Field:
    """Something a list can be asked: a choice, or a day if there are no options."""

    name: str
    label: Word
    options: Sequence[tuple[str, Word]] | None = None
    default: str = ""
    is_day: bool = False
    is_private: bool = False  # names and numbers of people: never in an address

    def taken(self, text: str) -> str:
        """What was asked, the default if nothing was. What cannot be asked is refused: a list of
        everything is no answer to a question about a part of it."""
        if not text:
            return self.default
        if self.is_day:
            day = day_or_none(text)
            if day is None:
                raise FieldMalformed(field=str(self.label))
            return day.isoformat()
        if self.options is not None and text not in {value for value, _word in self.options}:
            raise ChoiceUnknown(field=str(self.label), value=excerpt(text, 40))
        return sought(text, 100)

    def word_of(self, value: str) -> str:
        return next((str(word) for own, word in self.options or () if own == value), value)


def heard(fields: Sequence[Field], given: Mapping[str, str]) -> dict[str, str]:
    """What each field was asked. From a day up to an earlier one there is nothing to ask; a first
    day that nobody asked for gives way."""
    asked = {field.name: field.taken(given.get(field.name, "")) for field in fields}
    first, last = asked.get("from", ""), asked.get("until", "")
    if first and last and last < first:
        if given.get("from"):
            raise DaysReversed(first=first, last=last)
        asked["from"] = ""
    return asked


def no_fields(_by: User) -> Sequence[Field]:
    return ()


def no_tone(_row: Any) -> str:
    return ""


def no_subject(_by: User, _asked: Filters) -> str:
    return ""


def as_found(rows: Sequence[Any]) -> Sequence[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    name: str
    title: Word
    permission: Permission
    columns: Sequence[Column[Row]]
    find: Callable[[User, Filters], QuerySet[Any] | Sequence[Row]]
    fields: Callable[[User], Sequence[Field]] = no_fields
    # What the rows of a page or of a chunk need that one question answers for all of them.
    prepare: Callable[[Sequence[Any]], Sequence[Row]] = as_found
    nothing: Word = NOTHING
    hint: Word = ""
    # What it is of, where that is one thing and stands in no choice: beside its title.
    subject: Callable[[User, Filters], str] = no_subject
    # What is printed in its stead, if not every row; and how a row stands on paper: see ListPaper.
    paper: Listing[Any] | None = None
    tone: Callable[[Any], str] = no_tone

    def asked(self, by: User, given: Mapping[str, str]) -> dict[str, str]:
        return heard(self.fields(by), given)

    def columns_for(self, by: User, *, in_file: bool = False) -> list[Column[Row]]:
        return [
            column
            for column in self.columns
            if (column.permission is None or may(by, column.permission))
            and (in_file or column.on is not On.FILE)
        ]


def every_row(listing: Listing[Row], by: User, asked: Filters) -> Iterator[Row]:
    """All rows of a list, some hundreds at a time."""
    found = listing.find(by, asked)
    rows = iter(found.iterator(chunk_size=AT_ONCE) if isinstance(found, QuerySet) else found)
    while chunk := list(islice(rows, AT_ONCE)):
        yield from listing.prepare(chunk)


def export_of(listing: Listing[Row], by: User, asked: Filters) -> Export:
    """The list as it leaves the house. Rows are read while the file is written."""
    columns = listing.columns_for(by, in_file=True)
    return Export(
        title=title_of(listing, by, asked),
        heads=[
            head
            for column, has_unit in with_units(columns)
            for head in heads_of(column, has_unit=has_unit)
        ],
        rows=spoken_rows(listing, columns, by, asked, language()),
        about=about(listing, by, asked),
        about_title=_("About this list"),
        zone=timezone.get_current_timezone(),
        made_at=clock.now(),
    )


def spoken_rows(
    listing: Listing[Row],
    columns: Sequence[Column[Row]],
    by: User,
    asked: Filters,
    language: str,
) -> Iterator[list[Cell]]:
    """Each row in the language that was asked for, whoever the thread serves meanwhile."""
    rows = every_row(listing, by, asked)
    while chunk := list(islice(rows, AT_ONCE)):
        with translation.override(language):
            cells = [
                [
                    cell
                    for column, has_unit in with_units(columns)
                    for cell in cells_of(column, row, language, has_unit=has_unit)
                ]
                for row in chunk
            ]
        yield from cells


def with_units(columns: Sequence[Column[Row]]) -> list[tuple[Column[Row], bool]]:
    """Each column, and whether the unit of its row stands beside it: once for all of that unit."""
    seen_units: list[object] = []
    found = []
    for column in columns:
        has_unit = not isinstance(column.unit, str) and column.unit not in seen_units
        seen_units += [column.unit] if has_unit else []
        found.append((column, has_unit))
    return found


def heads_of(column: Column[Any], *, has_unit: bool) -> list[str]:
    head = str(column.head)
    if column.kind is Kind.MOMENT:
        return [f"{head} ({timezone.get_current_timezone_name()})"]
    if column.kind is Kind.RUPIAH:
        return [f"{head} (Rp)"]
    if column.kind is not Kind.AMOUNT:
        return [head]
    if isinstance(column.unit, str):
        return [f"{head} ({column.unit})", head]
    whole = _("%(head)s, whole") % {"head": head}
    return [whole, _("Unit"), head] if has_unit else [whole, head]


def cells_of(column: Column[Row], row: Row, language: str, *, has_unit: bool) -> list[Cell]:
    value = column.value(row)
    if column.kind is Kind.AMOUNT:
        unit = column.unit_of(row)
        whole = None if value is None else int(value)
        shown = "" if whole is None else in_unit(whole, unit, language)
        return [whole, unit, shown] if has_unit else [whole, shown]
    if column.kind is Kind.STATES:
        return [", ".join(str(word) for _state, word in value)]
    if isinstance(value, Promise):
        return [str(value)]
    assert value is None or isinstance(value, str | int | date | datetime)
    return [value]


FIGURES = frozenset({Kind.RUPIAH, Kind.COUNT, Kind.AMOUNT})
NOTHING_THERE = "–"


def shown_cell(kind: Kind, value: Any, unit: str, language: str) -> str:
    """What a cell says on a screen or on paper; nothing is a dash."""
    if value is None or value == "":
        return NOTHING_THERE
    if kind is Kind.RUPIAH:
        return show_rupiah(value, language)
    if kind is Kind.AMOUNT:
        return in_unit(value, unit, language) if value else NOTHING_THERE
    if kind is Kind.COUNT:
        return show_number(value, language)
    if kind is Kind.DAY:
        return date_format(value, "j M Y")
    if kind is Kind.MOMENT:
        clock_form = "H:i" if language.startswith("en") else "H.i"
        return date_format(local(value), f"j M Y, {clock_form}")
    if kind is Kind.STATES:
        return ", ".join(str(word) for _state, word in value)
    return str(value)


def paper_of(listing: Listing[Any], by: User, asked: Filters, bank_name: str) -> ListPaper:
    """The list as it is printed to be signed: as on the screen, and of all pages."""
    tongue = language()
    printed = listing.paper or listing
    columns = printed.columns_for(by)
    found = list(every_row(printed, by, asked))
    now = local(clock.now())
    return ListPaper(
        bank_name=bank_name,
        title=title_of(listing, by, asked),
        about=[f"{word}: {fact}" for word, fact in about(listing, by, asked, on_paper=True)[1:-1]],
        heads=[TableHead(str(column.head), column.kind in FIGURES) for column in columns],
        rows=[[paper_cell(column, row, tongue) for column in columns] for row in found],
        tones=[printed.tone(row) for row in found],
        signers=[_("Made by"), _("Looked at by"), _("Approved by")],
        nothing=str(listing.nothing),
        page=_("Page {page} of {pages}"),
        printed=_("Printed {moment}"),
        printed_at=now,
        zone=now.tzname() or "",
        language=tongue,
    )


def paper_cell(column: Column[Row], row: Row, language: str) -> str:
    return shown_cell(column.kind, column.value(row), column.unit_of(row), language)


def in_unit(value: int, unit: str, language: str) -> str:
    """An amount of any account: rupiah, kilograms, litres or pieces."""
    return show_rupiah(value, language) if unit == "IDR" else show_amount(value, unit, language)


def about(
    listing: Listing[Any], by: User, asked: Filters, *, on_paper: bool = False
) -> list[tuple[str, str]]:
    """What a reader of the file has to know: whose list, of what, in which time zone.

    A sheet of a workbook says moments and days as programs read them, a paper as people do.
    """
    now = local(clock.now())
    made = now.isoformat(timespec="seconds")
    if on_paper:
        made = shown_cell(Kind.MOMENT, now, "", language())
    facts = [(_("List"), title_of(listing, by, asked))]
    if "place" not in asked:
        facts.append((_("Place"), by.place.name if by.place else _("All")))
    for asking in listing.fields(by):
        value = asked.get(asking.name, "")
        if value or asking.name == "place":
            facts.append(
                (
                    str(asking.label),
                    (asked_day(asking, value) if on_paper else asking.word_of(value)) or _("All"),
                )
            )
    offset = now.strftime("%z")
    facts += [
        (_("Time zone"), f"{timezone.get_current_timezone_name()} (UTC{offset[:3]}:{offset[3:]})"),
        (_("Made"), made),
        (_("Made by"), str(by)),
        (_("Figures"), _("Whole rupiah, grams, millilitres and pieces.")),
    ]
    return facts


def title_of(listing: Listing[Any], by: User, asked: Filters) -> str:
    """The list, and the one thing it is of, where it is of one: an account, a member."""
    subject = listing.subject(by, asked)
    return f"{listing.title}: {subject}" if subject else str(listing.title)


def asked_day(asking: Field, value: str) -> str:
    """What was asked, with a day as people write it."""
    day = day_or_none(value) if asking.is_day else None
    return shown_cell(Kind.DAY, day, "", language()) if day else asking.word_of(value)
