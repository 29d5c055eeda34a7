"""Refusals of the scale, of closed days, and of devices."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown


class WeightsDisagree(Invalid):
    code = "weights_disagree"
    text = _("Gross is {gross}, but net, tare and rejected make {sum}. Weigh again.")


class RejectReasonMissing(Invalid):
    code = "reject_reason_missing"
    text = _("Say why a part of it is not paid: wet, dirty, mixed or something else.")


class DepositTooLarge(Invalid):
    code = "deposit_too_large"
    text = _("{total_idr} is too much for one deposit, at most {max_idr}. Split it.")


class OwnHousehold(NotAllowed):
    code = "own_household"
    text = _("A colleague records your own household. Call one.")


class DayClosed(Conflict):
    code = "day_closed"
    text = _("{day} is closed. What comes now counts in the day that is open.")


class DayNotOver(Invalid):
    code = "day_not_over"
    text = _("{day} has not come yet. Only days that began can be closed.")


class EarlierDayOpen(Conflict):
    code = "earlier_day_open"
    text = _("{day} is still open. Close it first.")


class NothingToReview(Conflict):
    code = "nothing_to_review"
    text = _("There is nothing odd about {deposit}.")


class AlreadyReviewed(Conflict):
    code = "already_reviewed"
    text = _("Somebody looked at {deposit} already.")


class NotAGroup(Invalid):
    code = "not_a_group"
    text = _("{member} is no group.")


class DeviceRevoked(NotAllowed):
    code = "device_revoked"
    text = _("This device was signed off. Ask the office to register it again.")


class DeviceMissing(Invalid):
    code = "device_missing"
    text = _("This browser is not set up to record here. Set it up first.")


class DeviceElsewhere(NotAllowed):
    code = "device_elsewhere"
    text = _("This device belongs to {place}.")


class SequenceTaken(Conflict):
    code = "sequence_taken"
    text = _("This device sent another record as number {sequence} before.")


class RecordUnknown(Unknown):
    code = "record_unknown"
    text = _("This device has no such record.")


class AlreadyArrived(Conflict):
    code = "already_arrived"
    text = _("Record {sequence} was recorded after all. Take the deposit back at the desk instead.")


class RecordDropped(Conflict):
    code = "record_dropped"
    text = _("Somebody gave up record {sequence} with a note. It is not recorded any more.")
