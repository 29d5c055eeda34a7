"""What is asked before opening balances are posted: the day, the total and how many they are.

Each is typed by whoever holds the old book, and never filled in from the list: so a list that lost
a row, or gained one, is noticed.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger import clock
from ledger.refusals import Refusal
from wastebank.files.grids.cells import GridCell
from wastebank.files.importing.days import days_in_titles, days_of
from wastebank.files.importing.figures import figure_of
from wastebank.files.importing.questions import Answers, Choice, Question, Style
from wastebank.files.tables_in import EARLIEST
from wastebank.models import OpeningBalance, Place
from wastebank.old_book.openings import OpeningSaid, check_day
from wastebank.values.calendar import local_day
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_rupiah

DAY, TOTAL, COUNT, SAID = "opening_day", "opening_total", "opening_count", "said"


def opening_questions(
    answers: Answers, place: Place, amounts_idr: Sequence[int], titles: Sequence[str] = ()
) -> tuple[Question, Question, Question]:
    total_idr, count = sum(amounts_idr), len(amounts_idr)
    tongue = language()
    total = Question(
        TOTAL,
        _("How much does the old book owe all of them together?"),
        [Choice(SAID, _("The old book says"), typed=_("Rupiah"))],
        about=_("Opening balances in this list: %(total)s")
        % {"total": show_rupiah(total_idr, tongue)},
    )
    how_many = Question(
        COUNT,
        _("To how many members?"),
        [Choice(SAID, _("The old book says"), typed=_("Members"))],
        about=_("Opening balances in this list: %(count)s") % {"count": show_number(count, tongue)},
    )
    return (
        day_asked(answers, place, titles),
        compared(answers.put_to(total), total_idr),
        compared(answers.put_to(how_many), count),
    )


def day_asked(answers: Answers, place: Place, titles: Sequence[str]) -> Question:
    """The day that the place has already, else what the titles of the list say, or one that is
    typed."""
    other = OpeningBalance.objects.filter(place=place).order_by("pk").first()
    choices = [Choice(SAID, _("The balances are of"), typed=_("Day"))]
    if other is not None:
        words = _("it is that of the opening balances before")
        own = Choice(other.day.isoformat(), date_format(other.day, "j M Y"), words)
        choices.insert(0, own)
    else:
        choices[:0] = said_above(titles)
    question = Question(DAY, _("Of which day are the balances?"), choices, style=Style.DAY)
    asked = answers.put_to(question)
    if asked.answer is None:
        return asked
    typed = asked.answer.typed or asked.answer.code
    found = days_of(typed)
    if len(found) != 1:
        return replace(asked, problem=_("Write a day such as 2026-12-01."))
    try:
        check_day(place, found[0])
    except Refusal as refusal:
        return replace(asked, problem=str(refusal))
    return asked


def said_above(titles: Sequence[str]) -> list[Choice]:
    """Days of which a list speaks above its heads; those to come are not of an old book."""
    today = local_day(clock.now())
    said = [day for day in days_in_titles(titles, whole=True) if EARLIEST <= day <= today]
    words = _("it stands above the list")
    return [Choice(day.isoformat(), date_format(day, "j M Y"), words) for day in said[:3]]


def compared(asked: Question, right: int) -> Question:
    """What was typed, or why it cannot be: it is not what the list comes to."""
    if asked.answer is None:
        return asked
    figure = figure_of(GridCell(asked.answer.typed))
    if figure is None:
        return replace(asked, problem=_("Write digits only."))
    if figure.sum_idr != right:
        words = _("The list comes to something else. Look at the old book and the list again.")
        return replace(asked, problem=words)
    return asked


def opening_said(asked: Sequence[Question]) -> OpeningSaid | None:
    """What the answers say; None while one is open."""
    if any(question.is_open for question in asked):
        return None
    day, total, count = (one.answer for one in asked)
    assert day
    assert total
    assert count
    figures = [figure_of(GridCell(answer.typed)) for answer in (total, count)]
    assert all(figures)
    sums = [figure.sum_idr for figure in figures if figure]
    return OpeningSaid(days_of(day.typed or day.code)[0], sums[0], sums[1])
