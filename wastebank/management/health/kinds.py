"""What an examination finds: a code, a grade, what was looked at, what it says, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from ledger.management.program import program

Words = str | Promise


class Grade(StrEnum):
    GOOD = "good"
    LOOK = "look"  # it works, and somebody should see to it
    STOP = "stop"  # it does not work, or is not safe to work with


@dataclass(frozen=True, slots=True)
class Examined:
    """One finding, in the language of the moment. Nothing is to be done about what is good."""

    code: str
    grade: Grade
    subject: str
    said: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that can be found. Its texts hold facts in braces; see docs/doctor.md."""

    code: str
    grade: Grade
    subject: Words
    text: Words
    to_do: Words = ""

    def __call__(self, **facts: object) -> Examined:
        known = {"program": program(), **facts}
        said, to_do = (str(words).format(**known) for words in (self.text, self.to_do))
        return Examined(self.code, self.grade, str(self.subject), said, to_do)


Check = Callable[[], Iterator[Examined]]
CONDITIONS: dict[str, Condition] = {}


def good(code: str, subject: Words, text: Words) -> Condition:
    return kept(Condition(code, Grade.GOOD, subject, text))


def look(code: str, subject: Words, text: Words, to_do: Words) -> Condition:
    return kept(Condition(code, Grade.LOOK, subject, text, to_do))


def stop(code: str, subject: Words, text: Words, to_do: Words) -> Condition:
    return kept(Condition(code, Grade.STOP, subject, text, to_do))


def kept(condition: Condition) -> Condition:
    """By its code, which means one thing for as long as programs read it."""
    assert condition.code not in CONDITIONS, condition.code
    CONDITIONS[condition.code] = condition
    return condition
