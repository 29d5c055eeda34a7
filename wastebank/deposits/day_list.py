"""The deposits of a day."""

from datetime import date

from django.db.models import Max, QuerySet

from ledger import clock
from wastebank.models import Deposit, User
from wastebank.permissions import SEE_DEPOSITS, require, visible_places
from wastebank.values.calendar import local_day


def day_list(*, by: User, day: date) -> QuerySet[Deposit]:
    """The deposits that count in a day at the places this person may see, newest first."""
    require(by, SEE_DEPOSITS)
    deposits = Deposit.objects.filter(place__in=visible_places(by), book_day=day)
    return deposits.select_related("member", "place", "void").order_by("-recorded_at", "-pk")


def list_of_today(*, by: User) -> QuerySet[Deposit]:
    """What counts today, and what came after today was closed and counts later: newest first.

    Whatever is recorded now stands in it, at every place.
    """
    require(by, SEE_DEPOSITS)
    today = local_day(clock.now())
    deposits = Deposit.objects.filter(place__in=visible_places(by), book_day__gte=today)
    return deposits.select_related("member", "place", "void").order_by("-recorded_at", "-pk")


def latest_day(by: User) -> date:
    """Today, or the day after it where something has been recorded for that one already."""
    last = list_of_today(by=by).order_by().aggregate(day=Max("book_day"))["day"]
    return last or local_day(clock.now())
