"""From the code on a card to the card and its member."""

from wastebank.cards.refusals import (
    CardBlocked,
    CardMisspelt,
    CardNeeded,
    CardNotActive,
    CardReplaced,
    CardUnknown,
)
from wastebank.codes.card_code import HashedCode, MisspeltCode, hash_code, parse_code
from wastebank.codes.member_number import is_number, looks_like_number
from wastebank.members.find import require_open, why_no_number
from wastebank.members.refusals import NumberIsPhone, NumberNeedsLetter
from wastebank.models import Card, Member
from wastebank.refusals import Conflict, Invalid

WHY_NOT: dict[str, type[Conflict]] = {
    Card.State.PRINTED: CardNotActive,
    Card.State.BLOCKED: CardBlocked,
    Card.State.REPLACED: CardReplaced,
}


def read_card(code: str | HashedCode) -> Card:
    """The card with this code, in whatever state; CardNeeded, CardMisspelt or CardUnknown."""
    try:
        digest = code.digest if isinstance(code, HashedCode) else hash_code(parse_code(code))
    except MisspeltCode:
        raise why_no_code(code) from None
    cards = Card.objects.select_related("member__place", "place")
    card = cards.filter(code_hash=digest).first()
    if card is None:
        raise CardUnknown
    return card


def why_no_code(typed: str | HashedCode) -> Invalid:
    """Why this is no card's code: a number of any kind, or a code misread."""
    kind = number_in(typed) if isinstance(typed, str) else ""
    return CardNeeded(typed=kind) if kind else CardMisspelt()


def number_in(typed: str) -> str:
    """What kind of number was typed, as `CardNeeded` tells of it; empty if it is none."""
    why = why_no_number(typed)
    if looks_like_number(typed):
        return "number" if is_number(typed) else "wrong_letter"
    if isinstance(why, NumberIsPhone):
        return "phone"
    if isinstance(why, NumberNeedsLetter):
        return "no_letter"
    return "figures" if "".join(typed.split()).isdecimal() else ""


def active_card(code: str | HashedCode) -> tuple[Card, Member]:
    """The card and its member, if the card is in force and the membership open."""
    card = read_card(code)
    return card, require_active(card)


def require_active(card: Card) -> Member:
    if card.state in WHY_NOT:
        raise WHY_NOT[card.state]
    if card.member is None:
        raise CardNotActive
    require_open(card.member)
    return card.member
