"""A member opens the own passbook: number or card code, and PIN.

The door stands on the open street, so it must not tell which numbers exist: an unknown number is
answered like a known one, takes as long, and is locked after as many wrong tries.
"""

from functools import cache

from wastebank.cardcode import PREFIX
from wastebank.cards import active_card
from wastebank.membernumber import parse_number
from wastebank.members import member_by_number, require_open
from wastebank.models import Card, Member
from wastebank.pins import MAX_TRIES, check_pin, checked_pin
from wastebank.refusals import (
    CardUnknown,
    MemberUnknown,
    OpeningWrong,
    PinLocked,
    PinWrong,
)
from wastebank.secrets import hash_pin, is_pin
from wastebank.tries import count_up

STRANGER_SECONDS = 7 * 24 * 3600


def open_passbook(*, who: str, pin: str) -> Member:
    """The member whose number or card code and PIN these are; OpeningWrong for any wrong pair."""
    checked_pin(pin)
    try:
        member, cards = by_card(who) if looks_like_code(who) else by_number(who)
    except (CardUnknown, MemberUnknown):
        is_pin(nobody_s_hash(), pin)
        count_stranger(who)
        raise OpeningWrong from None
    try:
        check_pin(member=member, cards=cards, pin=pin)
    except PinWrong:
        raise OpeningWrong from None
    require_open(member)
    return member


def looks_like_code(who: str) -> bool:
    """Card codes begin with a letter, numbers with a digit."""
    return who.strip()[:1].upper() == PREFIX[0]


def by_card(code: str) -> tuple[Member, list[Card]]:
    card, member = active_card(code)
    return member, [card]


def by_number(number: str) -> tuple[Member, list[Card]]:
    """The member and the cards whose PIN opens; without one the member is as good as unknown."""
    member = member_by_number(number)
    cards = list(member.cards.filter(state=Card.State.ACTIVE).exclude(pin_hash=""))
    if not cards:
        raise MemberUnknown
    return member, cards


@cache
def nobody_s_hash() -> str:
    return hash_pin("0000")


def count_stranger(who: str) -> None:
    """A number that is not there is locked after as many tries as one that is."""
    if looks_like_code(who):
        return
    number = parse_number(who)
    if count_up(what="stranger", who=number, seconds=STRANGER_SECONDS) >= MAX_TRIES:
        raise PinLocked
