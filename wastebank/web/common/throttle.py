"""Pages that stand open to everybody are slow for those who guess.

What must hold over a restart, such as the five tries at a PIN, is counted in the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest

from ledger.refusals import Refusal
from wastebank.rate_limit import count_up, give_back
from wastebank.refusals import TooManyTries


@dataclass(frozen=True, slots=True)
class Throttle:
    """How many tries one address has at a page, and for how long they count."""

    name: str
    most: int
    minutes: int

    @contextmanager
    def tried(self, request: HttpRequest, *, wrong: type[Refusal]) -> Iterator[None]:
        """One try, used up before anything is looked up, so that tries sent together all count.

        It is given back if it was no guess: unless it ends in the refusal of a `wrong` one.
        """
        self.count(request)
        try:
            yield
        except wrong:
            raise
        except Refusal:
            give_back(what=self.name, who=address_of(request))
            raise
        give_back(what=self.name, who=address_of(request))

    def count(self, request: HttpRequest) -> None:
        """One more from this address; TooManyTries if that was one too many."""
        who, seconds = address_of(request), self.minutes * 60
        if count_up(what=self.name, who=who, seconds=seconds) > self.most:
            raise TooManyTries(minutes=self.minutes)


def address_of(request: HttpRequest) -> str:
    """The client's own address, as web/common/addresses.py has found it."""
    return str(request.META.get("REMOTE_ADDR", ""))
