"""The office looks at one member: wallet, cards and history, and whom they are weighed with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ledger.refusals import Refusal
from wastebank.cards.tries import shut_at_desk
from wastebank.members.enrol import join_group
from wastebank.members.find import find_member, visible_members
from wastebank.members.wallets import balance_of
from wastebank.models import CardEvent, Member
from wastebank.passbook.lines import passbook_page
from wastebank.permissions import ENROL_MEMBER, HANDLE_CARDS, SEE_MEMBERS, may
from wastebank.reports.asked import asked_step
from wastebank.reports.lists.members import PASSBOOK
from wastebank.values.cut import first_of
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import GroupForm, form_key, new_key
from wastebank.web.office.forms import ListForm
from wastebank.web.office.lists import file_of
from wastebank.web.office.page import office_page

LATEST_LINES = 25
LATEST_EVENTS = 20
MOST_BELONGING = 100


@require_GET
@needs(SEE_MEMBERS)
def member(request: HttpRequest, number: str) -> HttpResponse:
    return member_page(request, find_member(number=number, by=staff(request)))


@require_POST
@needs(ENROL_MEMBER)
def group(request: HttpRequest, number: str) -> HttpResponse:
    """Weigh a member with a group from now on, or with none."""
    by = staff(request)
    found = find_member(number=number, by=by)
    chosen = GroupForm.of(request).text("group")
    try:
        join_group(key=form_key(request), by=by, member=found.number, group=chosen)
    except Refusal as refusal:
        return member_page(request, found, refusal)
    return redirect("office:member", number=found.number)


@require_POST
@needs(SEE_MEMBERS)
def passbook_file(request: HttpRequest, number: str) -> HttpResponseBase:
    """The whole passbook of a member, to take along; of a visit the clinic and the sum."""
    found = find_member(number=number, by=staff(request))
    asked = {"number": found.number}
    return file_of(request, PASSBOOK, asked, ListForm.of(request).text("form"))


def member_page(
    request: HttpRequest, found: Member, refusal: Refusal | None = None
) -> HttpResponse:
    by = staff(request)
    before = asked_step(request.GET.get("before", ""))
    lines, older = passbook_page(found, before_version=before, limit=LATEST_LINES)
    cards = list(found.cards.order_by("-printed_at", "-pk"))
    events = CardEvent.objects.filter(card__in=cards).order_by("-at", "-pk")
    groups = visible_members(by).filter(kind=Member.Kind.GROUP, closed_at=None)
    facts = {
        "member": found,
        "balance": balance_of(found),
        "lines": lines,
        "older": older,
        "cards": cards,
        "events": events[:LATEST_EVENTS],
        "locked": shut_at_desk(Member.objects.filter(pk=found.pk)).exists(),
        "may_handle": may(by, HANDLE_CARDS),
        "may_join": may(by, ENROL_MEMBER) and found.kind != Member.Kind.GROUP,
        "may_correct": may(by, ENROL_MEMBER),
        "groups": groups.exclude(pk=found.pk).order_by("ordered_by"),
        "belonging": first_of(found.belonging.order_by("ordered_by", "pk"), MOST_BELONGING),
        "key": new_key(),
        "file_key": new_key(),
        "file_url": reverse("office:passbook_file", args=[found.number]),
    }
    return office_page(request, "office/members/page.html", facts, refusal)
