"""Whose card it is: of one holder one is in force.

A person has one; in a household, a group and an institution everybody may have an own one, and
names are compared as names.
"""

from wastebank.models import Card, Member
from wastebank.values.names import identity


def holder_form(card: Card) -> str:
    """The same for the same holder of a wallet; empty for whose wallet it is."""
    member = card.member
    assert member is not None  # it is being handed over
    if member.kind == Member.Kind.PERSON or not card.holder_name:
        return ""
    form = identity(card.holder_name)
    return "" if form == identity(member.name) else form[:100]


def other_cards_in_force(card: Card) -> list[Card]:
    """Those of the same holder, oldest first, with their rows held; there may be more than one of
    the time before this was refused."""
    assert card.member is not None
    active = card.member.cards.filter(state=Card.State.ACTIVE).exclude(pk=card.pk)
    held = active.select_for_update(of=("self",)).select_related("member", "place").order_by("pk")
    return [other for other in held if holder_form(other) == card.holder_form]
