"""A member makes an own PIN: alone, in the open passbook, with the old one.

With the code on a clinic's receipt the passbook tells of care there from then on (shown.py). Nobody
of the staff has part in it, so it is a line of the card's history and none of the log of actions;
the passbook and the next receipts tell of it.
"""

from uuid import UUID

from wastebank.cards.new_pins import checked_new_pin
from wastebank.cards.pins import checked_pin
from wastebank.cards.read import require_active
from wastebank.cards.refusals import PinLocked, PinUnchanged, PinWrong
from wastebank.cards.renewed import write_event
from wastebank.cards.tries import MAX_TRIES, Road, count_try, forget_tries
from wastebank.codes.secrets import hash_pin, is_pin
from wastebank.commands import record
from wastebank.models import Card, CardEvent
from wastebank.passbook.shown import clinic_of_receipt, clinics_shown, with_clinic


def choose_pin(
    *, key: UUID, card: Card, old: str, pin: str, pin_again: str, receipt: str = ""
) -> Card:
    """Another PIN in place of the one that opened the passbook. Wrong old ones are counted as at
    the sign-in with a card: whoever picks up an open phone has five.

    `receipt` is the code on a clinic's receipt, if there is one.
    """
    member = require_active(card)
    checked_pin(old)
    checked_new_pin(pin, again=pin_again, member=member)
    if pin == old:
        raise PinUnchanged
    failed = count_try(member, Road.CARD)
    if failed is None:
        raise PinLocked
    if not is_pin(card.pin_hash, old):
        raise PinWrong(tries_left=MAX_TRIES - failed) if failed < MAX_TRIES else PinLocked
    forget_tries(member, [Road.CARD])
    shown = clinics_shown(card)
    if receipt.strip():
        shown = with_clinic(shown, clinic_of_receipt(card, receipt))
    pin_hash, known_hash = hash_pin(pin), card.pin_hash

    def make() -> Card:
        found = Card.objects.select_for_update(of=("self",)).select_related("member")
        held = found.get(pk=card.pk)
        require_active(held)
        if held.pin_hash != known_hash:  # staff set another one meanwhile: that one holds
            raise PinWrong(tries_left=MAX_TRIES)
        held.pin_hash = pin_hash
        held.pin_by = Card.PinBy.PROVED if shown else Card.PinBy.MEMBER
        held.save()
        write_event(held, "", CardEvent.What.PIN_CHOSEN, " ".join(shown))
        return held

    request = {"card": card.pk}
    return record(Card, key=key, verb="choose_pin", request=request, make=make)
