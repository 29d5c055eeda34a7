"""One question, asked of everything in the office that has a number or a name.

What belongs to another place is not found, and what a role may not see is not looked for. What is
spelt exactly is told apart, so that a page may go there at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ledger.queries import find_account
from wastebank.codes.card_code import MisspeltCode, hash_code, parse_code, parse_verify_code
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.devices.register import visible_devices
from wastebank.members.find import visible_members
from wastebank.models import Deposit, User
from wastebank.permissions import (
    MANAGE_STAFF,
    SEE_DEPOSITS,
    SEE_MEMBERS,
    may,
    require,
    visible_places,
)
from wastebank.reports.audits import may_see_book
from wastebank.staff.accounts import visible_staff
from wastebank.values.letters import sought

SHORTEST = 2
LONGEST = 100
MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: its kind, its own name in addresses, and what to call it."""

    kind: str
    key: str
    name: str
    terms: str = ""
    day: date | None = None
    rupiah_idr: int | None = None
    is_exact: bool = False


def search(*, by: User, text: str) -> list[Hit]:
    """All that answers to a number, a name or a code, kind by kind; twenty of a kind at most."""
    require(by, SEE_MEMBERS)
    asked = sought(text, LONGEST)
    if len(asked) < SHORTEST:
        return []
    hits = [*members(by, asked)]
    if may(by, SEE_DEPOSITS):
        hits += deposits(by, asked)
    if may(by, MANAGE_STAFF):
        hits += [*people(by, asked), *devices(by, asked)]
    account = find_account(asked) if may_see_book(by) else None
    if account is not None:
        hits.append(Hit("account", account.code, account.code, is_exact=True))
    return hits


def members(by: User, asked: str) -> Iterator[Hit]:
    found = visible_members(by)
    exact = found.filter(exactly(asked)).first()
    if exact is not None:
        yield Hit("member", exact.number, exact.name, exact.number, is_exact=True)
        return
    named = found.filter(Q(name__icontains=asked) | Q(number__istartswith=asked))
    for member in named.order_by("name", "pk")[:MOST_OF_A_KIND]:
        terms = f"{member.number} · {member.place.name}"
        yield Hit("member", member.number, member.name, terms)


def exactly(asked: str) -> Q:
    """A member by the number, or by a card that a scanner has just read."""
    try:
        return Q(number=parse_number(asked))
    except MisspeltNumber:
        pass
    try:
        return Q(cards__code_hash=hash_code(parse_code(asked)))
    except MisspeltCode:
        return Q(pk=None)


def is_card_code(text: str) -> bool:
    try:
        return bool(parse_code(text))
    except MisspeltCode:
        return False


def deposits(by: User, asked: str) -> Iterator[Hit]:
    """By the receipt's number, by that of its provisional paper, or by its check code."""
    spelt = asked.upper().replace(" ", "")
    exact = Q(number=spelt) | Q(provisional_number=spelt)
    try:
        exact |= Q(verify_code=parse_verify_code(asked))
    except MisspeltCode:
        pass
    mine = Deposit.objects.filter(place__in=visible_places(by)).select_related("member")
    for deposit in mine.filter(exact).order_by("-recorded_at")[:MOST_OF_A_KIND]:
        yield Hit(
            "deposit",
            deposit.number,
            deposit.number,
            deposit.member.name,
            deposit.book_day,
            deposit.total_idr,
            is_exact=True,
        )


def people(by: User, asked: str) -> Iterator[Hit]:
    words = Q(username__iexact=asked)
    for word in asked.split():
        words |= Q(first_name__icontains=word) | Q(last_name__icontains=word)
    for user in visible_staff(by).filter(words)[:MOST_OF_A_KIND]:
        where = user.place.name if user.place else ""
        terms = " · ".join(filter(None, (str(user.get_role_display()), where)))
        exact = user.username == asked.lower()
        yield Hit("staff", user.username, str(user), terms, is_exact=exact)


def devices(by: User, asked: str) -> Iterator[Hit]:
    for device in visible_devices(by).filter(label__icontains=asked)[:MOST_OF_A_KIND]:
        where = device.place.name if device.place else str(device.user)
        exact = device.label.lower() == asked.lower()
        yield Hit("device", str(device.pk), device.label, where, is_exact=exact)
