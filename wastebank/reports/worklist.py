"""What waits for somebody in the office: how many, and what the first of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from ledger import clock
from ledger.management.backups.standing import standing
from ledger.models import RedFlag
from wastebank.approvals.approvable import approvable_of
from wastebank.approvals.find import waiting_for
from wastebank.cards.tries import shut_at_desk
from wastebank.devices.register import visible_devices
from wastebank.funds.cash.standing import uncounted
from wastebank.materials.price_list import price_list
from wastebank.members.find import visible_members
from wastebank.models import (
    Card,
    Deposit,
    Device,
    DeviceRecord,
    Material,
    Place,
    User,
)
from wastebank.permissions import (
    MANAGE_STAFF,
    SEE_BACKUPS,
    SEE_CASH,
    SEE_OFFICE,
    may,
    require,
    visible_places,
)
from wastebank.reports.figures import is_whole
from wastebank.reports.lists.deposits import to_look_at
from wastebank.values.calendar import local_day

SILENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for a person: what it is, and how many; `about` names the first."""

    what: str
    count: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that is over and not closed yet, at a place where something was recorded."""

    place: str
    code: str
    day: date


def to_do(*, by: User) -> list[ToDo]:
    """What waits for somebody in the office, most pressing first; only what is there."""
    require(by, SEE_OFFICE)
    members = visible_members(by)
    locked = shut_at_desk(members)
    odd = to_look_at(Deposit.objects.filter(place__in=visible_places(by)))
    days = open_days(by)
    dear = dear_prices(by)
    unfetched = Card.objects.filter(member__in=members, state=Card.State.PRINTED)
    counts = [
        ToDo("book_red", RedFlag.objects.filter(lifted_at__isnull=True).count()),
        ToDo("pins_locked", locked.count()),
        ToDo("open_days", len(days), days[0].place if days else ""),
        *cash_to_do(by),
        ToDo("odd_deposits", odd.count()),
        *(devices_to_do(by) if may(by, MANAGE_STAFF) else []),
        ToDo("dear_prices", len(dear), dear[0].name if dear else ""),
        ToDo("without_price", len(unpriced(by))),
        ToDo("cards_waiting", unfetched.count()),
    ]
    waiting = waiting_for(by)
    first = str(approvable_of(waiting[0].what).name) if waiting else ""
    counts[1:1] = [*backups_to_do(by), ToDo("to_agree", len(waiting), first)]
    return [item for item in counts if item.count]


def backups_to_do(by: User) -> list[ToDo]:
    """A backup that failed or is too old. That there is no key yet the path of setting up says."""
    if not may(by, SEE_BACKUPS) or not is_whole(by, ""):
        return []
    now = standing()
    if not now.is_late:
        return []
    days = now.age.days if now.age else now.waiting_since_days or 0
    return [ToDo("backup_failed" if now.is_failed else "backup_late", max(days, 1))]


def cash_to_do(by: User) -> list[ToDo]:
    """Boxes and bank accounts that somebody should count or compare by now."""
    late = uncounted(by) if may(by, SEE_CASH) else []
    return [ToDo("cash_uncounted", len(late), late[0].account.name if late else "")]


def open_days(by: User) -> list[OpenDay]:
    """Days before today with records that nobody closed, the oldest first."""
    closed = Coalesce("place__receiptseries__closed_through", Value(date.min))
    rows = (
        Deposit.objects.filter(place__in=visible_places(by), book_day__lt=local_day(clock.now()))
        .filter(book_day__gt=closed)
        .order_by("book_day", "place__ordered_by")
        .values_list("place__name", "place__code", "book_day")
        .distinct()
    )
    return [OpenDay(*row) for row in rows]


def devices_to_do(by: User) -> list[ToDo]:
    """Counters that have not spoken for a week, and records that lie parked on a device."""
    silent = silent_devices(by)
    parked = DeviceRecord.objects.filter(
        device__in=visible_devices(by).filter(revoked_at=None),
        outcome=DeviceRecord.Outcome.REFUSED,
    ).select_related("device")
    first = silent.first()
    first_parked = parked.first()
    return [
        ToDo("parked", parked.count(), first_parked.device.label if first_parked else ""),
        ToDo("devices_silent", silent.count(), first.label if first else ""),
    ]


def silent_devices(by: User) -> QuerySet[Device]:
    """Counters that may record and have not spoken for a week."""
    week_ago = clock.now() - SILENT
    counters = visible_devices(by).filter(kind=Device.Kind.COUNTER, revoked_at=None)
    return counters.filter(created_at__lt=week_ago).exclude(seen_at__gte=week_ago)


def dear_prices(by: User) -> list[Material]:
    """What a place pays more for than it gets, by its own price."""
    now = clock.now()
    return [
        row.material
        for place in visible_places(by)
        for row in price_list(place, now)
        if row.now is not None and row.is_own and row.buys_above_sale
    ]


def unpriced(by: User) -> list[Material]:
    """Materials that are taken, but that have no price at any place a counter here looks at."""
    listed = Q(prices__place__in=visible_places(by)) | Q(prices__place__kind=Place.Kind.MAIN)
    return list(Material.objects.filter(active=True).exclude(listed))
