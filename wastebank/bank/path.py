"""The path from an empty home to the first receipt: seven steps, in one order everywhere.

How far a bank is, its records say, never a mark that somebody set. A step of another room is
declared by that room (`setup_steps` of its AppConfig), so that the bank knows no clinic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from ledger import registry
from wastebank.models import Deposit, User
from wastebank.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a step is. `holds` says what it has, in a few words; `hint` what it is about until
    then; `waits` that something before it has to be there first."""

    is_done: bool
    holds: str = ""
    short: str = ""  # the same where there is little room
    hint: str | Promise = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class SetupStep:
    """A step as its room declares it. `page` is the name of its address; `needed`: there is no
    first receipt without it."""

    code: str
    order: int
    sign: str
    word: str | Promise  # on the path, short
    name: str | Promise  # in the list
    to_do: str | Promise  # as something that waits in the office
    key_word: str | Promise  # on the key that leads there
    page: str
    permission: Permission
    needed: bool
    state: Callable[[], StepState]


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step as somebody sees it now."""

    step: SetupStep
    state: StepState
    is_open: bool  # whether this person may do it
    is_here: bool  # whether this is the one to stand on

    @property
    def look(self) -> str:
        """Its state in the words of the style sheet; nothing for one that is simply open."""
        if self.is_here:
            return "is-on"
        if self.state.is_done:
            return "is-done"
        return "" if self.step.needed else "is-later"


def setup_steps() -> list[SetupStep]:
    """The steps of all rooms, in their order."""
    steps = [step for room in registry.offered("setup_steps") for step in room]
    return sorted(steps, key=lambda step: step.order)


def step_of(code: str) -> SetupStep | None:
    return next((step for step in setup_steps() if step.code == code), None)


def has_receipt() -> bool:
    """Whether the first receipt is there, and with it the end of the path."""
    return Deposit.objects.exists()


def path_of(by: User, here: str = "") -> list[PathStep]:
    """All steps, with the one somebody stands on: `here`, or else the next that is to be done."""
    seen = [(step, step.state()) for step in setup_steps()]
    standing = here or next_code(seen)
    return [
        PathStep(step, state, is_open=may(by, step.permission), is_here=step.code == standing)
        for step, state in seen
    ]


def next_code(seen: Sequence[tuple[SetupStep, StepState]]) -> str:
    """The first needed step that is not done; of an optional one nobody is reminded here."""
    return next((s.code for s, state in seen if s.needed and not state.is_done), "")


def steps_left(path: Sequence[PathStep]) -> int:
    """How many needed steps there are still to go until the first receipt."""
    return sum(one.step.needed and not one.state.is_done for one in path)
