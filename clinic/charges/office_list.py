"""What the office may know of care: which clinic, and how much. Never what was done for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clinic.models import Redemption
from wastebank.codes.card_code import MisspeltCode, parse_verify_code
from wastebank.models import Place, User
from wastebank.permissions import SEE_OFFICE, may, require
from wastebank.reports.figures import visible_clinics
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, choice, day_fields, days_of
from wastebank.reports.search import Hit
from wastebank.values.calendar import day_bounds, local_day
from wastebank.values.letters import one_line


def visible_visits(by: User) -> QuerySet[Redemption]:
    """Visits at the clinics of the programme; a unit sees those of its own members."""
    require(by, SEE_OFFICE)
    visits = Redemption.objects.select_related("clinic__place", "cancel")
    visits = visits.prefetch_related("payments")
    if by.place is None:
        return visits
    if by.place.kind == Place.Kind.MAIN:
        return visits.filter(clinic__place__parent=by.place)
    return visits.filter(member__place=by.place)


def found_visits(by: User, asked: Filters) -> QuerySet[Redemption]:
    found = visible_visits(by)
    if asked.get("clinic"):
        found = found.filter(clinic__place__code=asked["clinic"])
    if asked.get("state"):
        found = found.filter(cancel__isnull=asked["state"] == "standing")
    first, last = days_of(asked)
    if first:
        found = found.filter(redeemed_at__gte=day_bounds(first)[0])
    if last:
        found = found.filter(redeemed_at__lt=day_bounds(last)[1])
    return found.order_by("-redeemed_at", "-pk")


VISIT_STATES: tuple[tuple[str, Word], ...] = (
    ALL,
    ("standing", _("Not cancelled")),
    ("cancelled", _("Cancelled")),
)


def visit_fields(by: User) -> list[Field]:
    clinics = [(place.code, place.name) for place in visible_clinics(by)]
    return [
        *day_fields(this_month=True),
        *([choice("clinic", _("Clinic"), [ALL, *clinics])] if len(clinics) > 1 else []),
        choice("state", _("State"), VISIT_STATES),
    ]


def visit_state(visit: Redemption) -> list[tuple[str, Word]]:
    return [("stop", _("Cancelled"))] if hasattr(visit, "cancel") else []


def cancelled_at(visit: Redemption) -> datetime | None:
    """When it was taken back, and so the period in which it is subtracted."""
    return visit.cancel.cancelled_at if hasattr(visit, "cancel") else None


VISITS: Listing[Redemption] = Listing(
    name="visits",
    title=_("Visits, as sums"),
    permission=SEE_OFFICE,
    find=found_visits,
    fields=visit_fields,
    nothing=_("No visits in these days."),
    columns=(
        Column(_("Receipt"), Kind.CODE, lambda visit: visit.number),
        Column(_("State"), Kind.STATES, visit_state),
        Column(_("Clinic"), Kind.TEXT, lambda visit: visit.clinic.place.name, on=On.UNDER),
        Column(_("When"), Kind.MOMENT, lambda visit: visit.redeemed_at, on=On.WIDE),
        Column(_("Cash"), Kind.RUPIAH, lambda visit: visit.cash_idr, on=On.WIDE),
        Column(_("Credit"), Kind.RUPIAH, lambda visit: visit.credit_idr),
        Column(_("Other payers"), Kind.RUPIAH, lambda visit: visit.others_idr, on=On.WIDE),
        Column(_("Cancelled"), Kind.MOMENT, cancelled_at, on=On.FILE),
    ),
)


def search_visits(*, by: User, text: str) -> list[Hit]:
    """A visit by its receipt's number or check code: the clinic, the day, what the book paid."""
    if not may(by, SEE_OFFICE):
        return []
    exact = Q(number=one_line(text).replace(" ", "").upper()[:40])
    try:
        exact |= Q(verify_code=parse_verify_code(one_line(text)[:40]))
    except MisspeltCode:
        pass
    return [
        Hit(
            "visit",
            visit.number,
            visit.number,
            visit.clinic.place.name,
            local_day(visit.redeemed_at),
            visit.booked_idr,
            is_exact=True,
        )
        for visit in visible_visits(by).filter(exact)[:2]
    ]
