"""Refusals about what comes along from a bank's old book."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid


class OpeningUnconfirmed(Invalid):
    code = "opening_unconfirmed"
    text = _(
        "This list brings {count} opening balances, {total_idr} in all. Say their day, their total"
        " and how many they are: nothing is posted before."
    )


class OpeningDiffers(Invalid):
    code = "opening_differs"
    text = _(
        "You said {said_count} opening balances, {said_idr} in all; the list brings {count},"
        " {total_idr}. Look at the old book and the list again. Nothing was posted."
    )


class OpeningDayDiffers(Conflict):
    code = "opening_day_differs"
    sticky = False
    text = _(
        "The opening balances of {place} are of {day}. All of one place have one day: choose it."
    )


class OpeningTooLate(Conflict):
    code = "opening_too_late"
    sticky = False
    text = _("Something was recorded for {member} already. An opening balance comes before it.")


class RowOvertaken(Conflict):
    """Somebody else wrote meanwhile what a row rests on; nothing of the list was written."""

    code = "row_overtaken"
    sticky = False
    text = _("Row {row} cannot be written any more: {reason}. Read the list again.")
