"""Which tables of the clinic the database itself keeps unchanged.

`clinic_draft` is none of them: what a clerk has begun is no record, it changes and it goes.
"""

from ledger.triggers import Trigger, append_only

TRIGGERS = [
    *append_only("clinic_redemption"),
    *append_only("clinic_redemptionline"),
    *append_only("clinic_redemptionpayment"),
    *append_only("clinic_redemptioncancel"),
    *append_only("clinic_visit"),
    *append_only("clinic_visitline"),
    *append_only("clinic_visitpayment"),
    *append_only("clinic_visitend"),
    *append_only("clinic_tariff"),
    *append_only("clinic_tariffwithdrawal"),
    Trigger(
        "clinic_tariffwithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM clinic_tariff t WHERE t.id = NEW.tariff_id"
        " AND t.holds_from <= NEW.withdrawn_at)",
        "tariff withdrawal: it holds already",
    ),
]
