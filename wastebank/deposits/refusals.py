"""Refusals about deposits: at the scale, when one is voided, when one is looked at again."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class DepositUnknown(Unknown):
    code = "deposit_unknown"
    text = _("No deposit with this number here.")


class VoidTooLate(Conflict):
    code = "void_too_late"
    text = _("The day of this deposit is over or closed. Ask the treasurer to void it.")


class CreditSpent(Conflict):
    code = "credit_spent"
    text = _("{missing_idr} of this credit is spent or held, so it cannot be voided.")


class StockGone(Conflict):
    code = "stock_gone"
    text = _("This material has left the store already, so the deposit cannot be voided.")


class WeightsDisagree(Invalid):
    code = "weights_disagree"
    text = _("Gross is {gross}, but net, tare and rejected make {sum}. Weigh again.")


class RejectReasonMissing(Invalid):
    code = "reject_reason_missing"
    text = _("Say why a part of it is not paid: wet, dirty, mixed or something else.")


class DepositTooLarge(Invalid):
    code = "deposit_too_large"
    text = _("{total_idr} is too much for one deposit, at most {max_idr}. Split it.")


class NothingToReview(Conflict):
    code = "nothing_to_review"
    text = _("There is nothing odd about {deposit}.")


class AlreadyReviewed(Conflict):
    code = "already_reviewed"
    text = _("Somebody looked at {deposit} already.")
