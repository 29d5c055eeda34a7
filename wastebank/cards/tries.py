"""Wrong PINs, counted for a wallet on each road by itself, in the database and by its time.

Whoever knows a number can shut the passbook to numbers, and neither to cards nor the clinic desk;
whoever found a card can shut what asks for a card. A day after the last wrong try a road is open
again by itself, and staff open all of them with a new PIN and a reason.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from wastebank.models import Member, PinTries

MAX_TRIES = 5
SHUT_HOURS = 24


class Road(StrEnum):
    """Where a PIN is typed; the name of the column that counts the wrong ones."""

    DESK = "failed"  # card and PIN at a clinic
    NUMBER = "sign_in_failed"  # member number and PIN at the passbook
    CARD = "card_sign_in_failed"  # card and PIN at the passbook


def count_try(member: Member, road: Road) -> int | None:
    """Take one of the five tries and commit that, before it is judged; None if none is left."""
    past = is_past(road)
    with transaction.atomic(durable=True):
        mine = PinTries.objects.filter(member=member)
        counted = Case(When(past, then=1), default=F(road) + 1)
        free = mine.filter(past | Q(**{f"{road}__lt": MAX_TRIES}))
        if not free.update(**{road: counted, f"{road}_at": Now()}):
            return None
        return int(mine.values_list(road, flat=True).get())


def is_past(road: Road) -> Q:
    """Whether the last wrong try lies a day back, by the clock of the database."""
    return Q(**{f"{road}_at__lte": Now() - timedelta(hours=SHUT_HOURS)})


def forget_tries(member: Member, roads: Iterable[Road] = tuple(Road)) -> None:
    """A right PIN on a road, or a new one on all, starts the count anew."""
    PinTries.objects.filter(member=member).update(**dict.fromkeys(roads, 0))


def shut_at_desk(members: QuerySet[Member]) -> QuerySet[PinTries]:
    """The wallets of these members whose PIN is locked just now."""
    full = PinTries.objects.filter(member__in=members, failed__gte=MAX_TRIES)
    return full.exclude(is_past(Road.DESK))
