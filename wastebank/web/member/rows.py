"""Lines of the passbook as a member reads them: short ones, and those of a month's page."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger import clock
from ledger.models import EntryKind
from wastebank.book.kinds import ADVANCE
from wastebank.deposits.correcting.shown import in_short
from wastebank.passbook.history import taken_back
from wastebank.passbook.lines import PassbookLine, shown_of
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.quantities import show_amount, show_rupiah
from wastebank.web.templatetags.wastebank_parts import local_date


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the passbook. `day` is its date where the page has a column for it."""

    kind: EntryKind
    day: str
    terms: str
    change_idr: int
    balance_idr: int
    taken_back: bool
    href: str
    in_idr: int
    out_idr: int


def book_rows(lines: Sequence[PassbookLine], *, shown: Container[str]) -> list[BookRow]:
    """Short ones, with the day among the terms."""
    back = taken_back(lines)
    lines = shown_of(lines, shown)
    return [
        book_row(line, [day_of(line), about(line), said_of(line), said_back(line, back)], back)
        for line in lines
    ]


def month_rows(lines: Sequence[PassbookLine], *, shown: Container[str]) -> list[BookRow]:
    """Those of a month: the day is that of the book; another day of weighing is told apart."""
    back = taken_back(lines)
    lines = shown_of(lines, shown)
    return [
        book_row(line, [about(line), said_of(line), weighed_on(line), said_back(line, back)], back)
        for line in lines
    ]


def book_row(line: PassbookLine, terms: Sequence[str], back: frozenset[int]) -> BookRow:
    return BookRow(
        kind=line.kind,
        day=date_format(local_day(line.recorded_at), "j"),
        terms=" · ".join(filter(None, terms)),
        change_idr=line.change_idr,
        balance_idr=line.balance_idr,
        taken_back=line.entry_id in back,
        href=href_of(line),
        in_idr=line.in_idr,
        out_idr=line.out_idr,
    )


def about(line: PassbookLine) -> str:
    """What was brought or put right, or where it was spent."""
    if line.kind == ADVANCE:
        return _("the credit was spent")
    if line.left_idr is not None:
        return _("%(left)s left") % {"left": show_rupiah(line.left_idr, language())}
    if line.correction:
        return in_short(line.correction, language())
    weights = [show_amount(amount, unit, language()) for unit, amount in line.brought]
    return " + ".join(weights) or line.place_name


def said_of(line: PassbookLine) -> str:
    """Of a deposit: that nothing of it went back, or when it was put right."""
    if line.corrected_at is not None:
        day = date_format(local_day(line.corrected_at), "j M")
        return _("corrected %(day)s") % {"day": day}
    return _("whole") if line.first_after else ""


def weighed_on(line: PassbookLine) -> str:
    weighed = local_day(line.occurred_at)
    if weighed == local_day(line.recorded_at):
        return ""
    return _("of %(day)s") % {"day": date_format(weighed, "j M")}


def said_back(line: PassbookLine, back: frozenset[int]) -> str:
    return _("taken back") if line.entry_id in back else ""


def day_of(line: PassbookLine) -> str:
    """`22 Nov`; with its year if that is not the running one."""
    day = local_day(line.occurred_at)
    this_year = day.year == local_day(clock.now()).year
    return date_format(day, "j M") if this_year else local_date(day)


def href_of(line: PassbookLine) -> str:
    """What a line opens: the deposit, or the page that the kind of its entry names."""
    if line.number:
        return reverse("member:deposit", args=[line.number])
    return reverse(line.kind.page, args=[line.entry_id]) if line.kind.page else ""
