"""The kinds of journal entries that the clinic posts."""

from django.utils.translation import gettext_lazy as _

from ledger.models import EntryKind

REDEMPTION = EntryKind("redemption", _("Care"), "tukar", tone="clinic", page="visits:of_entry")
REDEMPTION_REVERSED = EntryKind(
    "redemption_reversed", _("Care cancelled"), "batal", tone="clinic", page="visits:of_entry"
)

CARE_CUT = EntryKind("care_cut", _("Care given back"), "kembali", tone="clinic")
CARE_CUT_REVERSED = EntryKind("care_cut_reversed", _("Care given back, cancelled"), "batal")
CLINIC_PAID = EntryKind("clinic_paid", _("Clinic paid"), "tunai", tone="clinic")
CLINIC_PAYMENT_FAILED = EntryKind("clinic_payment_failed", _("Payment failed"), "batal")
CLINIC_OWES = EntryKind("clinic_owes", _("Owed by the clinic"), "saldo")
CLINIC_SET_OFF = EntryKind("clinic_set_off", _("Set off with the clinic"), "saldo")

ENTRY_KINDS = [
    REDEMPTION,
    REDEMPTION_REVERSED,
    CARE_CUT,
    CARE_CUT_REVERSED,
    CLINIC_PAID,
    CLINIC_PAYMENT_FAILED,
    CLINIC_OWES,
    CLINIC_SET_OFF,
]
