"""What two people may have to do: a room declares it, with its words and how it is carried out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger import registry
from ledger.refusals import Refusal
from wastebank.models import Approval, User
from wastebank.permissions import SEE_OFFICE, Permission

Facts = Mapping[str, Any]  # what JSON can say
Word = str | Promise


@dataclass(frozen=True, slots=True)
class NowThen:
    """A line of what would change: how it stands now, and how it will, in the reader's words."""

    label: str
    now: str
    then: str


class CarryOut(Protocol):
    """Do it, inside the transaction of whoever agreed: `by` is that person, and `key` their key.

    The act itself rests on `approval.request` alone. Answers what was made.
    """

    def __call__(self, *, key: Any, by: User, approval: Approval) -> Model: ...


AMOUNT = _("Amount")


def locks_nothing(_request: Facts) -> None:
    return None


def fits(_by: User, _approval: Approval) -> Refusal | None:
    return None


def says_nothing(_request: Facts, _facts: Facts) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Approvable:
    """An act that may need two people.

    `question` is one sentence that asks the second person; what stands in it in bold it marks
    itself (`format_html`). `facts_now` reads what the act rests on; whoever agrees has seen just
    these, else they are asked again. `lock` holds the accounts among those facts before they are
    read, in the order of `ledger.posting`.

    `subject_page` is the name of the page of what it is done to, and what stands in its address.
    `why_not` is a further reason why somebody may not agree, such as having weighed what is put
    right. `sums` and `details` are label and value, of which the first stand under the sum;
    `below` is the small print under the buttons; `part` a template of what only this kind shows.
    """

    code: str
    name: Word
    may_agree: Permission
    question: Callable[[Approval], str]
    rows: Callable[[Facts, Facts], Sequence[NowThen]]  # of a request, by the facts of a moment
    facts_now: Callable[[Facts], Facts]
    carry_out: CarryOut
    lock: Callable[[Facts], object] = locks_nothing
    may_see: Permission = SEE_OFFICE
    subject_page: tuple[str, Callable[[Approval], Sequence[object]]] | None = None
    why_not: Callable[[User, Approval], Refusal | None] = fits
    amount_name: Word = AMOUNT
    sums: Callable[[Facts, Facts], Sequence[tuple[str, str]]] = says_nothing
    details: Callable[[Facts, Facts], Sequence[tuple[str, str]]] = says_nothing
    below: Callable[[Approval], str] | None = None
    part: str = ""


@cache
def approvables() -> dict[str, Approvable]:
    """Those of all rooms, by their code."""
    return {one.code: one for room in registry.offered("approvables") for one in room}


def approvable_of(what: str) -> Approvable:
    return approvables()[what]
