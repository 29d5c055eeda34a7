"""Of which clinics an open passbook tells: those whose receipt came with the choice of its PIN.

Whoever set a PIN for somebody can choose another one in their name, and hand that one out as theirs
as well: no PIN tells the two apart. A clinic hands its receipts to the patient alone, and the bank
does not know their codes. So the code of one, of a visit that was paid with this card since staff
set its PIN, must come with the next PIN. It speaks for its own clinic: nobody opens a clinic of
their own to read what another one did.
"""

from datetime import datetime

from django.db.models import QuerySet

from ledger import registry
from wastebank.codes.card_code import MisspeltCode, parse_verify_code
from wastebank.models import Card, CardEvent
from wastebank.passbook.refusals import PassbookSignInWaits, ReceiptNotOfCard
from wastebank.rate_limit import count_up, give_back

BY_STAFF = (CardEvent.What.PIN_SET, CardEvent.What.PIN_RENEWED)
MOST_LETTERS = 300  # that a line of the card's history has room for
MOST_CODES, CODES_MINUTES = 10, 24 * 60
WHAT = "receipt_with_pin"


def clinics_shown(card: Card) -> list[str]:
    """The codes of the clinics whose visits the passbook of this card tells, with its PIN of now;
    first the one whose receipt came last.

    The last choice names them all. A PIN that went over to this card is told by the one before.
    """
    last = events_of_pin(card).filter(event__in=(*BY_STAFF, CardEvent.What.PIN_CHOSEN)).last()
    is_own = last is not None and last.event == CardEvent.What.PIN_CHOSEN
    return last.reason.split() if last and is_own else []


def with_clinic(known: list[str], clinic: str) -> list[str]:
    """These and this one, which is now the first. One that is among them makes none leave; where
    there is no room for all, those leave whose receipts came longest ago."""
    named = [clinic, *(one for one in known if one != clinic)]
    while len(" ".join(named)) > MOST_LETTERS:
        named.pop()
    return named


def cards_of_pin(card: Card) -> QuerySet[Card]:
    """The cards that have this very PIN, as it went over from one to the next: no two choices have
    one hash."""
    return Card.objects.filter(member=card.member_id, pin_hash=card.pin_hash).exclude(pin_hash="")


def events_of_pin(card: Card) -> QuerySet[CardEvent]:
    return CardEvent.objects.filter(card__in=cards_of_pin(card)).order_by("pk")


def clinic_of_receipt(card: Card, typed: str) -> str:
    """The code of the clinic whose receipt this is, of a visit that was paid with this card since
    staff set its PIN; ReceiptNotOfCard if it is none. Wrong ones are counted."""
    try:
        code = parse_verify_code(typed)
    except MisspeltCode:
        raise ReceiptNotOfCard from None
    who = str(card.member_id)
    if not count_up(what=WHAT, who=who, most=MOST_CODES, minutes=CODES_MINUTES):
        raise PassbookSignInWaits(minutes=CODES_MINUTES)
    for room in registry.offered("care"):
        clinic: str | None = room.clinic_of_receipt(cards_of_pin(card), code, set_by_staff(card))
        if clinic is not None:
            give_back(what=WHAT, who=who)
            return clinic
    raise ReceiptNotOfCard


def set_by_staff(card: Card) -> datetime | None:
    """When staff set a PIN for this card last; None: never."""
    event = events_of_pin(card).filter(event__in=BY_STAFF).last()
    return event.at if event else None
