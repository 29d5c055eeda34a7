"""The office's first page: the month in a sentence and in pictures, and what wants doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ledger import clock
from wastebank.bank.path import has_receipt, setup_steps
from wastebank.deposits.counted import standing_in
from wastebank.deposits.day_list import latest_day
from wastebank.members.find import visible_members
from wastebank.models import User
from wastebank.permissions import SEE_OFFICE, may, visible_places
from wastebank.refusals import PageUnknown
from wastebank.reports.audits import last_audits
from wastebank.reports.figures import Month, is_whole
from wastebank.reports.listing import Field, Filters, heard
from wastebank.reports.lists.figures import (
    FIGURES,
    SIDES,
    asked_months,
    found_active,
    found_standing,
    month_fields,
    shown_months,
)
from wastebank.reports.worklist import ToDo, to_do
from wastebank.values.calendar import local_day, month_begin
from wastebank.values.language import language
from wastebank.values.proportions import percent_change, rounded
from wastebank.values.quantities import show_number
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import new_key
from wastebank.web.common.weaving import FAMILIES
from wastebank.web.office.charts.pictures import flow_of
from wastebank.web.office.charts.plots import active_plot, credit_plot, standing_bars, weight_plot
from wastebank.web.office.forms import ListForm
from wastebank.web.office.lists import ShownField, file_of
from wastebank.web.office.page import office_page
from wastebank.web.office.setup.office import new_office
from wastebank.web.templatetags.wastebank_parts import family_name

ALL_GONE = -100  # per cent
TENTHS = 10


@require_GET
@needs(SEE_OFFICE)
def home(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    if not has_receipt():
        return new_office(request)
    fields = month_fields(by)
    asked = heard(fields, {field.name: request.GET.get(field.name, "") for field in fields})
    shown = [ShownField(field, asked[field.name]) for field in fields]
    waiting = to_do(by=by)
    facts = {
        **picture_facts(by, asked),
        "fields": shown,
        "is_other": any(asked[field.name] != field.default for field in fields),
        "shown_place": shown_place(by, fields, asked),
        "list_url": reverse("office:home"),
        "file_key": new_key(),
        "is_printing": "print" in request.GET,
        "printed_at": clock.now(),
        # what is of today says so beside figures of a month that is over
        "as_of": None if is_running(asked_months(asked)[-1]) else local_day(clock.now()),
        "to_do": [*missing(by), *(shown_to_do(item) for item in waiting)],
        "deposits_today": deposits_today(by),
        "members": visible_members(by).filter(closed_at__isnull=True).count(),
        "audits": last_audits(1) if is_whole(by, "") else [],
        "audits_shown": is_whole(by, ""),
        "book_is_red": any(item.what == "book_red" for item in waiting),
    }
    return office_page(request, "office/home/page.html", facts)


def deposits_today(by: User) -> int:
    """Those that nobody took back; also what came after today was closed and counts later."""
    today, last = local_day(clock.now()), latest_day(by)
    return standing_in(visible_places(by), today, last + timedelta(days=1)).count()


def shown_place(by: User, fields: Sequence[Field], asked: Filters) -> str:
    """The place the pictures speak of; nothing if they speak of all."""
    if asked.get("place"):
        return next(f.word_of(asked["place"]) for f in fields if f.name == "place")
    has_others = any(field.name == "place" for field in fields)
    return "" if has_others or by.place is None else by.place.name


def picture_facts(by: User, asked: Filters) -> dict[str, Any]:
    """The pictures with the tables beside them."""
    months = shown_months(by, asked)
    active = found_active(by, asked)
    lines = found_standing(by, asked)
    by_family = [Counter({f.family: f.grams for f in month.families}) for month in months]
    sides = [(side, str(word)) for side, word in SIDES.items()]
    sums = {side: sum(ln.rupiah_idr for ln in lines if ln.side == side) for side in SIDES}
    return {
        "month": months[-1],
        "months": months,
        "families": [name for name in FAMILIES if any(row[name] for row in by_family)],
        "weight_rows": weight_rows(months, by_family),
        "flow": flow_of(months[-1]),
        "weights": weight_plot(months),
        "weights_say": said_of_weights(months),
        "credits": credit_plot(months),
        "credits_say": said_of_credits(months),
        "has_brought": any(month.brought_idr for month in months),
        "active": active_plot(active),
        "active_months": active,
        "bars": standing_bars(lines, sides),
        "standing": lines,
        "over_idr": sums["there"] - sums["promised"],
        "is_whole": is_whole(by, asked.get("place", "")),
    }


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A month in the table beside the columns: its families in one order, and what they make."""

    first_day: date
    grams: Sequence[int]
    total_grams: int
    total_ml: int


def weight_rows(months: Sequence[Month], by_family: Sequence[Counter[str]]) -> list[WeightRow]:
    shown = [name for name in FAMILIES if any(row[name] for row in by_family)]
    return [
        WeightRow(month.first_day, [row[name] for name in shown], month.grams, month.ml)
        for month, row in zip(months, by_family, strict=True)
    ]


def said_of_weights(months: Sequence[Month]) -> str:
    """How the last month compares, once it is over; until then, that it is not."""
    if is_running(months[-1].first_day):
        return _("This month is not over yet. Oil is counted in litres.")
    change = percent_change(months[-2].grams, months[-1].grams) if len(months) > 1 else None
    if change is None or months[-1].grams <= 0:
        return _("What came in, month by month. Oil is counted in litres.")
    if change == 0:
        return _("As much as in the month before, within half a per cent.")
    said = {
        "percent": show_number(abs(change), language()),
        "family": grown_most(months[-2], months[-1]),
    }
    if change > 0:
        return _("Up %(percent)s %% on the month before. %(family)s grew most.") % said
    if change == ALL_GONE:  # something came, so it is not all of it
        return _("Down more than 99 % on the month before.")
    return _("Down %(percent)s %% on the month before.") % said


def grown_most(before: Month, now: Month) -> str:
    was = {family.family: family.grams for family in before.families}
    most = max(now.families, key=lambda family: family.grams - was.get(family.family, 0))
    return family_name(most.family)


def is_running(first_day: date) -> bool:
    return first_day == month_begin(local_day(clock.now()))


def said_of_credits(months: Sequence[Month]) -> str:
    made = sum(month.made_idr for month in months)
    used = sum(month.used_idr for month in months)
    if not made and not used:
        return _("No credit was made in these months.")
    if made <= 0 or used < 0:
        return _("More was taken back in these months than came.")
    if used > made:
        return _("More became care in these months than was made: savings were used.")
    tenths = rounded(used * 10, made)
    if used and not tenths:
        return _("Of 10 rupiah made, less than 1 became care.")
    if used < made and tenths == TENTHS:
        return _("Of 10 rupiah made, more than 9 became care.")
    return _("Of 10 rupiah made, %(n)s became care.") % {"n": tenths}


@require_POST
@needs(SEE_OFFICE)
def figure_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The table of a picture, to take along."""
    by = staff(request)
    listing = FIGURES.get(name)
    if listing is None:
        raise PageUnknown
    form = ListForm.of(request, asked=[field.name for field in listing.fields(by)])
    asked = listing.asked(by, form.asked())
    if "month" in asked:
        first = asked_months(asked)[0] if "span" in asked else asked_months(asked)[-1]
        asked |= {"from": f"{first:%Y-%m}", "until": asked["month"]}
    return file_of(request, listing, asked, form.text("form"))


# what waits: where it leads, its sign, how it is called, and what is counted
TO_DO: dict[str, tuple[str, str, str, str | Promise]] = {
    "book_red": ("office:audit", "", "awas", gettext_lazy("Faults found in the book")),
    "backup_failed": ("office:backups", "", "awas", gettext_lazy("The last backup went wrong")),
    "backup_late": ("office:backups", "", "jam", gettext_lazy("The last backup is old")),
    "to_agree": ("office:approvals", "", "orang", gettext_lazy("To be agreed")),
    "pins_locked": ("office:members", "?state=locked", "kunci", gettext_lazy("PINs are locked")),
    "open_days": ("office:closings", "", "tanggal", gettext_lazy("Close the day")),
    "cash_uncounted": ("office:cash", "", "tunai", gettext_lazy("Money to count")),
    "odd_deposits": (
        "office:deposits",
        "?state=open&from=2000-01-01",
        "awas",
        gettext_lazy("Deposits to look at"),
    ),
    "parked": ("office:devices", "", "luring", gettext_lazy("Offline deposits are parked")),
    "devices_silent": ("office:devices", "", "jam", gettext_lazy("Devices are silent")),
    "dear_prices": (
        "office:prices",
        "?show=dear",
        "harga",
        gettext_lazy("Prices above what buyers pay"),
    ),
    "without_price": (
        "office:prices",
        "?show=none",
        "harga",
        gettext_lazy("Materials without a price"),
    ),
    "cards_waiting": (
        "office:members",
        "?state=waiting",
        "kartu",
        gettext_lazy("Cards not fetched yet"),
    ),
}
DAYS = ngettext_lazy("%(n)s day", "%(n)s days", "n")
COUNTED = {
    "backup_failed": DAYS,
    "backup_late": DAYS,
    "open_days": ngettext_lazy(
        "%(n)s day, first at %(about)s", "%(n)s days, first at %(about)s", "n"
    ),
    "to_agree": ngettext_lazy("%(n)s waits: %(about)s", "%(n)s wait, first: %(about)s", "n"),
    "parked": ngettext_lazy("%(n)s, first on %(about)s", "%(n)s, first on %(about)s", "n"),
    "devices_silent": ngettext_lazy(
        "%(n)s for a week: %(about)s", "%(n)s for a week, as %(about)s", "n"
    ),
    "cash_uncounted": ngettext_lazy("%(n)s: %(about)s", "%(n)s, as %(about)s", "n"),
    "dear_prices": ngettext_lazy("%(n)s: %(about)s", "%(n)s, as %(about)s", "n"),
}


def missing(by: User) -> list[tuple[str, str, str | Promise, str | Promise]]:
    """Steps of the path that are still not done, now that the bank is running: they may wait, and
    are not forgotten. A book without a backup key stands first."""
    waiting = [(s, s.state()) for s in setup_steps() if not s.needed and may(by, s.permission)]
    return [
        (reverse(step.page), step.sign, step.to_do, state.hint)
        for step, state in sorted(waiting, key=lambda one: one[0].code != "backup")
        if not state.is_done
    ]


def shown_to_do(item: ToDo) -> tuple[str, str, str | Promise, str | int]:
    name, query, sign, word = TO_DO[item.what]
    terms: str | int = item.count
    if item.what in COUNTED:
        terms = COUNTED[item.what] % {"n": item.count, "about": item.about}
    return reverse(name) + query, sign, word, terms
