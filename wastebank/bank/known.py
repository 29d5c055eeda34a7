"""What the bank is called and where it is, as everything reads it: pages, papers, programs.

The row is read when somebody asks, so that every process says the same at once; within one request
it is read at most once. When the database is away, pages still say the name that was read last.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from wastebank.models import Bank
from wastebank.models.bank import THE_ONE

FACTS = ("name", "phone", "address", "time_zone")


@dataclass(frozen=True, slots=True)
class BankFacts:
    """The bank's own facts; empty is what nobody has said yet."""

    name: str = ""
    phone: str = ""
    address: str = ""
    time_zone: str = ""

    @property
    def called(self) -> str:
        """The name, or what a bank is called that has none yet."""
        return self.name or _("New bank")

    @property
    def is_printable(self) -> bool:
        """Whether a card says whose it is, and whom to call when it is lost."""
        return bool(self.name and self.phone)


NOBODY_YET = BankFacts()
_of_request: ContextVar[list[BankFacts] | None] = ContextVar("bank_of_request", default=None)
_last: list[BankFacts] = [NOBODY_YET]


def bank_facts() -> BankFacts:
    read = _of_request.get()
    if read is None:
        return _read()
    if not read:
        read.append(_read())
    return read[0]


def _read() -> BankFacts:
    row = Bank.objects.filter(pk=THE_ONE).values(*FACTS).first()
    _last[0] = BankFacts(**row) if row else NOBODY_YET
    return _last[0]


def name_to_show() -> str:
    """For the head of a page, also of one that says that the database is away."""
    try:
        return bank_facts().called
    except DatabaseError:
        return _last[0].called


@contextmanager
def read_once() -> Iterator[None]:
    """While this lasts, the facts are read once; what is written meanwhile is read anew."""
    token: Any = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


def forget() -> None:
    """Somebody writes the facts just now: whoever asks next reads them again."""
    read = _of_request.get()
    if read:
        read.clear()
