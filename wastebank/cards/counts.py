"""How many cards lie where."""

from dataclasses import dataclass

from django.db.models import Count, Q

from wastebank.models import Card, Place, User
from wastebank.permissions import SEE_MEMBERS, require, visible_places


@dataclass(frozen=True, slots=True)
class CardCount:
    """How the cards of a place stand: blank, printed for somebody, in force, ended."""

    place: Place
    blank: int
    waiting: int
    active: int
    ended: int


def card_counts(*, by: User) -> list[CardCount]:
    """How many cards of each place are where."""
    require(by, SEE_MEMBERS)
    printed = Q(card__state=Card.State.PRINTED)
    ended = Q(card__state__in=[Card.State.BLOCKED, Card.State.REPLACED])
    places = visible_places(by).annotate(
        blanks=Count("card", filter=printed & Q(card__member__isnull=True)),
        waiting=Count("card", filter=printed & Q(card__member__isnull=False)),
        in_force=Count("card", filter=Q(card__state=Card.State.ACTIVE)),
        ended=Count("card", filter=ended),
    )
    return [
        CardCount(place, place.blanks, place.waiting, place.in_force, place.ended)
        for place in places.order_by("-kind", "ordered_by")
    ]
