"""What an act of the log is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wastebank.reports.listing import Word

ACTS: dict[str, Word] = {
    "add_material": _("Material added"),
    "add_staff": _("Staff added"),
    "audit": _("Book checked"),
    "block_card": _("Card blocked"),
    "cancel_redemption": _("Visit cancelled"),
    "change_staff": _("Role or place changed"),
    "close_day": _("Day closed"),
    "close_place": _("Place closed"),
    "disable_staff": _("Account closed"),
    "drop_material": _("Material not taken any more"),
    "enable_staff": _("Account opened again"),
    "enrol_member": _("Member enrolled"),
    "hand_over": _("Card handed over"),
    "import_prices": _("Price list imported"),
    "import_tariffs": _("Tariffs imported"),
    "issue": _("Card printed"),
    "issue_device": _("Device signed on"),
    "join_group": _("Group of a member"),
    "link_staff": _("Staff linked to a member"),
    "open_place": _("Place opened"),
    "print_blank_cards": _("Blank cards printed"),
    "print_card": _("Card printed again"),
    "print_receipt": _("Receipt printed again"),
    "register_device": _("Counter signed on"),
    "release_visit": _("Set-aside credit given back"),
    "reopen_place": _("Place opened again"),
    "replace_card": _("Card replaced"),
    "reset_pin": _("PIN set anew"),
    "review_deposit": _("Deposit looked at"),
    "revoke_device": _("Device signed off"),
    "set_pin": _("PIN chosen"),
    "set_price": _("Price set"),
    "set_printer": _("Printer set"),
    "set_staff_password": _("Password set"),
    "set_tariff": _("Tariff set"),
    "take_list": _("List taken along"),
    "take_material": _("Material taken again"),
    "void_deposit": _("Deposit voided"),
}


def act_word(act: str) -> Word:
    return ACTS.get(act, act)
