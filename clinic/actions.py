"""The actions of the log that happen at a clinic."""

from django.utils.translation import gettext_lazy as _

from wastebank.actions import Action

CANCEL_REDEMPTION = Action("cancel_redemption", _("Visit cancelled"), "batal")
RELEASE_VISIT = Action("release_visit", _("Held credit given back"), "kembali")
SET_TARIFF = Action("set_tariff", _("Tariff set"), "harga")
WITHDRAW_TARIFF = Action("withdraw_tariff", _("Coming tariff withdrawn"), "batal")
IMPORT_TARIFFS = Action("import_tariffs", _("Tariffs imported"), "harga")

ACTIONS = [CANCEL_REDEMPTION, RELEASE_VISIT, SET_TARIFF, WITHDRAW_TARIFF, IMPORT_TARIFFS]
