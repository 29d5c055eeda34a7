"""A list that is too long to be shown whole, and says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Shown(Generic[One]):
    """The first of what was found; `is_cut` says that there are more."""

    rows: Sequence[One]
    is_cut: bool


def first_of(found: QuerySet[Any, Any] | Sequence[Any], most: int) -> Shown[Any]:
    rows = list(found[: most + 1])
    return Shown(rows[:most], len(rows) > most)
