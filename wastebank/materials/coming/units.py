"""What a price of a list is for: read from its words, asked where they say nothing we know."""

from dataclasses import replace

from django.utils.translation import gettext as _

from wastebank.files.importing.questions import SKIP, Answer, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.materials.coming.columns import FAMILY, UNIT, family_of
from wastebank.models import Material
from wastebank.values.language import language
from wastebank.values.names import search_form
from wastebank.values.other_units import MEASURES, Measure
from wastebank.values.quantities import show_number, show_price
from wastebank.values.units import UNITS

HERE = "here"
MOST_HELD = 100_000


def unit_question() -> Question:
    """For a list without a column for it: one answer for all its rows."""
    choices = [Choice(unit.code, str(unit.per)) for unit in UNITS.values()]
    choices.append(Choice(HERE, _("As each material is counted here; ask me about new ones")))
    return Question("unit", _("No column says the unit. What is a price for?"), choices)


def word_of_unit(text: str) -> str:
    return search_form(text).removeprefix("per ").removeprefix("1 ")


def unit_read_as(text: str) -> str:
    """What a unit of a list is here: `biji` is `buah`, `lusin` is `12 buah`; of ours nothing."""
    measure, tongue = MEASURES.get(word_of_unit(text)), language()
    if measure is None:
        return ""
    nouns = measure.unit.nouns[tongue]
    if measure.large > 1:
        return f"{show_number(measure.large, tongue)} {nouns.label_plural}"
    if measure.many > 1:
        return f"1/{show_number(measure.many, tongue)} {nouns.label}"
    return "" if word_of_unit(text) == nouns.label else nouns.label


def asked_unit(cells: AskedCells, of_file: Question | None, name: str, here: str) -> Measure | None:
    """The measure of a row; None while somebody has to say it."""
    if of_file is not None:
        answer = of_file.answer
        if answer is None:
            return Measure(next(iter(UNITS.values())))  # nothing is written before it is answered
        code = here if answer.code == HERE else answer.code
        return Measure(UNITS[code]) if code else asked_measure(cells, name)
    return MEASURES.get(word_of_unit(cells.raw(UNIT).text)) or asked_measure(cells, name)


def asked_measure(cells: AskedCells, name: str) -> Measure | None:
    """How much of ours a unit holds that nobody knows: `1 krat = 24 buah`."""
    word = cells.raw(UNIT).text[:30]
    question = Question(
        id=f"unit:{cells.row}",
        text=_("What is in 1 %(word)s of %(name)s?") % {"word": word, "name": name}
        if word
        else _("What is the price of %(name)s for?") % {"name": name},
        about=_("Row %(row)s") % {"row": cells.row},
        choices=unit_choices(has_word=bool(word)),
        rows=(cells.row,),
    )
    answer = cells.ask(question)
    return held(cells, question, answer) if answer else None


def unit_choices(*, has_word: bool) -> list[Choice]:
    choices = []
    for unit in UNITS.values():
        per = show_price(1, unit.code, language()).partition("/")[2]
        choices.append(Choice(unit.code, per, typed=_("How many") if has_word else ""))
    return [*choices, Choice(SKIP, _("Skip this row"))]


def held(cells: AskedCells, question: Question, answer: Answer) -> Measure | None:
    unit = UNITS[answer.code]
    chosen = question.choice(answer.code)
    if chosen is None or not chosen.typed:
        return Measure(unit)
    typed = answer.typed
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= MOST_HELD):
        cells.reopen(question, _("Write how many, in digits."))
        return None
    return replace(Measure(unit), large=int(typed))


def read_as(field: str, text: str) -> str:
    """What a word of a list of materials stands for here, where it is written otherwise."""
    if field == UNIT:
        return unit_read_as(text)
    if field != FAMILY:
        return ""
    word = str(Material.Family(known).label) if (known := family_of(text)) else ""
    return "" if search_form(word) == search_form(text) else word
