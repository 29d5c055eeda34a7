"""Doors that stand open to everybody are slow for those who guess.

What must hold over a restart, such as the five tries at a PIN, is counted in the database.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from wastebank.refusals import TooManyTries
from wastebank.tries import count_up, counted


@dataclass(frozen=True, slots=True)
class Door:
    """How many wrong tries one address has at a door, and for how long they count."""

    name: str
    most: int
    minutes: int

    def require_calm(self, request: HttpRequest) -> None:
        """Refuse an address that has tried too often, before anything is looked up for it."""
        if counted(what=self.name, who=address_of(request)) >= self.most:
            raise TooManyTries(minutes=self.minutes)

    def count_miss(self, request: HttpRequest) -> None:
        count_up(what=self.name, who=address_of(request), seconds=self.minutes * 60)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
