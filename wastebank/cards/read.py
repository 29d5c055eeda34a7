"""From the code on a card to the card and its member."""

from wastebank.cards.refusals import (
    CardBlocked,
    CardMisspelt,
    CardNotActive,
    CardReplaced,
    CardUnknown,
)
from wastebank.codes.card_code import HashedCode, MisspeltCode, hash_code, parse_code
from wastebank.members.find import require_open
from wastebank.models import Card, Member
from wastebank.refusals import Conflict

WHY_NOT: dict[str, type[Conflict]] = {
    Card.State.PRINTED: CardNotActive,
    Card.State.BLOCKED: CardBlocked,
    Card.State.REPLACED: CardReplaced,
}


def read_card(code: str | HashedCode) -> Card:
    """The card with this code, in whatever state; CardMisspelt or CardUnknown."""
    try:
        digest = code.digest if isinstance(code, HashedCode) else hash_code(parse_code(code))
    except MisspeltCode:
        raise CardMisspelt from None
    cards = Card.objects.select_related("member__place", "place")
    card = cards.filter(code_hash=digest).first()
    if card is None:
        raise CardUnknown
    return card


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
