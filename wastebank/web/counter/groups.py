"""Many members weighed in one sitting: a table with a row for each, each row its own deposit.

With scripts a row is sent as soon as it is done and answered as JSON; without them the whole table
is sent, and each row of it stands or falls alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger import clock
from ledger.refusals import Refusal
from wastebank.deposits.record import record_deposit
from wastebank.members.find import find_member
from wastebank.members.groups import crowds, members_of_crowd
from wastebank.models import Deposit, Member, User
from wastebank.permissions import RECORD_DEPOSIT, place_of
from wastebank.refusals import KeyMissing
from wastebank.reports.asked import asked_page
from wastebank.values.letters import as_typed
from wastebank.web.common.access import needs, staff
from wastebank.web.common.answers import show, status_of
from wastebank.web.common.forms import form_key, new_key
from wastebank.web.common.weights import (
    Doubt,
    Scale,
    TypedLine,
    asked_lines,
    doubts_of,
    scale_of,
)
from wastebank.web.counter.desk import member_by_card
from wastebank.web.counter.forms import (
    LONGEST_MATERIAL,
    MOST_SIGNS,
    GroupRowForm,
    GroupTableForm,
    ScanForm,
)
from wastebank.web.counter.weighing import doubted, receipt_json

ROWS = 60


@dataclass(slots=True)
class CounterRow:
    """A member of the table, what was typed for them, and what became of it."""

    member: Member
    key: str = field(default_factory=new_key)
    line: TypedLine = field(default_factory=lambda: TypedLine("", ""))
    deposit: Deposit | None = None
    refusal: Refusal | None = None
    doubts: Sequence[Doubt] = ()

    @property
    def marks(self) -> str:
        return " ".join(doubt.mark for doubt in self.doubts)


@require_GET
@needs(RECORD_DEPOSIT)
def choose(request: HttpRequest) -> HttpResponse:
    groups, homes, everybody = crowds(by=staff(request))
    facts = {
        "place": place_of(staff(request)),
        "groups": groups,
        "homes": homes,
        "everybody": everybody,
    }
    return show(request, "counter/group/choose.html", facts)


@require_http_methods(["GET", "POST"])
@needs(RECORD_DEPOSIT)
def weigh_group(request: HttpRequest) -> HttpResponse:
    by = staff(request)
    asked = {name: plain(request.GET.get(name, "")) for name in ("group", "rt", "rw")}
    name, members = members_of_crowd(by=by, **asked)
    page = asked_page(members, ROWS, request.GET.get("page", ""))
    rows = [CounterRow(member) for member in page.object_list]
    form = GroupTableForm.of(request)
    if request.method == "POST":
        for row in rows:
            record_row(by, row, form)
    scale = scale_of(place_of(by))
    common = common_material(form.text("common"), scale)
    return table_page(request, name, rows, page, scale, common)


@require_POST
@needs(RECORD_DEPOSIT)
def record_one(request: HttpRequest) -> JsonResponse:
    """One row: 201 with its receipt, or the refusal, or what somebody has to look at first."""
    by = staff(request)
    form = GroupRowForm.of(request)
    lines = form.lines()
    try:
        member = find_member(number=form.text("member"), by=by)
        doubts = doubtful(by, member, lines, form.text("sure"))
        if doubts:
            return doubted(doubts)
        deposit = record_deposit(
            key=form_key(request),
            by=by,
            lines=asked_lines(lines),
            member=member.number,
            weighed_at=form.moment,
        )
    except Refusal as refusal:
        why = {"code": refusal.code, "message": str(refusal)}
        return JsonResponse(why, status=status_of(refusal))
    return receipt_json(deposit)


@require_POST
@needs(RECORD_DEPOSIT)
def find_one(request: HttpRequest) -> JsonResponse:
    """Whose card was scanned over the table."""
    try:
        member = member_by_card(staff(request), ScanForm.of(request).text("code"))
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=status_of(refusal))
    return JsonResponse({"member": member.number})


# --- one row


def record_row(by: User, row: CounterRow, form: GroupTableForm) -> None:
    """What the form says of this member becomes a deposit; nobody else waits for it."""
    number = row.member.number
    typed = form.row(number)
    if not typed.amount:
        return
    row.line = TypedLine(typed.material, typed.amount, typed.price)
    material = typed.material or as_typed(form.text("common"), LONGEST_MATERIAL)
    asked = TypedLine(material, typed.amount, typed.price)
    try:
        key = UUID(typed.key)
    except ValueError:
        row.refusal = KeyMissing()
        return
    try:
        row.doubts = doubtful(by, row.member, [asked], typed.confirmed)
        if row.doubts:
            row.key = str(key)
            return
        row.deposit = record_deposit(key=key, by=by, lines=asked_lines([asked]), member=number)
    except Refusal as refusal:
        row.refusal = refusal


def doubtful(by: User, member: Member, lines: Sequence[TypedLine], sure: str) -> list[Doubt]:
    """The lines far from usual that nobody confirmed yet."""
    said = set(sure.split())
    doubts = doubts_of(by, place_of(by), member, asked_lines(lines))
    return [doubt for doubt in doubts if doubt.mark not in said]


def plain(text: str) -> str:
    """A number or a neighbourhood of an address; nothing else stands in one."""
    return "".join(sign for sign in text[:MOST_SIGNS] if sign.isalnum() or sign == "-")


# --- presenting


def common_material(chosen: str, scale: Scale) -> str:
    """The material most rows bring: the one that was chosen, else the first tile with a price."""
    if chosen in scale.by_code:
        return chosen
    return next((tile.code for tile in scale.tiles if tile.price_idr is not None), "")


def table_page(
    request: HttpRequest,
    name: str,
    rows: Sequence[CounterRow],
    page: Any,
    scale: Scale,
    common: str,
) -> HttpResponse:
    deposits = [row.deposit for row in rows if row.deposit is not None]
    facts = {
        "place": place_of(staff(request)),
        "crowd": name,
        "sent_at": clock.now(),
        "rows": rows,
        "page": page,
        "scale": scale,
        "common": common,
        "done": len(deposits),
        "total_idr": sum(deposit.total_idr for deposit in deposits),
        "failed": sum(1 for row in rows if row.refusal is not None or row.doubts),
    }
    return show(request, "counter/group/page.html", facts)
