"""What the clinic's own fields are called when a refusal speaks of them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_NAMES: Mapping[str, str | Promise] = {
    "result": _("What became of it"),
    "says": _("Answer"),
    "verdict": _("Answer"),
    "clinic": _("Clinic"),
    "service": _("Service"),
    "services": _("Services"),
    "category": _("Kind of care"),
    "per": _("Counted"),
    "cash": _("Cash"),
    "redemption": _("Visit"),
    "visit": _("Visit"),
    "tariff": _("Tariff"),
    "statement": _("Statement"),
    "month": _("Month"),
    "line": _("Line"),
    "care_line": _("Service that does not fit"),
    "fits": _("Whether it fits"),
    "accept": _("Accepted or not"),
    "twin": _("The visit it repeats"),
    "payment": _("Payment"),
    "sent_on": _("Day it was sent"),
    "over": _("More than is open"),
    "over_ok": _("More than is open"),
    "arrived": _("Arrived or not"),
    "cancel_window_hours": _("Hours to cancel"),
    "due_days": _("Days until it is paid"),
    "dispute_days": _("Days to dispute"),
    "most": _("At most"),
    "most_idr": _("At most"),
    "offered": _("Offered"),
    "pricing": _("How it is priced"),
    "payee_name": _("Payee"),
    "bank": _("Name of the bank"),
    "whose": _("For whom"),
    "period": _("In which time"),
    "measure": _("Counted by"),
}
