"""A member opens the own passbook: number or card code, and PIN.

Anybody may try, so the sign-in must not tell which numbers exist: any try that does not
open gets the same words, after the same work and no sooner. It counts wrong tries for itself: a
stranger who knows a number can shut the passbook's sign-in, and never the card at the clinic.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from threading import Lock
from zlib import crc32

from django.db import transaction
from django.db.models import F

from wastebank.cards.pins import MAX_TRIES, checked_pin
from wastebank.cards.read import active_card
from wastebank.cards.refusals import CardUnknown
from wastebank.codes.card_code import looks_like_code
from wastebank.codes.member_number import parse_number
from wastebank.codes.secrets import hash_pin, is_pin, peppered
from wastebank.members.find import member_by_number, require_open
from wastebank.members.refusals import MemberUnknown
from wastebank.models import Card, Member, PinTries
from wastebank.passbook.refusals import PassbookSignInWaits, PassbookSignInWrong
from wastebank.rate_limit import count_up, give_back

MAX_SIGN_IN_TRIES = 5  # of a wallet, until a right PIN or a new one
TRIES_A_WHILE = 3  # of a number, whether it exists or not
WHILE_MINUTES = 1
SAME_WORK = 3  # hashes for a try; a household with more cards takes longer, and gives that away
WRONG_MILLISECONDS = 600  # no try that failed is answered sooner
JUDGING = [Lock() for _ in range(64)]  # a number has one of them, whether it exists or not


def open_passbook(*, who: str, pin: str) -> Member:
    """The member with this number or card code and PIN; PassbookSignInWrong for any wrong pair."""
    checked_pin(pin)
    began_ns = time.monotonic_ns()
    member, cards = find_holder(who)
    name = member.number if member else plain(who)
    if not count_up(what="number", who=name, most=TRIES_A_WHILE, minutes=WHILE_MINUTES):
        raise PassbookSignInWaits(minutes=WHILE_MINUTES)
    right = is_right(name, member, cards, pin)
    if member is None or not right:
        hold_back(began_ns)
        raise PassbookSignInWrong
    give_back(what="number", who=name)
    require_open(member)
    return member


def state_of_cards(member: Member) -> str:
    """What an open passbook is bound to: the cards that open it, each with its PIN. It is another
    one as soon as a card is blocked, replaced or handed over, or gets another PIN."""
    good = [card for card in member.cards.all() if card.state == Card.State.ACTIVE]
    words = [f"{card.pk} {card.pin_hash}" for card in sorted(good, key=lambda card: card.pk)]
    return peppered("open passbook", "\n".join(words)).hex()


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


def is_right(name: str, member: Member | None, cards: Sequence[Card], pin: str) -> bool:
    """Judge one try. It is counted and committed first, so tries sent together all count.

    A shut sign-in and a number that does not exist cost the same hashes, behind the same lock.
    """
    with JUDGING[crc32(name.encode()) % len(JUDGING)]:
        counted = member is not None and count_sign_in_try(member)
        hashes = [card.pin_hash for card in cards if card.pin_hash] if counted else []
        for _ in range(SAME_WORK - len(hashes)):
            is_pin(nobody_s_hash(), pin)
        judged = [is_pin(pin_hash, pin) for pin_hash in hashes]  # every one, in any case
        if any(judged):
            PinTries.objects.filter(member=member).update(sign_in_failed=0)
        return any(judged)


def count_sign_in_try(member: Member) -> bool:
    """Use up a try of this sign-in; none is left when it is shut, or when the PIN is locked."""
    with transaction.atomic(durable=True):
        free = PinTries.objects.filter(
            member=member, failed__lt=MAX_TRIES, sign_in_failed__lt=MAX_SIGN_IN_TRIES
        )
        return bool(free.update(sign_in_failed=F("sign_in_failed") + 1))


@cache
def nobody_s_hash() -> str:
    return hash_pin("0000")
