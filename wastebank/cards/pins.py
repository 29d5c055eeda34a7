"""PINs: chosen by the member at the counter, five wrong tries lock the wallet.

A try is counted in its own transaction before it is judged, so guesses made in parallel cannot
slip through together. A process judges one try of a wallet at a time, so that a burst of right
ones, such as repeated requests, does not use the tries up. Nobody can list PINs: only peppered
Argon2id hashes are kept.
"""

from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.db.models import F

from wastebank import actions
from wastebank.cards.refusals import (
    CardUnknown,
    PinAlreadySet,
    PinLocked,
    PinMalformed,
    PinNotSet,
    PinWrong,
)
from wastebank.codes.secrets import hash_pin, is_pin
from wastebank.commands import log, record
from wastebank.models import Card, Member, PinTries, User
from wastebank.permissions import HANDLE_CARDS, place_of, require
from wastebank.text import checked_reason

MAX_TRIES = 5
JUDGING = [Lock() for _ in range(64)]  # a wallet has one of them, by its id


def checked_pin(pin: str) -> str:
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
        failed = count_try(member)
        for card in with_pin:
            if is_pin(card.pin_hash, pin):
                PinTries.objects.filter(member=member).update(failed=0)
                return card
    if failed >= MAX_TRIES:
        raise PinLocked
    raise PinWrong(tries_left=MAX_TRIES - failed)


def count_try(member: Member) -> int:
    """Take one of the five tries and commit that; PinLocked if none is left."""
    with transaction.atomic(durable=True):
        free = PinTries.objects.filter(member=member, failed__lt=MAX_TRIES)
        if not free.update(failed=F("failed") + 1):
            raise PinLocked
        return PinTries.objects.values_list("failed", flat=True).get(member=member)


def set_pin(*, key: UUID, by: User, card_id: int, pin: str) -> Card:
    """The member's first PIN for a card. To change one, it is reset with a reason."""
    return _write_pin(key=key, by=by, card_id=card_id, pin=pin, reason=None)


def reset_pin(*, key: UUID, by: User, card_id: int, pin: str, reason: str) -> Card:
    """A new PIN in place of a forgotten or locked one; the reason is logged, the lock lifted."""
    return _write_pin(key=key, by=by, card_id=card_id, pin=pin, reason=checked_reason(reason))


def _write_pin(*, key: UUID, by: User, card_id: int, pin: str, reason: str | None) -> Card:
    require(by, HANDLE_CARDS)
    pin_hash = hash_pin(checked_pin(pin))  # slow on purpose: done before the transaction begins
    action = actions.SET_PIN if reason is None else actions.RESET_PIN

    def make() -> Card:
        card = Card.objects.select_for_update(of=("self",)).select_related("member__place")
        found = card.filter(pk=card_id).first()
        if found is None or found.member is None or not place_of(by).covers(found.place):
            raise CardUnknown
        if reason is None and found.pin_hash:
            raise PinAlreadySet
        found.pin_hash = pin_hash
        found.save(update_fields=["pin_hash"])
        if reason is not None:
            PinTries.objects.filter(member=found.member).update(failed=0, sign_in_failed=0)
        log(by=by, action=action, subject=f"card:{card_id}", key=key, reason=reason or "")
        return found

    request = {"by": by.username, "card": card_id, "reason": reason or ""}
    return record(Card, key=key, verb=action.code, request=request, make=make)
