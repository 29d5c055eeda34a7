"""Refusals of printing. What was recorded stands; only the paper is missing."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class ReceiptCodeMisspelt(Invalid):
    code = "receipt_code_misspelt"
    text = _("This receipt code was mistyped. It has eight letters and digits.")


class ReceiptUnknown(Unknown):
    code = "receipt_unknown"
    text = _("No receipt with this code. Compare it with the paper, letter by letter.")


class PrinterAddressUnusable(Invalid):
    code = "printer_address_unusable"
    text = _("A printer has an address such as 192.168.1.50, and a port from 9100 to 9109.")


class PrinterMissing(Conflict):
    code = "printer_missing"
    sticky = False
    text = _("{place} has no printer yet. Print another way, or ask the office to enter it.")


class PrinterNotOurs(Conflict):
    code = "printer_not_ours"
    sticky = False
    text = _(
        "The printer of {place} is not in the bank's own network. Ask the office to enter it anew."
    )


class PrinterUnreachable(Conflict):
    code = "printer_unreachable"
    sticky = False
    text = _("The printer does not answer ({printer}). Switch it on, then print again.")


class PrinterStopped(Conflict):
    code = "printer_stopped"
    sticky = False
    text = _("The printer broke off ({printer}). Look at its paper, then print again as a copy.")
