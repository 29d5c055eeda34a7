"""The actions of the log that happen at a clinic."""

from django.utils.translation import gettext_lazy as _

from wastebank.actions import PLACE, WITHHELD, Action, Thing

# The numbers alone: what was done there, and for whom, stays at the clinic.
VISIT = Thing("visit", _("Open visit"))
REDEMPTION = Thing("redemption", _("Visit"))
CLINIC = Thing("clinic", _("Clinic"), PLACE.names)

CANCEL_REDEMPTION = Action(
    "cancel_redemption", _("Visit cancelled"), "batal", of=REDEMPTION, tells=WITHHELD
)
RELEASE_VISIT = Action(
    "release_visit", _("Held credit given back"), "kembali", of=VISIT, tells=WITHHELD
)
SET_TARIFF = Action("set_tariff", _("Tariff set"), "harga", of=CLINIC)
WITHDRAW_TARIFF = Action("withdraw_tariff", _("Coming tariff withdrawn"), "batal", of=CLINIC)
IMPORT_TARIFFS = Action("import_tariffs", _("Tariffs imported"), "harga", of=CLINIC)

IMPORT_CLINICS = Action("import_clinics", _("List of clinics imported"), "rumah", of=PLACE)

ACTIONS = [
    CANCEL_REDEMPTION,
    RELEASE_VISIT,
    SET_TARIFF,
    WITHDRAW_TARIFF,
    IMPORT_TARIFFS,
    IMPORT_CLINICS,
]
