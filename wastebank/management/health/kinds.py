"""What an examination finds: a grade, what was looked at, and a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    GOOD = "good"
    LOOK = "look"  # it works, and somebody should see to it
    STOP = "stop"  # it does not work, or is not safe to work with


@dataclass(frozen=True, slots=True)
class Examined:
    grade: Grade
    subject: str
    said: str


Check = Callable[[], Iterator[Examined]]


def good(subject: str, said: str) -> Examined:
    return Examined(Grade.GOOD, subject, said)


def look(subject: str, said: str) -> Examined:
    return Examined(Grade.LOOK, subject, said)


def stop(subject: str, said: str) -> Examined:
    return Examined(Grade.STOP, subject, said)
