"""The office of a new bank: what comes next, and only that, until the first receipt is there."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.models import RedFlag
from wastebank.bank.path import PathStep, path_of, steps_left
from wastebank.bank.steps import priced
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_STAFF, may
from wastebank.staff.invited import invited
from wastebank.web.common.access import staff
from wastebank.web.common.weaving import FAMILIES
from wastebank.web.office.charts.pictures import Flow, flow_to_come
from wastebank.web.office.page import office_page

WAITING = ("sent", "expired", "withdrawn")


def new_office(request: HttpRequest) -> HttpResponse:
    """Whoever may do none of the steps reads the sentence, and how it will be."""
    by = staff(request)
    path = path_of(by)
    now = next((one for one in path if one.is_here and one.is_open), None)
    then = [one for one in path if one.step.needed and is_waiting(one)]
    coming = not_yet_in(by)
    may_wait = [
        one
        for one in path
        if one.is_open and not one.step.needed and is_waiting(one)
        if one.step.code != "staff" or not coming  # they are named one by one
    ]
    facts = {
        "sentence": sentence(steps_left(path)),
        "path": path if any(one.is_open for one in path) else [],
        "now": now,
        "then": then,
        "may_wait": may_wait,
        "coming": coming,
        "done": [one for one in path if one.state.is_done],
        "flow": picture(),
        "book_is_red": RedFlag.objects.filter(lifted_at=None).exists(),
        "count": len(then) + len(may_wait) + len(coming) + bool(now),
    }
    return office_page(request, "office/setup/office.html", facts)


def is_waiting(one: PathStep) -> bool:
    return not one.state.is_done and not one.is_here


def sentence(left: int) -> tuple[str, str, str]:
    """How far it is to the first receipt, in three parts: the middle one stands bold."""
    said = ngettext(
        "Only |one step| is left to the first receipt.",
        "Only |%(n)s steps| are left to the first receipt.",
        left,
    ) % {"n": number_word(left)}
    before, bold, after = said.split("|")
    return before, bold, after


def number_word(number: int) -> str:
    return {1: _("one"), 2: _("two"), 3: _("three"), 4: _("four")}.get(number, str(number))


def not_yet_in(by: User) -> list[tuple[User, str, datetime | None]]:
    """Who was let in by a link and has not come, with how that link stands."""
    if not may(by, MANAGE_STAFF):
        return []
    return [one for one in invited(by) if one[1] in WAITING]


def picture() -> Flow | None:
    """The families of the priced materials, in the one order of families."""
    counts = Counter(priced().values_list("family", flat=True))
    clinic = Place.objects.filter(kind=Place.Kind.CLINIC, active=True).order_by("pk").first()
    shown = [(name, counts[name]) for name in FAMILIES if counts[name]]
    return flow_to_come(shown, clinic.name if clinic else "")
