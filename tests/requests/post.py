"""What a POST of the API is, for whoever sends each of them in every way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast
from tests.requests.device import Device
from wastebank.models import User

Body = dict[str, Any]
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Flip:
    """One field changed, and the name under which the API must say so."""

    steps: Steps
    value: Any
    named: str


@dataclass(frozen=True)
class Ready:
    """A POST prepared for a cast: where it goes, with what, and which changes must be noticed."""

    path: str
    body: Body
    flips: Sequence[Flip]
    other_path: str = ""  # the same command on another thing


@dataclass(frozen=True)
class Post:
    name: str
    operation: str
    actor: Callable[[Cast], User]
    prepare: Callable[[Cast], Ready]
    # Whole numbers of the body with the range that may be accepted.
    numbers: Mapping[Steps, range] = field(default_factory=dict)
    status: int = 201  # of the first answer

    def device(self, cast: Cast, language: str = "en") -> Device:
        return Device(cast.token(self.actor(cast)), language)
