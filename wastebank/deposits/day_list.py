"""The deposits of a day."""

from datetime import date

from django.db.models import QuerySet

from wastebank.models import Deposit, User
from wastebank.permissions import SEE_DEPOSITS, require, visible_places


def day_list(*, by: User, day: date) -> QuerySet[Deposit]:
    """The deposits that count in a day at the places this person may see, newest first."""
    require(by, SEE_DEPOSITS)
    deposits = Deposit.objects.filter(place__in=visible_places(by), book_day=day)
    return deposits.select_related("member", "place", "void").order_by("-recorded_at", "-pk")
