"""Refusals about paying for care."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class CountOutOfRange(Invalid):
    code = "count_out_of_range"
    text = _("A service is counted from 1 to {max_count}.")


class CashOutOfRange(Invalid):
    code = "cash_out_of_range"
    text = _("The cash must be between Rp0 and what the care costs.")


class CancelReasonMissing(Invalid):
    code = "cancel_reason_missing"
    text = _("Say why the visit is cancelled.")


class RedemptionUnknown(Unknown):
    code = "redemption_unknown"
    text = _("No visit with this number here.")


class AuthorisationUnknown(Unknown):
    code = "visit_unknown"
    text = _("No open visit with this number here.")


class CreditTooSmall(Conflict):
    code = "credit_too_small"
    text = _("{missing_idr} short. Pay the rest in cash, or take fewer services.")


class CancelTooLate(Conflict):
    code = "cancel_too_late"
    text = _("The {hours} hours for cancelling are over. Ask the clinic lead.")


class NothingToHold(Conflict):
    code = "nothing_to_set_aside"
    text = _("Nothing is paid with credit here, so nothing is held. Pay at the end.")


class AuthorisationEnded(Conflict):
    """The fact `how` says it for programs: captured, released or expired."""

    code = "visit_ended"
    text = _("This visit has ended before. Scan the card to start again.")


class PinNeeded(Conflict):
    code = "pin_needed"
    sticky = False  # it is not the state of the book: the same request with the PIN is carried out
    text = _("{more_idr} more than was held. Ask for the PIN.")
