"""The refusals of the clinic desk."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class CountOutOfRange(Invalid):
    code = "count_out_of_range"
    text = _("A service is counted from 1 to {max_count}.")


class CashOutOfRange(Invalid):
    code = "cash_out_of_range"
    text = _("The cash lies between Rp0 and what the care costs.")


class CancelReasonMissing(Invalid):
    code = "cancel_reason_missing"
    text = _("Say why the visit is cancelled.")


class ClinicUnknown(Unknown):
    code = "clinic_unknown"
    text = _("No such clinic: {clinic}.")


class ServiceUnknown(Unknown):
    code = "service_unknown"
    text = _("This clinic has no such service: {service}.")


class RedemptionUnknown(Unknown):
    code = "redemption_unknown"
    text = _("No visit with this number here.")


class VisitUnknown(Unknown):
    code = "visit_unknown"
    text = _("No open visit with this number here.")


class CreditTooSmall(Conflict):
    code = "credit_too_small"
    text = _("{missing_idr} short. Pay the rest in cash, or take fewer services.")


class ServiceInactive(Conflict):
    code = "service_inactive"
    text = _("{service} is not offered any more.")


class TariffMissing(Conflict):
    code = "tariff_missing"
    text = _("{service} has no tariff on this day. The clinic lead must set one.")


class TariffNeeded(Conflict):
    code = "tariff_needed"
    text = _("{service} has no fixed price. Write down what it costs.")


class TariffInPast(Conflict):
    code = "tariff_in_past"
    text = _("A tariff never changes the past. Set it from today on.")


class ClinicNotValid(Conflict):
    code = "clinic_not_valid"
    text = _("{clinic} does not take credit on this day.")


class CancelTooLate(Conflict):
    code = "cancel_too_late"
    text = _("The {hours} hours for cancelling are over. Ask the clinic lead.")


class NothingToSetAside(Conflict):
    code = "nothing_to_set_aside"
    text = _("Nothing is paid with credit here, so nothing is set aside. Pay at the end.")


class VisitEnded(Conflict):
    """The fact `how` says it for programs: captured, released or expired."""

    code = "visit_ended"
    text = _("This visit has ended before. Scan the card to start again.")


class PinNeeded(Conflict):
    code = "pin_needed"
    sticky = False  # it is not the state of the book: the same request with the PIN is carried out
    text = _("{more_idr} more than was set aside. Ask for the PIN.")
