"""The day from which a list holds, where none of its columns says it: always asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger import clock
from wastebank.files.importing.days import days_in_titles, days_of
from wastebank.files.importing.questions import Answers, Choice, Question, Style
from wastebank.files.tables_in import EARLIEST
from wastebank.values.calendar import local_day

TODAY, OTHER = "today", "other"


def day_question(answers: Answers, titles: Sequence[str], latest: date) -> Question:
    """Today, what the titles say, or another one; a day too far away is asked again."""
    today = local_day(clock.now())
    said = [d for d in days_in_titles(titles) if d != today and EARLIEST <= d <= latest]
    choices = [Choice(TODAY, _("Today, %(day)s") % {"day": date_format(today, "j M")})]
    choices += [
        Choice(day.isoformat(), date_format(day, "j M Y"), _("it stands above the list"))
        for day in said[:3]
    ]
    choices.append(Choice(OTHER, _("Another day"), typed=_("Day")))
    question = Question("day", _("From which day does it hold?"), choices, style=Style.DAY)
    asked = answers.put_to(question)
    day = day_answered(asked)
    if asked.answer and (day is None or not EARLIEST <= day <= latest):
        return replace(asked, problem=_("Write a day such as 2026-12-01 that is not too far away."))
    return asked


def day_answered(question: Question) -> date | None:
    """The day of an answer; None without one, and for one that cannot be read."""
    if question.answer is None or question.problem:
        return None
    if question.answer.code == TODAY:
        return local_day(clock.now())
    typed = question.answer.typed if question.answer.code == OTHER else question.answer.code
    found = days_of(typed)
    return found[0] if len(found) == 1 else None
