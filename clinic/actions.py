"""The actions of the log that happen at a clinic."""

from django.utils.translation import gettext_lazy as _

from wastebank.actions import PLACE, WITHHELD, Action, Thing

# The numbers alone: what was done there, and for whom, stays at the clinic.
VISIT = Thing("visit", _("Open visit"))
REDEMPTION = Thing("redemption", _("Visit"))
CLINIC = Thing("clinic", _("Clinic"), PLACE.names)

STATEMENT = Thing("statement", _("Statement"))
PAYMENT = Thing("payment", _("Payment"))

CANCEL_REDEMPTION = Action(
    "cancel_redemption", _("Visit cancelled"), "batal", of=REDEMPTION, tells=WITHHELD
)
RELEASE_VISIT = Action(
    "release_visit", _("Held credit given back"), "kembali", of=VISIT, tells=WITHHELD
)
SET_TARIFF = Action("set_tariff", _("Tariff set"), "harga", of=CLINIC)
WITHDRAW_TARIFF = Action("withdraw_tariff", _("Coming tariff withdrawn"), "batal", of=CLINIC)
IMPORT_TARIFFS = Action("import_tariffs", _("Tariffs imported"), "harga", of=CLINIC)

CORRECT_CLINIC = Action("correct_clinic", _("Terms of a clinic changed"), "ubah", of=CLINIC)
CORRECT_SERVICE = Action("correct_service", _("Service renamed"), "ubah", of=CLINIC)
OFFER_SERVICE = Action("offer_service", _("Service offered"), "ya", of=CLINIC)
STOP_SERVICE = Action("stop_service", _("Service not offered any more"), "tidak", of=CLINIC)
SET_CARE_LIMIT = Action("set_care_limit", _("Limit of care set"), "info", of=PLACE)
SET_PAYEE = Action("set_payee", _("Account of a clinic agreed"), "saldo", of=CLINIC)

IMPORT_CLINICS = Action("import_clinics", _("List of clinics imported"), "rumah", of=PLACE)

OFFERED, NOT_OFFERED = _("offered"), _("not offered")
DRAW_STATEMENT = Action("draw_statement", _("Statement drawn up"), "surat", of=STATEMENT)
CUT_LINE = Action("cut_line", _("Line of a statement cut"), "kurang", of=STATEMENT)
REPLY_TO_CUT = Action("reply_to_cut", _("Clinic answered to a cut"), "lanjut", of=STATEMENT)
ANSWER_DISPUTE = Action("answer_dispute", _("Dispute answered"), "lanjut", of=STATEMENT)
APPROVE_STATEMENT = Action("approve_statement", _("Statement approved"), "ya", of=STATEMENT)
REVIEW_VISIT = Action("review_visit", _("Visit reviewed"), "ya", of=STATEMENT)
PAY_CLINIC = Action("pay_clinic", _("Clinic paid"), "tunai", of=PAYMENT)
TELL_PAYMENT = Action("tell_payment", _("Payment looked up"), "info", of=PAYMENT)

ACTIONS = [
    CANCEL_REDEMPTION,
    RELEASE_VISIT,
    SET_TARIFF,
    WITHDRAW_TARIFF,
    IMPORT_TARIFFS,
    IMPORT_CLINICS,
    CORRECT_CLINIC,
    CORRECT_SERVICE,
    OFFER_SERVICE,
    STOP_SERVICE,
    SET_CARE_LIMIT,
    SET_PAYEE,
    DRAW_STATEMENT,
    CUT_LINE,
    REPLY_TO_CUT,
    ANSWER_DISPUTE,
    APPROVE_STATEMENT,
    REVIEW_VISIT,
    PAY_CLINIC,
    TELL_PAYMENT,
]
