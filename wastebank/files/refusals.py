"""Refusals about files that people bring."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Invalid


class SheetUnreadable(Invalid):
    code = "sheet_unreadable"
    text = _("This file cannot be used: {problem}.")


class RowsUnusable(Invalid):
    code = "rows_unusable"
    text = _("{count} rows cannot be used, so nothing was imported. Mend them, or leave them out.")
