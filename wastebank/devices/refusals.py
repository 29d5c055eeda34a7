"""Refusals about devices, their tokens and what they send."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown


class DeviceUnknown(Unknown):
    code = "device_unknown"
    text = _("No such device here, or it was signed off already.")


class TokenUnknown(NotAllowed):
    code = "token_unknown"
    text = _("This device is not known, or was signed off.")


class TokenExpired(NotAllowed):
    code = "token_expired"
    text = _("This token has expired. Its person makes a new one on their own page.")


class TokenDays(Invalid):
    code = "token_days"
    text = _("A token lasts from 1 to {most_days} days.")


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


class AlreadyArrived(Conflict):
    code = "already_arrived"
    text = _("Record {sequence} was recorded after all. Take the deposit back at the desk instead.")


class RecordDropped(Conflict):
    code = "record_dropped"
    text = _("Somebody gave up record {sequence} with a note. It is not recorded any more.")
