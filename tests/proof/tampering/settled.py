"""What an owner of the database may do to what clinics are owed and paid; each law is broken."""

OWED = "clinics are owed what stands"
LINES = "lines say what they stand for"
CUTS = "cuts match entries"
CARRIED_OUT = "cuts are carried out"
PAYMENTS = "payments of clinics match entries"
APPROVED = "statements are approved by two"
EXCESS = "(SELECT MAX(id) FROM clinic_clinicpayment)"
A_VISIT = "(SELECT MIN(id) FROM clinic_statementline WHERE visit_id IS NOT NULL)"

# (law, statement)
SETTLED_OTHERWISE = [
    (OWED, "DELETE FROM clinic_clinicpaymentend"),
    (APPROVED, f"DELETE FROM clinic_statementline WHERE id = {A_VISIT}"),
    (OWED, f"UPDATE clinic_statementline SET asked_idr = asked_idr + 1 WHERE id = {A_VISIT}"),
    (OWED, "UPDATE clinic_clinicpayment SET excess_idr = 0"),
    (
        OWED,
        "DELETE FROM clinic_redemptioncancel WHERE id = (SELECT MAX(id)"
        " FROM clinic_redemptioncancel)",
    ),
    (LINES, f"UPDATE clinic_statementline SET asked_idr = asked_idr - 1 WHERE id = {A_VISIT}"),
    (LINES, "UPDATE clinic_statement SET ends_at = starts_at"),
    (
        "statements follow each other",
        "INSERT INTO clinic_statement (number, clinic_id, month, starts_at, ends_at, drawn_at,"
        " due_on, sample_seed, actor, actor_name) SELECT 'SHT-X', clinic_id, '2001-01-01',"
        " starts_at, ends_at, drawn_at, due_on, sample_seed, actor, actor_name"
        " FROM clinic_statement",
    ),
    (CUTS, "UPDATE clinic_adjustment SET amount_idr = amount_idr + 1"),
    (CUTS, "UPDATE clinic_adjustmentpart SET amount_idr = amount_idr + 1"),
    (CUTS, "UPDATE clinic_adjustment SET account_idr = account_idr + cash_idr, cash_idr = 0"),
    (CUTS, "UPDATE clinic_adjustmentbooked SET entry_id = NULL"),
    (CARRIED_OUT, "DELETE FROM clinic_adjustmentbooked"),
    (CARRIED_OUT, "UPDATE clinic_disputeanswer SET accepted = NOT accepted"),
    (CARRIED_OUT, "DELETE FROM clinic_statementapproval"),
    (APPROVED, "UPDATE clinic_statementapproval SET actor = 'sari'"),
    (APPROVED, "UPDATE clinic_statementapproval SET asked_idr = asked_idr + 1"),
    (PAYMENTS, "UPDATE clinic_clinicpayment SET amount_idr = amount_idr - 1"),
    (PAYMENTS, "UPDATE clinic_clinicpaymentend SET entry_id = NULL"),
    (PAYMENTS, "DELETE FROM clinic_clinicpaymentpart"),
    (
        "statements are not paid too much",
        "UPDATE clinic_clinicpaymentpart SET amount_idr = amount_idr + 1"
        f" WHERE payment_id = {EXCESS}",
    ),
    (
        "keys name what they made",
        """UPDATE ledger_keyedresult SET outcome = '{"done":{"id":99}}'"""
        " WHERE verb = 'pay_statement'",
    ),
]
