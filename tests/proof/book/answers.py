"""What the models of the book answer, and where their days begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Refused:
    """A refusal as it must come: its code, and its facts where the model knows them."""

    code: str
    facts: Mapping[str, Any] | None = None
    # Whether the key remembers it: it does if it rests on state.
    kept: bool = True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refused) or self.code != other.code:
            return False
        return self.facts is None or other.facts is None or self.facts == other.facts

    __hash__ = None  # type: ignore[assignment]


Answer = Mapping[str, Any] | Refused


def local_day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
