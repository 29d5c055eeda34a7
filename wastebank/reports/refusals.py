"""Refusals of lists and of looking for something."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict


class ListTooLong(Conflict):
    code = "list_too_long"
    sticky = False
    text = _("This list has {rows} rows, at most {max_rows} fit. Choose fewer days, or take CSV.")
