"""Which tables of the clinic the database itself keeps unchanged."""

from ledger.triggers import append_only

TRIGGERS = [
    *append_only("clinic_redemption"),
    *append_only("clinic_redemptionline"),
    *append_only("clinic_redemptionpayment"),
    *append_only("clinic_redemptioncancel"),
    *append_only("clinic_visit"),
    *append_only("clinic_visitline"),
    *append_only("clinic_visitpayment"),
    *append_only("clinic_visitend"),
]
