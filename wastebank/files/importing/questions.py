"""What is not clear in a file: a question, its choices, and what somebody answered.

An answer is a text: the code of a choice, or `code=typed` where a choice takes something typed.
The same texts come from a page, from the command line and from the API.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

SKIP = "skip"


class Style(StrEnum):
    """How a page puts a question."""

    CHOICE = "choice"  # one of several
    TICK = "tick"  # what was read, to be confirmed
    COLUMN = "column"  # what a column holds
    DAY = "day"  # on the slip, beside the key


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its words and its effect. `typed`: what has to be typed with it, if anything."""

    code: str
    text: str
    effect: str = ""
    typed: str = ""
    ending: str = ""  # stands behind what is typed: `/kg`


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chose, and typed with it."""

    code: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`id` stays the same for the same file. `rows` wait for it; none: the whole file does."""

    id: str
    text: str
    choices: Sequence[Choice]
    about: str = ""
    rows: Sequence[int] = ()
    name: str = ""  # what those rows are about
    style: Style = Style.CHOICE
    answer: Answer | None = None
    problem: str = ""  # why what was answered cannot be used
    said: str = ""  # the answer in one line

    @property
    def is_open(self) -> bool:
        return self.answer is None or bool(self.problem)

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return "q-" + self.id.replace(":", "-").replace("*", "all")

    def choice(self, code: str) -> Choice | None:
        return next((one for one in self.choices if one.code == code), None)


@dataclass(slots=True)
class Answers:
    """Answers by the ids of their questions; `price:*` answers all questions that begin so."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text_of(self, question_id: str) -> str:
        if question_id in self.texts:
            return self.texts[question_id]
        kind, _colon, _rest = question_id.partition(":")
        return self.texts.get(f"{kind}:*", "")

    def put_to(self, question: Question) -> Question:
        """The question with its answer, if it has one among its choices."""
        code, _sign, typed = self.text_of(question.id).partition("=")
        chosen = question.choice(code)
        if chosen is None:
            return question
        answer = Answer(code, typed.strip()[:100] if chosen.typed else "")
        return replace(question, answer=answer, said=said_of(chosen, answer))


def said_of(chosen: Choice, answer: Answer) -> str:
    words = f"{chosen.text}: {answer.typed}{chosen.ending}" if chosen.typed else chosen.text
    return f"{words} ({chosen.effect})" if chosen.effect else words
