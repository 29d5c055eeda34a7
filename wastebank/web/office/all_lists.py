"""The lists of the office, each with its address and where its rows lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

from django.urls import URLPattern, path, reverse

from wastebank import actions
from wastebank.funds.cash.standing import CashStanding, cash_standing
from wastebank.models import Card, DayClosing, Deposit, Device, Material, Receivable, User
from wastebank.permissions import (
    HANDLE_CASH,
    IMPORT_MEMBERS,
    MANAGE_STAFF,
    SEE_CASH,
    SET_PRICES,
    Permission,
    may,
)
from wastebank.reports.listing import Filters
from wastebank.reports.lists.action_log import LOG, LogRow, thing_id
from wastebank.reports.lists.book import ACCOUNTS
from wastebank.reports.lists.cash import CASH
from wastebank.reports.lists.deposits import CLOSINGS, DEPOSITS
from wastebank.reports.lists.goods import MATERIALS
from wastebank.reports.lists.members import CARDS, MEMBERS, MemberRow
from wastebank.reports.lists.people import DEVICES, STAFF
from wastebank.reports.lists.receivables import RECEIVABLES
from wastebank.reports.worklist import open_days
from wastebank.web.office.lists import ListPage, list_views


def member_page(row: MemberRow) -> str:
    return reverse("office:member", args=[row.number])


def deposit_page(deposit: Deposit) -> str:
    return reverse("office:deposit", args=[deposit.number])


def receivable_page(row: Receivable) -> str:
    return reverse("office:receivable", args=[row.pk])


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


def cash_page(row: CashStanding) -> str:
    return reverse("office:cash_account", args=[row.account.code])


def cash_facts(by: User, _asked: Filters) -> Mapping[str, object]:
    rows = cash_standing(by)
    total_idr = sum(row.balance_idr for row in rows)
    waits = sum(1 for row in rows if row.is_late or row.open_idr)
    return {"total_idr": total_idr, "waits": waits, "may_handle": may(by, HANDLE_CASH)}


def account_page(account: object) -> str:
    return reverse("office:account", args=[getattr(account, "code", "")])


# Where the things of the log are shown; what stands at a clinic is not open here.
PAGES_OF_THINGS = {
    actions.MEMBER: "office:member",
    actions.DEPOSIT: "office:deposit",
    actions.MATERIAL: "office:material",
    actions.CASH: "office:cash_account",
}


def log_page(row: LogRow) -> str:
    """The page of what a line is about, where the office has one."""
    view = PAGES_OF_THINGS.get(row.action.of)
    own = thing_id(row.line)
    return reverse(view, args=[own]) if view and own else ""


def opens_thing(by: User, row: LogRow) -> bool:
    """Whoever reads the log need not see every thing that it is about."""
    return row.action.of is not actions.CASH or may(by, SEE_CASH)


def import_key(view: str, permission: Permission) -> Callable[[User, Filters], Mapping[str, str]]:
    """Where a file of this list comes in, for who may bring one."""

    def href(by: User, _asked: Filters) -> Mapping[str, str]:
        return {"import_href": reverse(view)} if may(by, permission) else {}

    return href


LIST_PAGES = (
    ListPage(
        MEMBERS,
        "office:members",
        "office:members_file",
        member_page,
        address="members/",
        is_private=True,
        also=import_key("office:members_import", IMPORT_MEMBERS),
    ),
    ListPage(
        DEPOSITS, "office:deposits", "office:deposits_file", deposit_page, address="deposits/"
    ),
    ListPage(
        RECEIVABLES,
        "office:receivables",
        "office:receivables_file",
        receivable_page,
        address="deposits/receivables/",
    ),
    ListPage(
        CLOSINGS,
        "office:closings",
        "office:closings_file",
        day_page,
        address="days/closed/",
        template="office/days/closings.html",
        also=lambda by, _asked: {"open_days": open_days(by)},
    ),
    ListPage(CARDS, "office:cards_list", "office:cards_file", card_page, address="cards/list/"),
    ListPage(
        MATERIALS,
        "office:materials",
        "office:materials_file",
        material_page,
        address="prices/materials/",
        also=import_key("office:materials_import", SET_PRICES),
    ),
    ListPage(
        CASH,
        "office:cash",
        "office:cash_file",
        cash_page,
        address="cash/",
        template="office/cash/page.html",
        also=cash_facts,
    ),
    ListPage(
        ACCOUNTS, "office:accounts", "office:accounts_file", account_page, address="book/accounts/"
    ),
    ListPage(
        STAFF,
        "office:staff",
        "office:staff_file",
        person_page,
        address="staff/",
        template="office/staff/page.html",
        also=import_key("office:staff_import", MANAGE_STAFF),
    ),
    ListPage(
        DEVICES, "office:devices", "office:devices_file", device_page, address="staff/devices/"
    ),
    ListPage(LOG, "office:log", "office:log_file", log_page, opens_thing, address="log/"),
)


def addresses() -> Iterator[URLPattern]:
    """Each list, and the files it leaves as."""
    for list_page in LIST_PAGES:
        page, file = list_views(list_page)
        yield path(list_page.address, page, name=name_of(list_page.view))
        yield path(f"{list_page.address}file/", file, name=name_of(list_page.file_view))


def name_of(view: str) -> str:
    return view.removeprefix("office:")
