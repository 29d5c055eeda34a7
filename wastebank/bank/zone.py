"""The time zone that every process counts days in: the bank's own.

Until something is recorded it may still be changed, in any process, so each request looks. From the
first entry of the book on it stands for good, and nobody asks the database for it any more.
"""

from zoneinfo import available_timezones

from django.db import transaction

from ledger.models import JournalEntry
from wastebank.bank.known import bank_facts
from wastebank.bank.refusals import ZoneMoved
from wastebank.models import Bank
from wastebank.models.bank import THE_ONE
from wastebank.values.calendar import ZONES, use_zone, zone_now

_stands: list[bool] = [False]  # whether this process has read a zone that can no longer change


def is_fixed() -> bool:
    """Whether something was recorded, so that days have been counted already."""
    return JournalEntry.objects.exists()


def follow_zone() -> None:
    """Count days in the bank's zone from now on, in this process."""
    if _stands[0]:
        return
    fixed = is_fixed()  # asked before the zone is read: what was set meanwhile is then read, too
    use_zone(bank_facts().time_zone or zone_now())
    _stands[0] = fixed


def held_bank() -> Bank:
    """The bank's row, held until the transaction ends: the first entry of the book and a change of
    the zone come one after the other."""
    Bank.objects.get_or_create(pk=THE_ONE)
    return Bank.objects.select_for_update().get(pk=THE_ONE)


def hold_zone() -> None:
    """Before an entry is written, while the zone may still change: the day that it counts for was
    counted in the bank's zone, and that stands until it is committed, and then for good."""
    if _stands[0]:
        return
    if (held_bank().time_zone or zone_now()) != zone_now():
        raise ZoneMoved
    transaction.on_commit(follow_zone, robust=True)


def is_zone(name: str) -> bool:
    return name in available_timezones()


def zone_choices() -> list[tuple[str, str]]:
    """All zones there are, those of Indonesia first, by what people call them."""
    own = [(zone, f"{word} ({zone.partition('/')[2]})") for zone, word in ZONES.items()]
    return own + [(zone, zone) for zone in sorted(available_timezones()) if zone not in ZONES]


def look_again() -> None:
    """For a process that serves another database from now on, as tests do."""
    _stands[0] = False
