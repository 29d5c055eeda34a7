"""Refusals about what is still to come back."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Unknown


class ReceivableUnknown(Unknown):
    code = "receivable_unknown"
    text = _("No such receivable: {receivable}.")


class NothingOwed(Conflict):
    code = "nothing_owed"
    text = _("Nothing is left to come back from {member}.")
