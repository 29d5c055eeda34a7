"""Refusals about closed and open days."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid


class DayClosed(Conflict):
    code = "day_closed"
    text = _("{day} is closed. What comes now counts in the day that is open.")


class DayNotOver(Invalid):
    code = "day_not_over"
    text = _("{day} has not come yet. Only days that began can be closed.")


class EarlierDayOpen(Conflict):
    code = "earlier_day_open"
    text = _("{day} is still open. Close it first.")
