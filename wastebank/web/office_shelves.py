"""The lists of the office, each with its address and where its rows lead."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from wastebank.lists.book import ACCOUNTS
from wastebank.lists.deposits import CLOSINGS, DEPOSITS
from wastebank.lists.goods import MATERIALS
from wastebank.lists.members import CARDS, MEMBERS, MemberRow
from wastebank.lists.people import DEVICES, LOG, STAFF
from wastebank.models import Card, DayClosing, Deposit, Device, Material, User
from wastebank.queues import open_days
from wastebank.web.office_lists import Shelf, shelf_views


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


MEMBERS_SHELF = Shelf(
    MEMBERS, "office:members", "office:members_file", member_page, is_private=True
)
DEPOSITS_SHELF = Shelf(DEPOSITS, "office:deposits", "office:deposits_file", deposit_page)
CLOSINGS_SHELF = Shelf(
    CLOSINGS,
    "office:closings",
    "office:closings_file",
    day_page,
    template="closings",
    also=lambda by, _asked: {"open_days": open_days(by)},
)
CARDS_SHELF = Shelf(CARDS, "office:cards_list", "office:cards_file", card_page)
MATERIALS_SHELF = Shelf(MATERIALS, "office:materials", "office:materials_file", material_page)
ACCOUNTS_SHELF = Shelf(ACCOUNTS, "office:accounts", "office:accounts_file", account_page)
STAFF_SHELF = Shelf(STAFF, "office:staff", "office:staff_file", person_page, template="staff")
DEVICES_SHELF = Shelf(DEVICES, "office:devices", "office:devices_file", device_page)
LOG_SHELF = Shelf(LOG, "office:log", "office:log_file")

members, members_file = shelf_views(MEMBERS_SHELF)
deposits, deposits_file = shelf_views(DEPOSITS_SHELF)
closings, closings_file = shelf_views(CLOSINGS_SHELF)
cards, cards_file = shelf_views(CARDS_SHELF)
materials, materials_file = shelf_views(MATERIALS_SHELF)
accounts, accounts_file = shelf_views(ACCOUNTS_SHELF)
people, people_file = shelf_views(STAFF_SHELF)
devices, devices_file = shelf_views(DEVICES_SHELF)
log, log_file = shelf_views(LOG_SHELF)
