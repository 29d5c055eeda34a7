"""Refusals: what the program says when it will not do a thing, and the book's own ones.

A refusal is an answer, not a crash: it has a stable code, a message for a person, facts for a
program, and a category in the words of the business. Only the API knows HTTP numbers for them.
"""

from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.db.outage import Outage, outage_of
from ledger.registry import field_name


class Category(StrEnum):
    INVALID = "invalid"  # the request itself cannot be understood or lies outside the limits
    UNKNOWN = "unknown"  # no such thing, as far as this person may know
    NOT_ALLOWED = "not_allowed"  # this person may not
    CONFLICT = "conflict"  # understood and allowed, but the state of things speaks against it
    UNAVAILABLE = "unavailable"  # nothing speaks against it; the database cannot do it just now


class Refusal(Exception):
    """Base of all refusals. Subclasses give `code`, `category` and `text`."""

    code: ClassVar[str]
    category: ClassVar[Category]
    text: ClassVar[str | Promise]
    # Whether the refusal stays the answer for its key. It does when it rests on state.
    sticky: ClassVar[bool] = False
    # After how many seconds it is worth asking again; 0 where waiting changes nothing.
    retry_after_seconds: ClassVar[int] = 0
    by_code: ClassVar[dict[str, type["Refusal"]]] = {}
    replayed: bool = False

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__:
            assert cls.code not in Refusal.by_code, f"two refusals with code {cls.code}"
            Refusal.by_code[cls.code] = cls

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    def words(self) -> dict[str, str]:
        """The facts as they are spoken in the message; rooms add money and weights."""
        return {name: str(value) for name, value in self.facts.items()}

    def __str__(self) -> str:
        return str(self.text).format(**self.words())


class KeyReused(Refusal):
    code = "key_reused"
    category = Category.CONFLICT
    text = _(
        "This request was sent before with other content: {differing}. "
        "Start anew, so that nothing is recorded twice."
    )

    def words(self) -> dict[str, str]:
        return super().words() | {"differing": ", ".join(map(field_name, self.facts["differing"]))}


class BookIsRed(Refusal):
    code = "book_is_red"
    category = Category.CONFLICT
    text = _(
        "The check of the book found a fault, so nothing can be recorded now. "
        "Reading still works. Call the administrator."
    )


class NotEnough(Refusal):
    """A guarded account would have crossed zero. Rooms turn this into their own words."""

    code = "not_enough"
    category = Category.CONFLICT
    sticky = True
    text = _("{account} has {available} available, {missing} too little.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    category = Category.CONFLICT
    sticky = True
    text = _("This was cancelled before. It can be cancelled only once.")


class HoldEnded(Refusal):
    code = "hold_ended"
    category = Category.CONFLICT
    sticky = True
    text = _("This reservation has ended. Start again.")


class RootMalformed(Refusal):
    code = "root_malformed"
    category = Category.INVALID
    text = _(
        "This is no root of a seal. Type the {fewest} to {most} signs (0–9, a–f) as they are "
        "printed; blanks do not matter."
    )


class Unavailable(Refusal):
    """What was asked was neither done nor decided: the same again, with its key, is right."""

    category = Category.UNAVAILABLE


class DatabaseAway(Unavailable):
    code = "database_away"
    retry_after_seconds = 5
    text = _(
        "The book cannot be reached just now. Try again in a moment: nothing is recorded twice."
    )


class DatabaseBusy(Unavailable):
    code = "database_busy"
    retry_after_seconds = 2
    text = _(
        "Others are being recorded just now. Try again in a moment: nothing is recorded twice."
    )


class DiskFull(Unavailable):
    code = "disk_full"
    retry_after_seconds = 60
    text = _("There is no room left to record anything. Call the administrator, then try again.")


BY_OUTAGE = {Outage.AWAY: DatabaseAway, Outage.BUSY: DatabaseBusy, Outage.FULL: DiskFull}


def unavailable(problem: BaseException | None) -> Unavailable | None:
    """The refusal that says what failed; None for a fault of ours."""
    outage = outage_of(problem)
    return BY_OUTAGE[outage]() if outage else None
