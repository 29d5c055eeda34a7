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
from wastebank.members.find import asked_for, distinguishing_terms, visible_members
from wastebank.models import Deposit, Material, User, answering
from wastebank.permissions import (
    MANAGE_STAFF,
    SEE_DEPOSITS,
    SEE_MEMBERS,
    SEE_OFFICE,
    may,
    require,
    visible_places,
)
from wastebank.reports.audits import may_see_book
from wastebank.staff.access.looked_after import visible_staff
from wastebank.values.letters import sought
from wastebank.values.names import same_name

SHORTEST = 2
LONGEST = 100
MOST_OF_A_KIND = 20
ONE_MORE = MOST_OF_A_KIND + 1  # so that a list knows that it is cut


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
    """All that answers to a number, a name or a code; of a kind at most one more than is shown."""
    require(by, SEE_MEMBERS)
    asked = sought(text, LONGEST)
    if len(asked) < SHORTEST:
        return []
    hits = [*members(by, asked)]
    if may(by, SEE_DEPOSITS):
        hits += deposits(by, asked)
    if may(by, SEE_OFFICE):
        hits += goods(by, asked)
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
    for member in found.filter(asked_for(asked, by)).order_by("ordered_by", "pk")[:ONE_MORE]:
        terms = f"{distinguishing_terms(member, by)} · {member.place.name}"
        yield Hit("member", member.number, member.name, terms)


def goods(by: User, asked: str) -> Iterator[Hit]:
    """By any of its names, those of other places and of the road among them."""
    for material in Material.objects.filter(answering(asked)).order_by("ordered_by")[:ONE_MORE]:
        exact = same_name(asked, material.name_id) or same_name(asked, material.name_en)
        family = str(material.get_family_display())
        yield Hit("material", material.code, material.name, family, is_exact=exact)


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
    for deposit in mine.filter(exact).order_by("-recorded_at")[:ONE_MORE]:
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
    for user in visible_staff(by).filter(answering(asked)).order_by("ordered_by")[:ONE_MORE]:
        where = user.place.name if user.place else ""
        terms = " · ".join(filter(None, (str(user.get_role_display()), where)))
        exact = user.username == asked.lower()
        yield Hit("staff", user.username, str(user), terms, is_exact=exact)


def devices(by: User, asked: str) -> Iterator[Hit]:
    for device in visible_devices(by).filter(answering(asked))[:ONE_MORE]:
        where = device.place.name if device.place else str(device.user)
        exact = same_name(device.label, asked)
        yield Hit("device", str(device.pk), device.label, where, is_exact=exact)
