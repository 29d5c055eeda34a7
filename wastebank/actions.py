"""The actions of the log: each is declared once, with its words and its sign.

`commands.log` takes one of these, so that nothing is written down which the log cannot say. The
code is what the database keeps: it never changes, and never means something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ledger import registry

Word = str | Promise


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person did; `sign` names an icon of the sprite.

    `again` are the words for every further time with the same subject, where that is told apart:
    the first print of a receipt is the original, each further one a copy.
    """

    code: str
    words: Word
    sign: str
    again: Word = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changed: of which thing, from what to what, and from when that holds.

    It is written down in every language a reader may have, in the words of that day: a thing may
    be called otherwise later.
    """

    thing: Callable[[], str]
    before: Callable[[], str]
    after: Callable[[], str]
    holds_from: datetime

    def written(self) -> dict[str, Any]:
        said: dict[str, Any] = {"holds_from": self.holds_from.isoformat()}
        for language, _name in settings.LANGUAGES:
            with override(language):
                words = {"thing": self.thing(), "before": self.before(), "after": self.after()}
            said[language] = words
        return said


def change_in(written: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """`thing`, `before` and `after` as they were written down in a language; empty without."""
    words: Mapping[str, str] = written.get(language, {})
    return words


ENROL_MEMBER = Action("enrol_member", _("Member enrolled"), "orang")
JOIN_GROUP = Action("join_group", _("Group of a member changed"), "kelompok")

PRINT_CARD = Action("print_card", _("Card printed"), "cetak")
BIND_CARD = Action("bind_card", _("Blank card handed over"), "kartu")
ACTIVATE_CARD = Action("activate_card", _("Card handed over"), "kartu")
BLOCK_CARD = Action("block_card", _("Card blocked"), "tidak")
REPLACE_CARD = Action("replace_card", _("Card replaced"), "ganti")
SET_PIN = Action("set_pin", _("PIN chosen"), "kunci")
RESET_PIN = Action("reset_pin", _("PIN set anew"), "kunci")

VOID_DEPOSIT = Action("void_deposit", _("Deposit voided"), "batal")
REVIEW_DEPOSIT = Action("review_deposit", _("Deposit looked at"), "ya")
PRINT_RECEIPT = Action(
    "print_receipt", _("Receipt printed"), "struk", again=_("Receipt printed again")
)
CLOSE_DAY = Action("close_day", _("Day closed"), "tanggal")

ADD_MATERIAL = Action("add_material", _("Material added"), "tambah")
TAKE_MATERIAL = Action("take_material", _("Material taken again"), "ya")
LEAVE_MATERIAL = Action("leave_material", _("Material not taken any more"), "tidak")
SET_PRICE = Action("set_price", _("Price set"), "harga")
WITHDRAW_PRICE = Action("withdraw_price", _("Coming price withdrawn"), "batal")
IMPORT_PRICES = Action("import_prices", _("Price list imported"), "harga")

ADD_STAFF = Action("add_staff", _("Staff added"), "tambah")
CHANGE_STAFF = Action("change_staff", _("Role or place changed"), "ubah")
LINK_STAFF = Action("link_staff", _("Staff linked to a member"), "orang")
ENABLE_STAFF = Action("enable_staff", _("Account opened again"), "masuk")
DISABLE_STAFF = Action("disable_staff", _("Account closed"), "keluar")
SET_STAFF_PASSWORD = Action("set_staff_password", _("Password set"), "kunci")
OPEN_PLACE = Action("open_place", _("Place opened"), "rumah")
CLOSE_PLACE = Action("close_place", _("Place closed"), "tidak")
REOPEN_PLACE = Action("reopen_place", _("Place opened again"), "rumah")

REGISTER_COUNTER = Action("register_counter", _("Counter signed on"), "loket")
ISSUE_DEVICE = Action("issue_device", _("Program signed on"), "masuk")
REVOKE_DEVICE = Action("revoke_device", _("Device signed off"), "keluar")
MEND_OPERATION = Action("mend_operation", _("Record on a device mended"), "ubah")
DROP_OPERATION = Action("drop_operation", _("Record on a device dropped"), "hapus")
SET_PRINTER = Action("set_printer", _("Printer set"), "cetak")

TAKE_LIST = Action("take_list", _("List taken along"), "unduh")
AUDIT = Action("audit", _("Book checked"), "buku")

ACTIONS = [
    *(ENROL_MEMBER, JOIN_GROUP),
    *(PRINT_CARD, BIND_CARD, ACTIVATE_CARD, BLOCK_CARD, REPLACE_CARD, SET_PIN, RESET_PIN),
    *(VOID_DEPOSIT, REVIEW_DEPOSIT, PRINT_RECEIPT, CLOSE_DAY),
    *(ADD_MATERIAL, TAKE_MATERIAL, LEAVE_MATERIAL),
    *(SET_PRICE, WITHDRAW_PRICE, IMPORT_PRICES),
    *(ADD_STAFF, CHANGE_STAFF, LINK_STAFF, ENABLE_STAFF, DISABLE_STAFF, SET_STAFF_PASSWORD),
    *(OPEN_PLACE, CLOSE_PLACE, REOPEN_PLACE),
    *(REGISTER_COUNTER, ISSUE_DEVICE, REVOKE_DEVICE, MEND_OPERATION, DROP_OPERATION),
    *(SET_PRINTER, TAKE_LIST, AUDIT),
]


@cache
def declared_actions() -> dict[str, Action]:
    """The actions of all rooms, by their code."""
    return {action.code: action for room in registry.offered("actions") for action in room}


def action_of(code: str) -> Action:
    """The action of a line that was read; one of a room that is gone keeps its code as its word."""
    return declared_actions().get(code) or Action(code, code, "info")
