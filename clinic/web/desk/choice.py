"""What every page of the desk shows: lines, services to choose from, and who pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.charges.quote import NOTHING, Quote
from clinic.charges.redemption_list import often_given
from clinic.models import Clinic
from clinic.permissions import SEE_OWN_STATEMENTS, SET_TARIFFS
from clinic.register.offered import Offered, offered_services
from clinic.web.desk.forms import shown_services
from clinic.web.desk.state import DeskState
from wastebank.models import User
from wastebank.permissions import MANAGE_STAFF, may

HOTKEYS = "QWERASDFZXCV"
CATEGORIES = ("umum", "gigi", "ibu", "luka", "surat")  # each has its sign and its word
# Refused before anything is paid, about one line or all of them.
OF_LINES = (
    *("no_lines", "too_many_lines", "count_out_of_range", "price_out_of_range"),
    *("service_unknown", "service_inactive", "tariff_missing", "tariff_needed"),
    *("care_forbidden", "care_count_reached", "care_sum_reached"),
    *("field_missing", "field_malformed", "field_too_long"),
)


@dataclass(frozen=True, slots=True)
class ServiceTile:
    code: str
    name: str
    cost_idr: int | None
    hotkey: str


def bar_of(by: User, clinic: Clinic) -> dict[str, object]:
    """What stands in the bar: the clinic, and the parts of the desk this person may use."""
    parts = [(reverse("clinic:desk"), _("Desk")), (reverse("clinic:visits"), _("Visits"))]
    if may(by, SET_TARIFFS):
        parts.append((reverse("clinic:tariffs"), _("Tariffs")))
    if may(by, SEE_OWN_STATEMENTS):
        parts.append((reverse("clinic:statements"), _("Statements")))
    if may(by, MANAGE_STAFF):
        parts.append((reverse("office:staff"), _("Staff")))
    return {"clinic": clinic, "parts": parts}


def choice_of(state: DeskState) -> dict[str, object]:
    offered = offered_services(state.clinic, state.began)
    quote = state.quote()
    return {
        **bar_of(state.by, state.clinic),
        "desk": state,
        "offered": offered,
        "tiles": tiles_of(state.clinic, offered),
        "categories": categories_of(offered),
        "lines": shown_services(state.typed, {row.service.code: row for row in offered}),
        "quote": quote,
        "shares": (quote or NOTHING).shares,
        "refused_lines": state.refusal is not None and state.refusal.code in OF_LINES,
    }


def quote_answer(state: DeskState) -> dict[str, Any]:
    """The quote of what is chosen, for a page that is already there."""
    found = state.quote()
    quote: Quote = found or NOTHING
    refusal = state.absent or state.unpriced
    return {
        "total": quote.total_idr,
        "booked": quote.booked_idr,
        "held": quote.held_idr,
        "may_hold": quote.may_hold,
        "cash": quote.cash_idr,
        "missing": quote.missing_idr,
        "offer": quote.offer_idr,
        "more": quote.more_idr,
        "asks_pin": quote.asks_pin,
        "shares": quote.shares,
        "lines": [line.rupiah_idr for line in state.priced],
        "refusal": refusal and {"code": refusal.code, "message": str(refusal)},
    }


def tiles_of(clinic: Clinic, offered: Sequence[Offered]) -> list[ServiceTile]:
    """Twelve tiles under the left hand: what was given most of late, then as the list stands."""
    given = often_given(clinic)
    ranked = sorted(offered, key=lambda row: -given[row.service.pk])
    return [
        ServiceTile(row.service.code, row.service.name, row.price_idr, hotkey)
        for hotkey, row in zip(HOTKEYS, ranked, strict=False)
    ]


def categories_of(offered: Sequence[Offered]) -> list[tuple[str, str, list[Offered]]]:
    """Everything on offer by category: its sign, the word for it, the services. One order
    everywhere; a clinic's own categories come last."""
    own = sorted({row.service.category for row in offered} - {*CATEGORIES})
    return [
        (category if category in CATEGORIES else "layanan", category, rows)
        for category in (*CATEGORIES, *own)
        if (rows := [row for row in offered if row.service.category == category])
    ]
