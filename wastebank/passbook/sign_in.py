"""A member opens the own passbook: number or card code, and PIN.

Anybody may try, so the sign-in must not tell which numbers exist: any try that does not
open gets the same words, after the same work and no sooner. Numbers, cards and the clinic desk
count wrong tries apart: a stranger who knows a number can shut the passbook to numbers for a day,
and neither to the card nor the card at the clinic.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from threading import Lock
from zlib import crc32

from wastebank.cards.pins import checked_pin
from wastebank.cards.read import active_card
from wastebank.cards.refusals import CardUnknown
from wastebank.cards.tries import Road, count_try, forget_tries
from wastebank.codes.card_code import looks_like_code
from wastebank.codes.member_number import parse_number
from wastebank.codes.secrets import hash_pin, is_pin
from wastebank.members.find import member_by_number, require_open
from wastebank.members.refusals import MemberUnknown
from wastebank.models import Card, Member
from wastebank.passbook.refusals import PassbookSignInWaits, PassbookSignInWrong
from wastebank.rate_limit import count_up, give_back

TRIES_A_WHILE = 3  # of a number, whether it exists or not
WHILE_MINUTES = 1
WHAT = {Road.NUMBER: "number", Road.CARD: "card"}
SAME_WORK = 3  # hashes for a try; a household with more cards takes longer, and gives that away
WRONG_MILLISECONDS = 600  # no try that failed is answered sooner
# Of several cards with one PIN the one whose passbook tells most.
FIRST = {Card.PinBy.PROVED.value: 0, Card.PinBy.MEMBER.value: 1}
JUDGING = [Lock() for _ in range(64)]  # a number has one of them, whether it exists or not


def open_passbook(*, who: str, pin: str) -> Card:
    """The card that this number or card code and PIN open the passbook with; PassbookSignInWrong
    for any wrong pair. Of cards with the same PIN it is one whose PIN the member made."""
    checked_pin(pin)
    began_ns = time.monotonic_ns()
    member, cards = find_holder(who)
    name = member.number if member else plain(who)
    road = road_of(who)
    if not count_up(what=WHAT[road], who=name, most=TRIES_A_WHILE, minutes=WHILE_MINUTES):
        raise PassbookSignInWaits(minutes=WHILE_MINUTES)
    right = right_cards(name, member, cards, pin, road)
    if member is None or not right:
        hold_back(began_ns)
        raise PassbookSignInWrong
    give_back(what=WHAT[road], who=name)
    require_open(member)
    return min(right, key=lambda card: (FIRST.get(card.pin_by, len(FIRST)), card.pk))


def road_of(who: str) -> Road:
    return Road.CARD if looks_like_code(who) else Road.NUMBER


def hold_back(began_ns: int) -> None:
    """Wait until a wrong try has taken as long as any other."""
    passed = timedelta(microseconds=(time.monotonic_ns() - began_ns) // 1000)
    left = timedelta(milliseconds=WRONG_MILLISECONDS) - passed
    if left > timedelta():
        time.sleep(left.total_seconds())


def find_holder(who: str) -> tuple[Member | None, Sequence[Card]]:
    """Whose number or code this is, with the cards whose PIN opens; nobody if there is none."""
    try:
        if looks_like_code(who):
            card, member = active_card(who)
            return member, [card]
        member = member_by_number(who)
    except (CardUnknown, MemberUnknown):
        return None, ()
    cards = member.cards.filter(state=Card.State.ACTIVE).exclude(pin_hash="")
    return member, list(cards)


def plain(who: str) -> str:
    """One spelling of what was typed, to count by."""
    return who.strip().upper() if looks_like_code(who) else parse_number(who)


def right_cards(
    name: str, member: Member | None, cards: Sequence[Card], pin: str, road: Road
) -> list[Card]:
    """The cards whose PIN this is. The try is counted and committed first, so tries sent together
    all count.

    A shut sign-in and a number that does not exist cost the same hashes, behind the same lock.
    """
    with JUDGING[crc32(name.encode()) % len(JUDGING)]:
        counted = member is not None and count_try(member, road) is not None
        with_pin = [card for card in cards if card.pin_hash] if counted else []
        for _ in range(SAME_WORK - len(with_pin)):
            is_pin(nobody_s_hash(), pin)
        judged = [is_pin(card.pin_hash, pin) for card in with_pin]  # every one, in any case
        right = [card for card, is_right in zip(with_pin, judged, strict=True) if is_right]
        if member is not None and right:
            forget_tries(member, [road])
        return right


@cache
def nobody_s_hash() -> str:
    return hash_pin("0000")
