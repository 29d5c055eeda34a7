"""The actions of the log: each is declared once, with its words and its sign.

`commands.log` takes one of these, so that nothing is written down which the log cannot say. The
code is what the database keeps: it never changes, and never means something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
class Thing:
    """What actions are done to. The log keeps `code:id`; a person reads the noun and a name.

    `names` is the dotted path of a function that finds what the things with these ids are called,
    all at once; without one the id is what people call it by, such as a receipt's number.
    """

    code: str
    noun: Word = field(compare=False)  # it reads otherwise in each language
    names: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person did to a thing (`of`); `sign` names an icon of the sprite.

    `again` are the words for every further time with the same subject, where that is told apart:
    the first print of a receipt is the original, each further one a copy.

    A reason is what a person wrote. Where the program writes it, `tells` is the dotted path of the
    function that makes a sentence of what is kept.
    """

    code: str
    words: Word
    sign: str
    again: Word = ""
    of: Thing = field(kw_only=True)
    tells: str = ""


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


_READ = "wastebank.reports.log_words"
WITHHELD = f"{_READ}.withheld_sentences"
MEMBER = Thing("member", _("Member"), f"{_READ}.member_names")
CARD = Thing("card", _("Card"), f"{_READ}.card_names")
CARDS = Thing("cards", _("Cards"), f"{_READ}.card_ranges")
DEPOSIT = Thing("deposit", _("Deposit"))
RECEIPT = Thing("receipt", _("Receipt"))
DAY = Thing("day", _("Day"), f"{_READ}.day_names")
MATERIAL = Thing("material", _("Material"), f"{_READ}.material_names")
PLACE = Thing("place", _("Place"), f"{_READ}.place_names")
STAFF = Thing("staff", _("Staff"), f"{_READ}.staff_names")
DEVICE = Thing("device", _("Device"), f"{_READ}.device_names")
LIST = Thing("list", _("List"), f"{_READ}.list_titles")
CASH = Thing("cash", _("Cash account"), f"{_READ}.cash_names")
BOOK = Thing("book", _("Book"))
APPROVAL = Thing("approval", _("Proposal"), f"{_READ}.approval_names")
BANK = Thing("bank", _("Bank"), f"{_READ}.bank_names")

ENROL_MEMBER = Action("enrol_member", _("Member enrolled"), "orang", of=MEMBER)
JOIN_GROUP = Action(
    "join_group",
    _("Group of a member changed"),
    "kelompok",
    of=MEMBER,
    tells=f"{_READ}.group_sentences",
)
CORRECT_MEMBER = Action("correct_member", _("Member corrected"), "ubah", of=MEMBER)
IMPORT_MEMBERS = Action(
    "import_members",
    _("Members list imported"),
    "kelompok",
    of=PLACE,
    tells=f"{_READ}.brought_sentences",
)

PRINT_CARD = Action("print_card", _("Card printed"), "cetak", of=CARD)
PRINT_CARDS = Action(
    "print_cards", _("Cards printed"), "cetak", of=CARDS, tells=f"{_READ}.count_sentences"
)
BIND_CARD = Action("bind_card", _("Blank card handed over"), "kartu", of=CARD)
ACTIVATE_CARD = Action("activate_card", _("Card handed over"), "kartu", of=CARD)
BLOCK_CARD = Action("block_card", _("Card blocked"), "tidak", of=CARD)
REPLACE_CARD = Action("replace_card", _("Card replaced"), "ganti", of=CARD)
SET_PIN = Action("set_pin", _("PIN chosen"), "kunci", of=CARD)
RESET_PIN = Action("reset_pin", _("PIN set anew"), "kunci", of=CARD)

VOID_DEPOSIT = Action("void_deposit", _("Deposit voided"), "batal", of=DEPOSIT)
CORRECT_DEPOSIT = Action("correct_deposit", _("Deposit corrected"), "ubah", of=DEPOSIT)
WRITE_OFF = Action("write_off", _("Correction written off"), "ya", of=MEMBER)
REVIEW_DEPOSIT = Action("review_deposit", _("Deposit looked at"), "ya", of=DEPOSIT)
PRINT_RECEIPT = Action(
    "print_receipt",
    _("Receipt printed"),
    "struk",
    again=_("Receipt printed again"),
    of=RECEIPT,
    tells=f"{_READ}.paper_sentences",
)
CLOSE_DAY = Action("close_day", _("Day closed"), "tanggal", of=DAY)

ADD_MATERIAL = Action("add_material", _("Material added"), "tambah", of=MATERIAL)
CORRECT_MATERIAL = Action("correct_material", _("Material corrected"), "ubah", of=MATERIAL)
TAKE_MATERIAL = Action("take_material", _("Material taken again"), "ya", of=MATERIAL)
LEAVE_MATERIAL = Action("leave_material", _("Material not taken any more"), "tidak", of=MATERIAL)
SET_PRICE = Action("set_price", _("Price set"), "harga", of=MATERIAL)
WITHDRAW_PRICE = Action("withdraw_price", _("Coming price withdrawn"), "batal", of=MATERIAL)
IMPORT_PRICES = Action("import_prices", _("Price list imported"), "harga", of=PLACE)
IMPORT_MATERIALS = Action("import_materials", _("List of materials imported"), "tambah", of=PLACE)

ADD_STAFF = Action("add_staff", _("Staff added"), "tambah", of=STAFF)
IMPORT_STAFF = Action("import_staff", _("Staff list imported"), "tambah", of=PLACE)
CORRECT_STAFF = Action("correct_staff", _("Staff corrected"), "ubah", of=STAFF)
CHANGE_STAFF = Action("change_staff", _("Role or place changed"), "ubah", of=STAFF)
LINK_STAFF = Action("link_staff", _("Staff linked to a member"), "orang", of=STAFF)
ENABLE_STAFF = Action("enable_staff", _("Account opened again"), "masuk", of=STAFF)
DISABLE_STAFF = Action("disable_staff", _("Account closed"), "keluar", of=STAFF)
CHANGE_OWN_PASSWORD = Action("change_own_password", _("Own password changed"), "kunci", of=STAFF)
SET_STAFF_PASSWORD = Action("set_staff_password", _("Password set"), "kunci", of=STAFF)
MAKE_LINK = Action("make_link", _("One-time link made"), "kunci", of=STAFF)
USE_LINK = Action("use_link", _("Password chosen by a one-time link"), "kunci", of=STAFF)
OPEN_BANK = Action("open_bank", _("Bank opened by its first person"), "kunci", of=STAFF)
SET_BANK = Action("set_bank", _("Name, telephone or time zone of the bank set"), "ubah", of=BANK)
LAY_DOWN_ROLE = Action("lay_down_role", _("One of two roles laid down"), "ubah", of=STAFF)
OPEN_PLACE = Action("open_place", _("Place opened"), "rumah", of=PLACE)
CORRECT_PLACE = Action("correct_place", _("Place corrected"), "ubah", of=PLACE)
CLOSE_PLACE = Action("close_place", _("Place closed"), "tidak", of=PLACE)
REOPEN_PLACE = Action("reopen_place", _("Place opened again"), "rumah", of=PLACE)

REGISTER_COUNTER = Action("register_counter", _("Counter signed on"), "loket", of=DEVICE)
ISSUE_DEVICE = Action("issue_device", _("Program signed on"), "masuk", of=DEVICE)
REVOKE_DEVICE = Action("revoke_device", _("Device signed off"), "keluar", of=DEVICE)
MEND_OPERATION = Action("mend_operation", _("Record on a device mended"), "ubah", of=DEVICE)
DROP_OPERATION = Action("drop_operation", _("Record on a device dropped"), "hapus", of=DEVICE)
SET_PRINTER = Action("set_printer", _("Printer set"), "cetak", of=PLACE)

PROPOSE = Action("propose", _("Proposed to a second person"), "orang", of=APPROVAL)
AGREE = Action("agree", _("Agreed as the second person"), "ya", of=APPROVAL)
DECLINE = Action("decline", _("Declined as the second person"), "tidak", of=APPROVAL)
WITHDRAW = Action("withdraw", _("Own proposal withdrawn"), "batal", of=APPROVAL)
SET_LIMIT = Action("set_limit", _("Limit set"), "ubah", of=APPROVAL)
OPEN_CASH = Action("open_cash", _("Cash account opened"), "tunai", of=CASH)
CORRECT_CASH = Action("correct_cash", _("Cash account corrected"), "ubah", of=CASH)
CLOSE_CASH = Action("close_cash", _("Cash account closed"), "tidak", of=CASH)
REOPEN_CASH = Action("reopen_cash", _("Cash account opened again"), "tunai", of=CASH)
BRING_CASH = Action("bring_cash", _("Money at the beginning recorded"), "saldo", of=CASH)
MOVE_CASH = Action("move_cash", _("Money moved"), "ganti", of=CASH)
COUNT_CASH = Action("count_cash", _("Cash counted"), "tunai", of=CASH)
RECONCILE_CASH = Action("reconcile_cash", _("Bank statement compared"), "ya", of=CASH)
BOOK_DIFFERENCE = Action("book_difference", _("Difference of a count booked"), "buku", of=CASH)

TAKE_LIST = Action(
    "take_list", _("List taken along"), "unduh", of=LIST, tells=f"{_READ}.list_sentences"
)
KEEP_BACKUP_KEY = Action(
    "keep_backup_key", _("Key of the backups printed and kept"), "kunci", of=BOOK
)
AUDIT = Action("audit", _("Book checked"), "buku", of=BOOK, tells=f"{_READ}.audit_sentences")

ACTIONS = [
    *(ENROL_MEMBER, JOIN_GROUP, CORRECT_MEMBER, IMPORT_MEMBERS),
    *(CORRECT_PLACE, CORRECT_STAFF, CORRECT_MATERIAL),
    *(
        PRINT_CARD,
        PRINT_CARDS,
        BIND_CARD,
        ACTIVATE_CARD,
        BLOCK_CARD,
        REPLACE_CARD,
        SET_PIN,
        RESET_PIN,
    ),
    *(VOID_DEPOSIT, CORRECT_DEPOSIT, WRITE_OFF, REVIEW_DEPOSIT, PRINT_RECEIPT, CLOSE_DAY),
    *(ADD_MATERIAL, TAKE_MATERIAL, LEAVE_MATERIAL),
    *(SET_PRICE, WITHDRAW_PRICE, IMPORT_PRICES, IMPORT_MATERIALS),
    *(ADD_STAFF, CHANGE_STAFF, LINK_STAFF, ENABLE_STAFF, DISABLE_STAFF, SET_STAFF_PASSWORD),
    *(IMPORT_STAFF, CHANGE_OWN_PASSWORD, MAKE_LINK, USE_LINK),
    *(OPEN_BANK, SET_BANK, LAY_DOWN_ROLE),
    *(OPEN_PLACE, CLOSE_PLACE, REOPEN_PLACE),
    *(REGISTER_COUNTER, ISSUE_DEVICE, REVOKE_DEVICE, MEND_OPERATION, DROP_OPERATION),
    *(PROPOSE, AGREE, DECLINE, WITHDRAW, SET_LIMIT),
    *(OPEN_CASH, CORRECT_CASH, CLOSE_CASH, REOPEN_CASH, BRING_CASH, MOVE_CASH),
    *(COUNT_CASH, RECONCILE_CASH, BOOK_DIFFERENCE),
    *(SET_PRINTER, TAKE_LIST, AUDIT, KEEP_BACKUP_KEY),
]


@cache
def declared_actions() -> dict[str, Action]:
    """The actions of all rooms, by their code."""
    return {action.code: action for room in registry.offered("actions") for action in room}


def action_of(code: str) -> Action:
    """The action of a line that was read; one of a room that is gone keeps its code as its word."""
    return declared_actions().get(code) or Action(code, code, "info", of=Thing("", ""))
