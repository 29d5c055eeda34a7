"""The shapes that the parts of a statement's page are drawn from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """A sum of the ladder; `tone` is is-sub, is-total or nothing."""

    label: str
    amount_idr: int
    under: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, is done now (is-now), or is to come (is-to-come)."""

    head: str
    about: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of a few, and what follows from it."""

    value: str
    head: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it stands in the table."""

    number: str
    when: str
    asked_idr: int
    cut_idr: int
    held_idr: int
    approved_idr: int
    reason: str
    is_due: bool
    href: str = ""
    who: str = ""
    services: str = ""
