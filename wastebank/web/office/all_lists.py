"""The lists of the office, each with its address and where its rows lead."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from wastebank.models import Card, DayClosing, Deposit, Device, Material, User
from wastebank.reports.lists.action_log import LOG
from wastebank.reports.lists.book import ACCOUNTS
from wastebank.reports.lists.deposits import CLOSINGS, DEPOSITS
from wastebank.reports.lists.goods import MATERIALS
from wastebank.reports.lists.members import CARDS, MEMBERS, MemberRow
from wastebank.reports.lists.people import DEVICES, STAFF
from wastebank.reports.worklist import open_days
from wastebank.web.office.lists import ListPage, list_views


def member_page(row: MemberRow) -> str:
    return reverse("office:member", args=[row.number])


def deposit_page(deposit: Deposit) -> str:
    return reverse("office:deposit", args=[deposit.number])


def day_page(closing: DayClosing) -> str:
    asked = urlencode({"day": closing.day.isoformat(), "place": closing.place.code})
    return f"{reverse('counter_day')}?{asked}"


def card_page(card: Card) -> str:
    return reverse("office:member", args=[card.member.number]) if card.member else ""


def material_page(material: Material) -> str:
    return reverse("office:material", args=[material.code])


def person_page(user: User) -> str:
    return reverse("office:person", args=[user.username])


def device_page(device: Device) -> str:
    return reverse("office:device", args=[device.pk])


def account_page(account: object) -> str:
    return reverse("office:account", args=[getattr(account, "code", "")])


MEMBERS_PAGE = ListPage(
    MEMBERS, "office:members", "office:members_file", member_page, is_private=True
)
DEPOSITS_PAGE = ListPage(DEPOSITS, "office:deposits", "office:deposits_file", deposit_page)
CLOSINGS_PAGE = ListPage(
    CLOSINGS,
    "office:closings",
    "office:closings_file",
    day_page,
    template="office/days/closings.html",
    also=lambda by, _asked: {"open_days": open_days(by)},
)
CARDS_PAGE = ListPage(CARDS, "office:cards_list", "office:cards_file", card_page)
MATERIALS_PAGE = ListPage(MATERIALS, "office:materials", "office:materials_file", material_page)
ACCOUNTS_PAGE = ListPage(ACCOUNTS, "office:accounts", "office:accounts_file", account_page)
STAFF_PAGE = ListPage(
    STAFF, "office:staff", "office:staff_file", person_page, template="office/staff/page.html"
)
DEVICES_PAGE = ListPage(DEVICES, "office:devices", "office:devices_file", device_page)
LOG_PAGE = ListPage(LOG, "office:log", "office:log_file")

members, members_file = list_views(MEMBERS_PAGE)
deposits, deposits_file = list_views(DEPOSITS_PAGE)
closings, closings_file = list_views(CLOSINGS_PAGE)
cards, cards_file = list_views(CARDS_PAGE)
materials, materials_file = list_views(MATERIALS_PAGE)
accounts, accounts_file = list_views(ACCOUNTS_PAGE)
people, people_file = list_views(STAFF_PAGE)
devices, devices_file = list_views(DEVICES_PAGE)
log, log_file = list_views(LOG_PAGE)
