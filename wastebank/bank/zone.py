"""The time zone that every process counts days in: the bank's own.

Until something is recorded it may still be changed, in any process, so each request looks. From the
first entry of the book on it stands for good, and nobody asks the database for it any more.
"""

from zoneinfo import available_timezones

from ledger.models import JournalEntry
from wastebank.bank.known import bank_facts
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


def is_zone(name: str) -> bool:
    return name in available_timezones()


def zone_choices() -> list[tuple[str, str]]:
    """All zones there are, those of Indonesia first, by what people call them."""
    own = [(zone, f"{word} ({zone.partition('/')[2]})") for zone, word in ZONES.items()]
    return own + [(zone, zone) for zone in sorted(available_timezones()) if zone not in ZONES]


def look_again() -> None:
    """For a process that serves another database from now on, as tests do."""
    _stands[0] = False
