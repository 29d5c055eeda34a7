"""Which tables of the clinic the database itself keeps unchanged.

`clinic_draft` is none of them: what a clerk has begun is no record, it changes and it goes.
"""

from ledger.triggers import Trigger, append_only

TRIGGERS = [
    *append_only(
        "clinic_redemption", "number", "entry_id", "verify_code", "clinic_id,series_number"
    ),
    *append_only("clinic_redemptionline", "redemption_id,line"),
    *append_only("clinic_redemptionpayment", "posting_id", "redemption_id,position"),
    *append_only("clinic_redemptioncancel", "redemption_id", "entry_id"),
    *append_only("clinic_visit", "hold_id"),
    *append_only("clinic_visitline", "visit_id,line"),
    *append_only("clinic_visitpayment", "visit_id,position"),
    *append_only("clinic_visitend", "visit_id", "redemption_id"),
    *append_only("clinic_tariff"),
    *append_only("clinic_clinicpayee"),
    *append_only("clinic_carelimit"),
    *append_only("clinic_tariffwithdrawal", "tariff_id"),
    Trigger(
        "clinic_tariffwithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM clinic_tariff t WHERE t.id = NEW.tariff_id"
        " AND t.holds_from <= NEW.withdrawn_at)",
        "tariff withdrawal: it holds already",
    ),
]
