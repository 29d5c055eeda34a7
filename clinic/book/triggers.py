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
    *append_only("clinic_statement", "number", "clinic_id,month"),
    *append_only(
        "clinic_statementline",
        "statement_id,position",
        *("visit_id", "cancel_id", "credit_id", "carried_id"),
    ),
    *append_only("clinic_adjustment", "line_id"),
    *append_only("clinic_adjustmentpart", "adjustment_id,payment_id"),
    *append_only("clinic_adjustmentreply", "adjustment_id"),
    *append_only("clinic_disputeanswer", "reply_id"),
    *append_only("clinic_adjustmentbooked", "adjustment_id", "entry_id"),
    *append_only("clinic_statementapproval", "statement_id"),
    *append_only("clinic_visitreview", "line_id"),
    *append_only("clinic_clinicpayment", "entry_id", "reference_key"),
    *append_only("clinic_clinicpaymentpart", "payment_id,statement_id"),
    *append_only("clinic_clinicpaymentdoubt", "payment_id"),
    *append_only("clinic_clinicpaymentend", "payment_id", "entry_id"),
    Trigger(
        "clinic_statementline",
        "INSERT",
        "EXISTS (SELECT 1 FROM clinic_statementapproval a WHERE a.statement_id = NEW.statement_id)",
        "statement line: the statement is approved",
    ),
    Trigger(
        "clinic_adjustment",
        "INSERT",
        "EXISTS (SELECT 1 FROM clinic_statementline l JOIN clinic_statementapproval a"
        " ON a.statement_id = l.statement_id WHERE l.id = NEW.line_id)",
        "adjustment: the statement is approved",
    ),
    Trigger(
        "clinic_tariffwithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM clinic_tariff t WHERE t.id = NEW.tariff_id"
        " AND t.holds_from <= NEW.withdrawn_at)",
        "tariff withdrawal: it holds already",
    ),
]
