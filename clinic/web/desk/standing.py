"""What stands on the desk: a patient, what was chosen, who pays, and what can be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.charges.prepare import ServiceAsked, check_lines, price_lines
from clinic.charges.redemption_list import often_given
from clinic.charges.refusals import CashOutOfRange
from clinic.models import Clinic, Visit
from clinic.permissions import SET_TARIFFS, clinic_of
from clinic.register.offered import Offered, offered_services
from clinic.web.desk.forms import TypedService, asked_services, shown_services
from clinic.web.desk.splitting import Split, new_split
from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.models import User
from wastebank.permissions import may
from wastebank.refusals import KeyMissing
from wastebank.values.calendar import local_day
from wastebank.web.common.forms import new_key

HOTKEYS = "QWERASDFZXCV"
CATEGORIES = ("umum", "gigi", "ibu", "luka", "surat")  # each has its sign and its word
NOTHING = new_split(total_idr=0, available_idr=0, agreed_idr=0)
# Refused before anything is paid, about one line or all of them.
OF_LINES = (
    *("no_lines", "too_many_lines", "count_out_of_range", "price_out_of_range"),
    *("service_unknown", "service_inactive", "tariff_missing", "tariff_needed"),
    *("field_missing", "field_malformed", "field_too_long"),
)


@dataclass(frozen=True, slots=True)
class DeskState:
    """By which card a patient stands here, or by which open visit; what was chosen; the cash that
    was agreed, as typed; and the key of this attempt."""

    key: str
    card: str = ""
    visit: Visit | None = None
    lines: Sequence[TypedService] = ()
    cash: str = ""
    refusal: Refusal | None = None
    changed: bool = False  # the sum is not the one that was shown


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    cost_idr: int | None
    hotkey: str


def after(state: DeskState, refusal: Refusal) -> DeskState:
    """The desk as it was. A key that has its answer cannot be used again; others are kept."""
    answered = refusal.sticky or isinstance(refusal, KeyReused | KeyMissing)
    return replace(state, refusal=refusal, key=new_key() if answered else state.key)


def total_of(by: User, lines: Sequence[ServiceAsked]) -> int:
    check_lines(lines)
    return sum(line.rupiah_idr for line in price_lines(lines, clinic_of(by)))


def read_cash(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12):
        raise CashOutOfRange
    return int(typed)


def agreed_cash(state: DeskState) -> int:
    """The cash that was agreed before; what cannot be read was not agreed."""
    try:
        return read_cash(state.cash)
    except CashOutOfRange:
        return 0


def total_shown(by: User, state: DeskState) -> int | None:
    """What is chosen costs so much; None if that cannot be told."""
    try:
        return total_of(by, asked_services(state.lines))
    except Refusal:
        return None


def bar_of(by: User) -> dict[str, object]:
    """What stands in the bar: the clinic, and the parts of the desk this person may use."""
    parts = [(reverse("clinic:desk"), _("Desk")), (reverse("clinic:visits"), _("Visits"))]
    if may(by, SET_TARIFFS):
        parts.append((reverse("clinic:tariffs"), _("Tariffs")))
    return {"clinic": clinic_of(by), "parts": parts}


def choice_of(by: User, state: DeskState, split: Split | None) -> dict[str, object]:
    """What every page of the desk shows: lines, services to choose from, and the split."""
    clinic = clinic_of(by)
    offered = offered_services(clinic, local_day(clock.now()))
    return {
        **bar_of(by),
        "stand": state,
        "offered": offered,
        "tiles": tiles_of(clinic, offered),
        "shelves": shelves_of(offered),
        "lines": shown_services(state.lines, {row.service.code: row for row in offered}),
        "split": split,
        "shares": (split or NOTHING).shares,
        "refused_lines": state.refusal is not None and state.refusal.code in OF_LINES,
    }


def tiles_of(clinic: Clinic, offered: Sequence[Offered]) -> list[Tile]:
    """Twelve tiles under the left hand: what was given most of late, then as the list stands."""
    given = often_given(clinic)
    ranked = sorted(offered, key=lambda row: -given[row.service.pk])
    return [
        Tile(row.service.code, row.service.name, row.price_idr, hotkey)
        for hotkey, row in zip(HOTKEYS, ranked, strict=False)
    ]


def shelves_of(offered: Sequence[Offered]) -> list[tuple[str, str, list[Offered]]]:
    """Everything on offer by category: its sign, the word for it, the services. One order
    everywhere; a clinic's own categories come last."""
    own = sorted({row.service.category for row in offered} - {*CATEGORIES})
    return [
        (category if category in CATEGORIES else "layanan", category, rows)
        for category in (*CATEGORIES, *own)
        if (rows := [row for row in offered if row.service.category == category])
    ]
