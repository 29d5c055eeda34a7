"""Putting right what is on record of a clinic, and what holds for it from now on.

What was recorded keeps what it was recorded with: a visit the hours in which it may be cancelled,
its receipt the names of its services, a statement its days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, QuerySet
from django.utils.formats import date_format

from clinic import actions
from clinic.models import Authorisation, Clinic, Redemption, Service
from clinic.register.clinics import check_terms
from clinic.register.refusals import ClinicDatesInUse, ClinicUnknown, ServiceUnknown
from clinic.register.services import service_called
from clinic.register.tariffs import find_clinic
from ledger import clock
from ledger.registry import field_name
from wastebank.actions import Action, Change
from wastebank.commands import asked, correct, log, record
from wastebank.files.tables_in import RowProblem, slug
from wastebank.models import User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.refusals import FieldMalformed, NameTaken, NothingCorrected
from wastebank.staff.places import looked_after
from wastebank.text import checked_name, checked_reason
from wastebank.values.calendar import day_bounds, local_day


class Said(Enum):
    """An end that nobody spoke of is not the same as no end."""

    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Terms:
    valid_from: date
    valid_until: date | None
    cancel_window_hours: int
    due_days: int
    dispute_days: int


def correct_clinic(
    *,
    key: UUID,
    by: User,
    clinic: str,
    reason: str,
    valid_from: date | None = None,
    valid_until: date | Said | None = Said.NOTHING,
    cancel_window_hours: int | None = None,
    due_days: int | None = None,
    dispute_days: int | None = None,
) -> Clinic:
    """What is left out stays; `valid_until` None: without an end."""
    require(by, MANAGE_PLACES)
    numbers = {
        "cancel_window_hours": cancel_window_hours,
        "due_days": due_days,
        "dispute_days": dispute_days,
    }
    right: dict[str, Any] = {name: said for name, said in numbers.items() if said is not None}
    if valid_from is not None:
        right["valid_from"] = valid_from
    if not isinstance(valid_until, Said):
        right["valid_until"] = valid_until

    def hold() -> Clinic:
        mine = Clinic.objects.filter(place__in=looked_after(by), place__code=clinic)
        found = mine.select_related("place").select_for_update(of=("self",)).first()
        if found is None:
            raise ClinicUnknown(clinic=clinic[:20])
        check_new_terms(found, right)
        return found

    return correct(
        model=Clinic,
        key=key,
        by=by,
        action=actions.CORRECT_CLINIC,
        which={"clinic": clinic},
        reason=checked_reason(reason),
        right=right,
        hold=hold,
        place=lambda found: found.place,
        shown={"valid_from": shown_day, "valid_until": shown_day},
    )


def shown_day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""


def check_new_terms(clinic: Clinic, right: Mapping[str, Any]) -> None:
    """They are possible, and every visit there was still lies between the two days."""
    terms = Terms(**{name: getattr(clinic, name) for name in Terms.__slots__} | dict(right))
    check_terms(**{name: getattr(terms, name) for name in Terms.__slots__})
    first, last = visits_between(clinic)
    if "valid_from" in right and first and local_day(first) < terms.valid_from:
        raise ClinicDatesInUse(day=local_day(first).isoformat())
    if terms.valid_until and last and last >= day_bounds(terms.valid_until)[1]:
        raise ClinicDatesInUse(day=local_day(last).isoformat())


def visits_between(clinic: Clinic) -> tuple[datetime | None, datetime | None]:
    """When the first and the last visit began; the end of an open one may come later."""
    paid = Redemption.objects.filter(clinic=clinic, authorisation_end=None)
    begun = [
        span(paid.annotate(began=F("redeemed_at"))),
        span(Authorisation.objects.filter(clinic=clinic).annotate(began=F("opened_at"))),
    ]
    firsts = [first for first, _last in begun if first]
    lasts = [last for _first, last in begun if last]
    return min(firsts, default=None), max(lasts, default=None)


def span(visits: QuerySet[Any, Any]) -> tuple[datetime | None, datetime | None]:
    found = visits.aggregate(first=Min("began"), last=Max("began"))
    return found["first"], found["last"]


# --- services


def correct_service(
    *,
    key: UUID,
    by: User,
    clinic: str,
    service: str,
    reason: str = "",
    name_id: str | None = None,
    name_en: str | None = None,
    category: str | None = None,
) -> Service:
    """What a service is called and where it stands in the list. How it is counted and priced
    stays: visits rest on it, and another one is another service."""
    where = find_clinic(by=by, code=clinic)
    typed = asked({"name_id": name_id, "name_en": name_en, "category": category})
    longest = {"name_id": 150, "name_en": 150, "category": 40}
    right = {
        name: checked_name(name, said, longest[name], needed=True) for name, said in typed.items()
    }
    why = checked_reason(reason, needed=False)
    request = {"by": by.username, "clinic": clinic, "service": service, "reason": why, **right}

    def make() -> Service:
        found = held_service(where, service)
        rename(by, key, found, right, why)
        return found

    return record(Service, key=key, verb="correct_service", request=request, make=make)


def rename(by: User, key: UUID, service: Service, right: Mapping[str, str], reason: str) -> None:
    """Inside a command's transaction, which holds the service's row."""
    name = right.get("name_id", service.name_id)
    check_free_name(service, name)
    changed = {field: said for field, said in right.items() if getattr(service, field) != said}
    if not changed:
        raise NothingCorrected
    for field, said in changed.items():
        was = getattr(service, field)
        setattr(service, field, said)
        note(by, key, actions.CORRECT_SERVICE, service, field, (was, said), reason)
    service.save()


def check_free_name(service: Service, name: str) -> None:
    same = service_called(service.clinic, name)
    if same is not None and same.pk != service.pk:
        raise NameTaken(name=same.name_id)
    try:
        slug(name)
    except RowProblem:
        raise FieldMalformed(field="name_id") from None


def set_service_offered(
    *, key: UUID, by: User, clinic: str, service: str, offered: bool, reason: str = ""
) -> Service:
    """Stop offering a service, or offer it again. Visits that are open end as they began."""
    where = find_clinic(by=by, code=clinic)
    why = checked_reason(reason, needed=False)
    request = {"by": by.username, "clinic": clinic, "service": service, "offered": offered}

    def make() -> Service:
        found = held_service(where, service)
        put_offered(by, key, found, offered=offered, reason=why)
        return found

    return record(
        Service, key=key, verb="set_service_offered", request={**request, "reason": why}, make=make
    )


def put_offered(by: User, key: UUID, service: Service, *, offered: bool, reason: str = "") -> None:
    """Inside a command's transaction, which holds the service's row."""
    if service.active == offered:
        raise NothingCorrected
    service.active = offered
    service.save(update_fields=["active"])
    action = actions.OFFER_SERVICE if offered else actions.STOP_SERVICE
    log(
        by=by,
        action=action,
        subject=f"clinic:{service.clinic.place.code}",
        key=key,
        reason=reason,
        place=service.clinic.place,
        change=Change(
            thing=lambda: service.name,
            before=lambda: offered_words(not offered),
            after=lambda: offered_words(offered),
            holds_from=clock.now(),
        ),
    )


def offered_words(offered: bool) -> str:  # noqa: FBT001 - the one word that is said
    return str(actions.OFFERED if offered else actions.NOT_OFFERED)


def held_service(clinic: Clinic, code: str) -> Service:
    found = (
        Service.objects.select_for_update(of=("self",))
        .select_related("clinic__place")
        .filter(clinic=clinic, code=code)
        .first()
    )
    if found is None:
        raise ServiceUnknown(service=code[:60])
    return found


def note(
    by: User,
    key: UUID,
    action: Action,
    service: Service,
    field: str,
    words: tuple[str, str],
    reason: str,
) -> None:
    log(
        by=by,
        action=action,
        subject=f"clinic:{service.clinic.place.code}",
        key=key,
        reason=reason,
        place=service.clinic.place,
        change=Change(
            thing=lambda: f"{service.name}: {field_name(field)}",
            before=lambda: words[0] or "–",
            after=lambda: words[1] or "–",
            holds_from=clock.now(),
        ),
    )
