"""PINs: chosen by the member; five wrong tries lock the wallet for a day.

A try is counted in its own transaction before it is judged, so guesses made in parallel cannot
slip through together. A process judges one try of a wallet at a time, so that a burst of right
ones, such as repeated requests, does not use the tries up. Nobody can list PINs: only peppered
Argon2id hashes are kept, with who made each: the member alone, or staff with the member.
"""

from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from ledger import clock
from wastebank import actions
from wastebank.cards.new_pins import new_pin_hash
from wastebank.cards.refusals import (
    CardUnknown,
    PinAlreadySet,
    PinLocked,
    PinMalformed,
    PinNotSet,
    PinNotSix,
    PinWrong,
)
from wastebank.cards.renewed import counts_as_new, write_event
from wastebank.cards.tries import MAX_TRIES, Road, count_try, forget_tries
from wastebank.codes.secrets import is_pin
from wastebank.commands import log, record
from wastebank.models import Card, CardEvent, Member, User
from wastebank.permissions import HANDLE_CARDS, place_of, require
from wastebank.text import checked_reason

JUDGING = [Lock() for _ in range(64)]  # a wallet has one of them, by its id


def checked_pin(pin: str) -> str:
    """What may be somebody's PIN. Those chosen of old have four digits or five."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6):
        raise PinMalformed
    return pin


def check_pin(*, member: Member, cards: Iterable[Card], pin: str) -> Card:
    """The card whose PIN this is. Counts the try first; must stand outside any transaction."""
    checked_pin(pin)
    with_pin = [card for card in cards if card.pin_hash]
    if not with_pin:
        raise PinNotSet
    with JUDGING[member.pk % len(JUDGING)]:
        failed = count_try(member, Road.DESK)
        if failed is None:
            raise PinLocked
        for card in with_pin:
            if is_pin(card.pin_hash, pin):
                forget_tries(member, [Road.DESK])
                return card
    if failed >= MAX_TRIES:
        raise PinLocked
    raise PinWrong(tries_left=MAX_TRIES - failed)


def set_pin(*, key: UUID, by: User, card_id: int, pin: str, pin_again: str | None = None) -> Card:
    """The member's first PIN for a card. To change one, it is reset with a reason."""
    return _write_pin(key, by, card_id, pin, pin_again, reason=None)


def reset_pin(
    *, key: UUID, by: User, card_id: int, pin: str, reason: str, pin_again: str | None = None
) -> Card:
    """A new PIN in place of a forgotten or locked one; the reason is logged, the lock lifted."""
    return _write_pin(key, by, card_id, pin, pin_again, reason=checked_reason(reason))


def _write_pin(
    key: UUID, by: User, card_id: int, pin: str, pin_again: str | None, *, reason: str | None
) -> Card:
    require(by, HANDLE_CARDS)
    if not pin:
        raise PinNotSix
    owner = Member.objects.filter(cards=card_id).first()
    pin_hash = new_pin_hash(pin, again=pin_again, member=owner)
    action = actions.SET_PIN if reason is None else actions.RESET_PIN

    def make() -> Card:
        card = Card.objects.select_for_update(of=("self",)).select_related("member__place")
        found = card.filter(pk=card_id).first()
        if found is None or found.member is None or not place_of(by).covers(found.place):
            raise CardUnknown
        if reason is None and found.pin_hash:
            raise PinAlreadySet
        is_new = reason is not None or counts_as_new(found)
        give_pin(found, pin_hash, by, is_new=is_new, reason=reason or "")
        found.save()
        if reason is not None:
            forget_tries(found.member)
        log(by=by, action=action, subject=f"card:{card_id}", key=key, reason=reason or "")
        return found

    request = {"by": by.username, "card": card_id, "reason": reason or ""}
    return record(Card, key=key, verb=action.code, request=request, make=make)


def give_pin(card: Card, pin_hash: str, by: User, *, is_new: bool, reason: str = "") -> None:
    """A PIN that staff set with the member; whoever saves the card keeps it."""
    card.pin_hash, card.pin_by = pin_hash, Card.PinBy.STAFF
    if is_new:
        card.new_since = clock.now()
    what = CardEvent.What.PIN_RENEWED if is_new else CardEvent.What.PIN_SET
    write_event(card, by.username, what, reason)
