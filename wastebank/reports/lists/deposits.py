"""The list of deposits, and the list of closed days."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from wastebank.deposits.review_flags import REVIEW_FLAGS, flags_of
from wastebank.models import DayClosing, Deposit, Device, Role, User
from wastebank.permissions import SEE_DEPOSITS, require, visible_places
from wastebank.reports.listing import (
    Column,
    Field,
    Filters,
    Kind,
    Listing,
    On,
    Word,
    amount_columns,
)
from wastebank.reports.lists.asking import ALL, between, choice, day_fields, place_field
from wastebank.values.units import UNITS

STATES: tuple[tuple[str, Word], ...] = (
    ALL,
    ("open", _("To be looked at")),
    ("seen", _("Looked at")),
    ("voided", _("Voided")),
    ("standing", _("Not voided")),
)


def to_look_at(deposits: QuerySet[Deposit]) -> QuerySet[Deposit]:
    """Odd ones that nobody looked at yet; what was taken back needs no look."""
    return deposits.filter(review_flags__gt="", review=None, void=None)


def found_deposits(by: User, asked: Filters) -> QuerySet[Deposit]:
    require(by, SEE_DEPOSITS)
    found = Deposit.objects.filter(place__in=visible_places(by))
    state = asked.get("state", "")
    if state == "open":
        found = to_look_at(found)
    elif state == "seen":
        found = found.filter(review__isnull=False)
    elif state:
        found = found.filter(void__isnull=state == "standing")
    for name, path in (("place", "place__code"), ("operator", "actor"), ("device", "device")):
        if asked.get(name):
            found = found.filter(**{path: asked[name]})
    if asked.get("mark"):
        found = found.filter(review_flags__contains=asked["mark"])
    found = between(found, asked, "book_day")
    found = found.select_related("member", "place", "void", "review", "device")
    return found.annotate(
        **{f"amount_{unit}": Sum("lines__amount", filter=Q(lines__unit=unit)) for unit in UNITS}
    ).order_by("-recorded_at", "-pk")


def deposit_fields(by: User) -> list[Field]:
    places = visible_places(by)
    people = User.objects.filter(place__in=places, role__in=[Role.OPERATOR, Role.MANAGER])
    operators = [(user.username, str(user)) for user in people.order_by("ordered_by", "username")]
    devices = Device.objects.filter(place__in=places).order_by("place__code", "letter")
    shown = [(str(device.pk), f"{device.letter} · {device.label}") for device in devices]
    return [
        *day_fields(this_month=True),
        *place_field(by),
        choice("operator", _("Recorded by"), [ALL, *operators]),
        choice("state", _("State"), STATES),
        choice(
            "mark", _("What is odd"), [ALL, *((flag.code, flag.words) for flag in REVIEW_FLAGS)]
        ),
        *([choice("device", _("Device"), [ALL, *shown])] if shown else []),
    ]


def deposit_states(deposit: Deposit) -> list[tuple[str, Word]]:
    if hasattr(deposit, "void"):
        return [("stop", _("Voided"))]
    if hasattr(deposit, "review"):
        return [("good", _("Looked at"))]
    return [("wait", flag.words) for flag in flags_of(deposit)]


def brought(deposit: Deposit, unit: str) -> int | None:
    """What all its lines of a unit make; counted by the question that found the deposit."""
    return getattr(deposit, f"amount_{unit}", None)


DEPOSITS: Listing[Deposit] = Listing(
    name="deposits",
    title=_("Deposits"),
    permission=SEE_DEPOSITS,
    find=found_deposits,
    fields=deposit_fields,
    nothing=_("No deposits here."),
    hint=_("Choose other days or another place."),
    columns=(
        Column(_("Receipt"), Kind.CODE, lambda d: d.number),
        Column(_("Provisional"), Kind.CODE, lambda d: d.provisional_number, on=On.FILE),
        Column(_("Member"), Kind.TEXT, lambda d: d.member.name),
        Column(_("State"), Kind.STATES, deposit_states),
        Column(_("Member number"), Kind.CODE, lambda d: d.member.number, on=On.FILE),
        Column(_("Place"), Kind.TEXT, lambda d: d.place.name, on=On.WIDE),
        Column(_("Recorded by"), Kind.TEXT, lambda d: d.actor_name, on=On.WIDE),
        Column(_("Day"), Kind.DAY, lambda d: d.book_day, on=On.WIDE),
        Column(_("Weighed"), Kind.MOMENT, lambda d: d.weighed_at, on=On.FILE),
        Column(_("Recorded"), Kind.MOMENT, lambda d: d.recorded_at, on=On.FILE),
        Column(_("Device"), Kind.TEXT, lambda d: str(d.device or ""), on=On.FILE),
        Column(_("Device record"), Kind.COUNT, lambda d: d.device_sequence, on=On.FILE),
        *amount_columns(brought, weight_on=On.WIDE, others_on=On.FILE),
        Column(_("Total"), Kind.RUPIAH, lambda d: d.total_idr),
        Column(_("Voided"), Kind.MOMENT, lambda d: voided(d, "voided_at"), on=On.FILE),
        Column(_("Counts as taken back on"), Kind.DAY, lambda d: voided(d, "book_day"), on=On.FILE),
        Column(_("Why voided"), Kind.TEXT, lambda d: voided(d, "reason"), on=On.FILE),
        Column(
            _("Looked at"),
            Kind.TEXT,
            lambda d: d.review.note if hasattr(d, "review") else "",
            on=On.FILE,
        ),
    ),
)


def voided(deposit: Deposit, name: str) -> object:
    return getattr(getattr(deposit, "void", None), name, None)


def found_closings(by: User, asked: Filters) -> QuerySet[DayClosing]:
    require(by, SEE_DEPOSITS)
    found = DayClosing.objects.filter(place__in=visible_places(by)).select_related("place")
    if asked.get("place"):
        found = found.filter(place__code=asked["place"])
    return between(found, asked, "day").order_by("-day", "place__ordered_by")


CLOSINGS: Listing[DayClosing] = Listing(
    name="closings",
    title=_("Closed days"),
    permission=SEE_DEPOSITS,
    find=found_closings,
    fields=lambda by: [*day_fields(), *place_field(by)],
    nothing=_("No day is closed yet."),
    hint=_("The counter closes its day when the last sack is weighed."),
    columns=(
        Column(_("Day"), Kind.DAY, lambda c: c.day),
        Column(_("Place"), Kind.TEXT, lambda c: c.place.name),
        Column(_("Deposits"), Kind.COUNT, lambda c: c.deposit_count),
        Column(_("Total"), Kind.RUPIAH, lambda c: c.total_idr),
        Column(_("Voids"), Kind.COUNT, lambda c: c.void_count, on=On.WIDE),
        Column(_("Taken back"), Kind.RUPIAH, lambda c: c.voided_idr, on=On.WIDE),
        Column(_("First receipt"), Kind.COUNT, lambda c: c.first_series_number, on=On.FILE),
        Column(_("Last receipt"), Kind.COUNT, lambda c: c.last_series_number, on=On.FILE),
        Column(_("Closed by"), Kind.TEXT, lambda c: c.actor_name, on=On.WIDE),
        Column(_("Closed"), Kind.MOMENT, lambda c: c.closed_at, on=On.WIDE),
    ),
)
