"""A limit is set from now or from a later day on. The past keeps its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import actions
from clinic.limits.refusals import CareLimitInPast, CareLimitMalformed, CareLimitSame
from clinic.models import CareLimit, Clinic, Service
from clinic.permissions import SET_CARE_LIMITS, clinic_of
from clinic.register.refusals import ServiceUnknown
from ledger import clock
from wastebank.actions import Change
from wastebank.commands import log, record
from wastebank.models import Place, Role, User
from wastebank.permissions import place_of, require
from wastebank.refusals import PlaceUnknown
from wastebank.text import checked_choice
from wastebank.values.calendar import local_day
from wastebank.values.dated import in_force, instant_of
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

MOST_COUNT = 10_000
MOST_IDR = 10_000_000_000


def set_care_limit(
    *,
    key: UUID,
    by: User,
    place: str,
    whose: str,
    period: str,
    measure: str,
    most: int | None,
    valid_from: date,
    service: str = "",
) -> CareLimit:
    """Limit a service (empty: all care together) at a clinic, or at all clinics of a main bank.
    0 forbids it; None: no limit from then on."""
    where = place_for_limits(by, place)
    words = {
        "service": service,
        "whose": checked_choice("whose", whose, CareLimit.Whose.values),
        "period": checked_choice("period", period, CareLimit.Period.values),
        "measure": checked_choice("measure", measure, CareLimit.Measure.values),
    }
    top = MOST_COUNT if measure == CareLimit.Measure.COUNT else MOST_IDR
    if most is not None and not 0 <= most <= top:
        raise CareLimitMalformed(max=top)
    require_known(where, service)
    request = {
        "by": by.username,
        "place": place,
        **words,
        "most": most,
        "valid_from": valid_from.isoformat(),
    }
    return record(
        CareLimit,
        key=key,
        verb="set_care_limit",
        request=request,
        make=lambda: put_limit(key, by, where, words, most, valid_from),
    )


def place_for_limits(by: User, place: str) -> Place:
    """The lead limits what the own clinic gives; a manager also the whole programme."""
    require(by, SET_CARE_LIMITS)
    if by.role == Role.LEAD:
        own = clinic_of(by).place
        found = own if place == own.code else None
    else:
        found = Place.objects.filter(code=place).exclude(kind=Place.Kind.UNIT).first()
    if found is None or not place_of(by).covers(found):
        raise PlaceUnknown(place=place)
    return found


def services_limited(place: Place) -> Sequence[Service]:
    """What clinics offer there, each code once: what has one code is one service to a limit."""
    clinics = {"clinic__place": place}
    if place.kind == Place.Kind.MAIN:
        clinics = {"clinic__place__parent": place}
    found = Service.objects.filter(**clinics).order_by("ordered_by", "pk")
    return list({service.code: service for service in found}.values())


def require_known(place: Place, service: str) -> None:
    if service and service not in {one.code for one in services_limited(place)}:
        raise ServiceUnknown(service=service)


def put_limit(
    key: UUID, by: User, place: Place, words: dict[str, str], most: int | None, day: date
) -> CareLimit:
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)  # one after the other
    now = clock.now()
    if day < local_day(now):
        raise CareLimitInPast
    holds_from = instant_of(day, now, is_first=False)
    limit = CareLimit(place=place, **words, most=most, set_by=by.username)
    limit.holds_from, limit.set_at = holds_from, now
    before = in_force(CareLimit.objects.filter(place=place, **words), holds_from)
    if (before.most if before else None) == most:
        raise CareLimitSame
    limit.save()
    log(
        by=by,
        action=actions.SET_CARE_LIMIT,
        subject=f"place:{place.code}",
        key=key,
        place=place,
        change=Change(
            thing=lambda: limit_words(limit),
            before=lambda: most_words(before),
            after=lambda: most_words(limit),
            holds_from=holds_from,
        ),
    )
    return limit


def limit_words(limit: CareLimit) -> str:
    """`Konsultasi dokter umum, satu orang, sebulan`."""
    what = _("All care together")
    if limit.service:
        named = {one.code: one.name for one in services_limited(limit.place)}
        what = named.get(limit.service, limit.service)
    return f"{what}, {limit.get_whose_display()}, {limit.get_period_display()}"


def most_words(limit: CareLimit | None) -> str:
    if limit is None or limit.most is None:
        return _("No limit")
    if limit.most == 0:
        return _("not allowed")
    if limit.measure == CareLimit.Measure.RUPIAH:
        return show_rupiah(limit.most, language())
    return ngettext("%(n)d time", "%(n)d times", limit.most) % {"n": limit.most}


# --- what is there


@dataclass(frozen=True, slots=True)
class LimitLine:
    """What is limited, how much it is now, and what was set for later."""

    limit: CareLimit  # the latest row of it
    what: str
    now: str
    following: Sequence[tuple[Any, str]]  # from which instant, how much


def limits_above(*, by: User, clinic: Clinic) -> list[LimitLine]:
    """Those that the programme set for all its clinics: a lead sees them, and does not set them."""
    require(by, SET_CARE_LIMITS)
    return lines_of(clinic.place.parent) if clinic.place.parent else []


def limit_list(*, by: User, place: Place) -> list[LimitLine]:
    """Every limit at a place that holds or will, as it stands now."""
    require(by, SET_CARE_LIMITS)
    return lines_of(place)


def lines_of(place: Place) -> list[LimitLine]:
    now = clock.now()
    rows: dict[tuple[object, ...], list[CareLimit]] = {}
    found = CareLimit.objects.filter(place=place).select_related("place").order_by("holds_from")
    for row in found.order_by("holds_from", "pk"):
        rows.setdefault(row.about, []).append(row)
    lines = []
    for some in rows.values():
        held = in_force(some, now)
        later = [row for row in some if row.holds_from > now]
        if (held is None or held.most is None) and not later:
            continue
        following = [(row.holds_from, most_words(row)) for row in later]
        lines.append(LimitLine(some[-1], limit_words(some[-1]), most_words(held), following))
    return sorted(lines, key=lambda line: line.what)
