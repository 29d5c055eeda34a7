"""The list of receivables: what is left to come back after corrections, and what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wastebank.models import CorrectionCause, Receivable, ReceivableMove, User
from wastebank.permissions import SEE_RECEIVABLES, require, visible_places
from wastebank.receivables.owed import with_left
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, between, choice, day_fields, place_field

OPEN, GONE = "open", "gone"
STATES: tuple[tuple[str, Word], ...] = (
    (OPEN, _("Left to come back")),
    (GONE, _("All back or written off")),
    ("all", _("All")),
)


def found_receivables(by: User, asked: Filters) -> QuerySet[Any, Any]:
    require(by, SEE_RECEIVABLES)
    place = "correction__deposit__place"
    found = with_left(Receivable.objects.filter(**{f"{place}__in": visible_places(by)}))
    state = asked.get("state") or OPEN
    if state == OPEN:
        found = found.filter(left_idr__gt=0)
    elif state == GONE:
        found = found.filter(left_idr=0)
    if asked.get("cause"):
        found = found.filter(cause=asked["cause"])
    if asked.get("place"):
        found = found.filter(**{f"{place}__code": asked["place"]})
    found = between(found, asked, "correction__book_day")
    return found.select_related("member", f"{place}").order_by("-pk")


def receivable_fields(by: User) -> list[Field]:
    return [
        choice("state", _("State"), STATES),
        *day_fields(),
        *place_field(by),
        choice("cause", _("Cause"), [ALL, *CorrectionCause.choices]),
    ]


def states_of(receivable: Any) -> list[tuple[str, Word]]:
    if receivable.left_idr:
        return []
    given_up = receivable.moves.filter(kind=ReceivableMove.Kind.WRITE_OFF).exists()
    return [("stop", _("Written off"))] if given_up else [("good", _("All back"))]


RECEIVABLES: Listing[Any] = Listing(
    name="receivables",
    title=_("Receivables"),
    permission=SEE_RECEIVABLES,
    find=found_receivables,
    fields=receivable_fields,
    nothing=_("Nothing is left to come back."),
    hint=_("It begins where a correction finds that the credit was spent."),
    columns=(
        Column(_("Receipt"), Kind.CODE, lambda r: r.correction.deposit.number),
        Column(_("Member"), Kind.TEXT, lambda r: r.member.name),
        Column(_("State"), Kind.STATES, states_of),
        Column(_("Member number"), Kind.CODE, lambda r: r.member.number, on=On.FILE),
        Column(_("Place"), Kind.TEXT, lambda r: r.correction.deposit.place.name, on=On.WIDE),
        Column(_("Cause"), Kind.TEXT, lambda r: r.get_cause_display(), on=On.WIDE),
        Column(_("Corrected"), Kind.DAY, lambda r: r.correction.book_day, on=On.WIDE),
        Column(_("Per cent of each deposit"), Kind.COUNT, lambda r: r.percent, on=On.FILE),
        Column(_("At least"), Kind.RUPIAH, lambda r: r.floor_idr, on=On.FILE),
        Column(_("To come back"), Kind.RUPIAH, lambda r: r.amount_idr, on=On.WIDE),
        Column(
            _("Not owed any more"), Kind.RUPIAH, lambda r: r.amount_idr - r.left_idr, on=On.WIDE
        ),
        Column(_("Left"), Kind.RUPIAH, lambda r: r.left_idr),
    ),
)
