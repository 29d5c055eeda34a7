"""The tables beside the pictures of the first page, so that they can be taken along, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ledger import clock
from wastebank.models import Material, User
from wastebank.permissions import SEE_OFFICE
from wastebank.reports.figures import (
    Active,
    FamilySum,
    Month,
    active_members,
    first_month,
    is_whole,
    month_of,
    months_of,
    standing,
)
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, Word, amount_columns
from wastebank.reports.lists.asking import choice, place_field
from wastebank.values.calendar import (
    MONTHS_SHOWN,
    last_months,
    local_day,
    month_begin,
    month_or_none,
)

SPANS = (MONTHS_SHOWN, 12)
MOST_MONTHS = 60


def one_month_fields(by: User) -> list[Field]:
    """Which place, and which month."""
    today = local_day(clock.now())
    first = min(first_month(by), month_begin(today))  # the open day may lie in the next month
    months = [day for day in last_months(MOST_MONTHS) if day >= first][::-1]
    options = [(f"{day:%Y-%m}", date_format(day, "F Y")) for day in months]
    return [*place_field(by), Field("month", _("Month"), options, f"{today:%Y-%m}")]


def month_fields(by: User) -> list[Field]:
    """Which place, which month, and how many months beside it."""
    spans = [(str(span), _("%(n)s months") % {"n": span}) for span in SPANS]
    return [*one_month_fields(by), choice("span", _("Beside it"), spans, str(MONTHS_SHOWN))]


def asked_months(asked: Filters) -> list[date]:
    """The months that were asked for, the oldest first; the last of them is told in full."""
    until = month_or_none(asked.get("month", ""))
    return last_months(int(asked.get("span") or MONTHS_SHOWN), until)


def shown_months(by: User, asked: Filters) -> list[Month]:
    return months_of(by=by, days=asked_months(asked), place=asked.get("place", ""))


def month_word(day: date) -> str:
    return f"{day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Stream:
    """A part of the month's flow: what came in of a family, or went out to a clinic."""

    way: Word
    name: Word
    family: FamilySum | None
    rupiah_idr: int


def found_flow(by: User, asked: Filters) -> list[Stream]:
    month = month_of(by=by, first_day=asked_months(asked)[-1], place=asked.get("place", ""))
    names = dict(Material.Family.choices)
    came = [Stream(_("In"), names[f.family], f, f.rupiah_idr) for f in month.families]
    went = [Stream(_("Out"), c.place.name, None, c.credit_idr) for c in month.clinics]
    return came + went


def stream_amount(stream: Stream, unit: str) -> int | None:
    return stream.family.amounts[unit] if stream.family else None


FLOW: Listing[Stream] = Listing(
    name="flow",
    title=_("From waste to care"),
    permission=SEE_OFFICE,
    find=found_flow,
    fields=one_month_fields,
    columns=(
        Column(_("Way"), Kind.TEXT, lambda s: s.way),
        Column(_("Name"), Kind.TEXT, lambda s: s.name),
        *amount_columns(stream_amount),
        Column(_("Credit"), Kind.RUPIAH, lambda s: s.rupiah_idr),
    ),
)


@dataclass(frozen=True, slots=True)
class FamilyMonth:
    first_day: date
    family: FamilySum


def found_weights(by: User, asked: Filters) -> list[FamilyMonth]:
    months = shown_months(by, asked)
    return [FamilyMonth(month.first_day, family) for month in months for family in month.families]


def family_amount(row: FamilyMonth, unit: str) -> int:
    return row.family.amounts[unit]


WEIGHTS: Listing[FamilyMonth] = Listing(
    name="weights",
    title=_("What came in, by month and family"),
    permission=SEE_OFFICE,
    find=found_weights,
    fields=month_fields,
    columns=(
        Column(_("Month"), Kind.CODE, lambda row: month_word(row.first_day)),
        Column(_("Family"), Kind.TEXT, lambda row: Material.Family(row.family.family).label),
        *amount_columns(family_amount),
        Column(_("Credit"), Kind.RUPIAH, lambda row: row.family.rupiah_idr),
    ),
)
CREDITS: Listing[Month] = Listing(
    name="credits",
    title=_("Credit made and used"),
    permission=SEE_OFFICE,
    find=shown_months,
    fields=month_fields,
    columns=(
        Column(_("Month"), Kind.CODE, lambda month: month_word(month.first_day)),
        Column(_("Brought along"), Kind.RUPIAH, lambda month: month.brought_idr),
        Column(_("Made"), Kind.RUPIAH, lambda month: month.made_idr),
        Column(_("Used"), Kind.RUPIAH, lambda month: month.used_idr),
        Column(_("Left"), Kind.RUPIAH, lambda month: month.left_idr),
    ),
)


def found_active(by: User, asked: Filters) -> list[Active]:
    return active_members(by=by, months=asked_months(asked), place=asked.get("place", ""))


ACTIVE: Listing[Active] = Listing(
    name="active",
    title=_("Active members"),
    permission=SEE_OFFICE,
    find=found_active,
    fields=month_fields,
    columns=(
        Column(_("Month"), Kind.CODE, lambda row: month_word(row.first_day)),
        Column(_("Brought waste"), Kind.COUNT, lambda row: row.brought),
        Column(_("Paid for care"), Kind.COUNT, lambda row: row.cared),
        Column(_("Either"), Kind.COUNT, lambda row: row.either),
    ),
)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A part of what is there or of what is promised, with the colour it is drawn in."""

    side: str  # there or promised
    colour: str
    word: Word
    rupiah_idr: int

    @property
    def signed_idr(self) -> int:
        """What is promised counts against what is there."""
        return self.rupiah_idr if self.side == "there" else -self.rupiah_idr


def found_standing(by: User, asked: Filters) -> list[StandingLine]:
    place = asked.get("place", "")
    now = standing(by=by, place=place)
    lines = [StandingLine("there", "kas", _("Cash and bank"), now.cash_idr)] if now.cash_idr else []
    lines += [
        StandingLine("there", "stok", _("Materials in store, at cost"), now.goods_idr),
        StandingLine("promised", "saldo", _("Members' credit"), now.members_idr),
    ]
    if is_whole(by, place):
        lines.append(StandingLine("promised", "klinik", _("Owed to clinics"), now.clinics_idr))
    return lines


SIDES: dict[str, Word] = {"there": _("What is there"), "promised": _("What is promised")}

STANDING: Listing[StandingLine] = Listing(
    name="standing",
    title=_("What is promised"),
    permission=SEE_OFFICE,
    find=found_standing,
    fields=place_field,
    columns=(
        Column(_("Side"), Kind.TEXT, lambda line: SIDES[line.side]),
        Column(_("Name"), Kind.TEXT, lambda line: line.word),
        Column(_("Rupiah"), Kind.RUPIAH, lambda line: line.rupiah_idr),
    ),
)

FIGURES: dict[str, Listing[Any]] = {
    figure.name: figure for figure in (FLOW, WEIGHTS, CREDITS, ACTIVE, STANDING)
}
