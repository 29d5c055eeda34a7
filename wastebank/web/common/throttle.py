"""Pages that stand open to everybody are slow for those who guess.

What somebody may be guessing at is counted in the database, and so over a restart and for all
processes. What only costs (frames of a camera, posters) is counted in memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest

from ledger.refusals import Refusal
from wastebank.rate_limit import count_cost, count_up, give_back, give_back_cost
from wastebank.refusals import TooManyTries
from wastebank.web.common.addresses import counted_address


@dataclass(frozen=True, slots=True)
class Throttle:
    """How many tries one address has at a page, and for how long they count."""

    name: str
    most: int
    minutes: int
    of_cost: bool = False

    @contextmanager
    def tried(
        self, request: HttpRequest, *, wrong: type[Refusal], which: str = ""
    ) -> Iterator[None]:
        """One try, used up before anything is looked up, so that tries sent together all count.

        It is given back if it was no guess: unless it ends in the refusal of a `wrong` one.
        `which` counts apart what this address tries.
        """
        who = f"{address_of(request)} {which}".strip()
        if not self.counted(who):
            raise TooManyTries(minutes=self.minutes)
        try:
            yield
        except wrong:
            raise
        except Refusal:
            self.take_back(who)
            raise
        self.take_back(who)

    def count(self, request: HttpRequest) -> None:
        """One more from this address; TooManyTries if that was one too many."""
        if not self.counted(address_of(request)):
            raise TooManyTries(minutes=self.minutes)

    def counted(self, who: str) -> bool:
        if self.of_cost:
            return count_cost(what=self.name, who=who, seconds=self.minutes * 60) <= self.most
        return count_up(what=self.name, who=who, most=self.most, minutes=self.minutes)

    def take_back(self, who: str) -> None:
        take = give_back_cost if self.of_cost else give_back
        take(what=self.name, who=who)


def address_of(request: HttpRequest) -> str:
    """The client's own address, as web/common/addresses.py has found it, to count by."""
    return counted_address(str(request.META.get("REMOTE_ADDR", "")))
