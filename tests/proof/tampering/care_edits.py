"""What an owner of the database may do to visits at a clinic, paid or open, and to payees."""

VISIT = "(SELECT MIN(id) FROM clinic_redemption)"
KEPT_VISIT = "(SELECT MAX(id) FROM clinic_redemption)"

# (law, statements)
CARE_OTHERWISE: list[tuple[str, ...]] = [
    (
        "clinic receipts have no gap",
        f"DELETE FROM clinic_redemptionpayment WHERE redemption_id = {KEPT_VISIT}",
        f"DELETE FROM clinic_redemptionline WHERE redemption_id = {KEPT_VISIT}",
        f"DELETE FROM clinic_redemption WHERE id = {KEPT_VISIT}",
    ),
    ("visits match lines", "UPDATE clinic_redemptionline SET rupiah_idr = rupiah_idr + 1"),
    (
        "payments add up",
        "UPDATE clinic_redemptionpayment SET amount_idr = amount_idr + 1 WHERE payer = 'cash'",
    ),
    ("payments add up", "DELETE FROM clinic_redemptionpayment WHERE payer = 'cash'"),
    (
        "payments add up",
        "UPDATE clinic_redemptionpayment SET position = 3 WHERE payer = 'cash'",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemptionpayment SET amount_idr = amount_idr + 1 WHERE payer = 'credit'",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemptionpayment SET posting_id = NULL WHERE payer = 'credit'",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemptionpayment SET posting_id = (SELECT MIN(id) FROM ledger_posting)"
        f" WHERE redemption_id = {VISIT}",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemptionpayment SET account_id = (SELECT id FROM ledger_account"
        " WHERE code = 'clinic:SHT') WHERE payer = 'credit'",
    ),
    (
        "visits match entries",
        f"DELETE FROM clinic_redemptionpayment WHERE redemption_id = {KEPT_VISIT}",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemptionpayment SET payer = 'cash', account_id = NULL,"
        " posting_id = NULL WHERE payer = 'credit'",
    ),
    (
        "visits match entries",
        "UPDATE clinic_redemption SET member_id = (SELECT MAX(id) FROM wastebank_member)",
    ),
    ("cancels match entries", "DELETE FROM clinic_redemptioncancel"),
    ("open visits match holds", "UPDATE clinic_visitline SET rupiah_idr = rupiah_idr + 1"),
    (
        "open visits match holds",
        "UPDATE clinic_visitpayment SET amount_idr = amount_idr - 1",
    ),
    (
        "open visits match holds",
        "UPDATE clinic_visitpayment SET payer = 'cash', account_id = NULL",
    ),
    (
        "open visits match holds",
        "UPDATE clinic_visit SET member_id = (SELECT MAX(id) FROM wastebank_member)",
    ),
    ("visits end as their holds", "DELETE FROM clinic_visitend"),
    ("payees wait a day", "UPDATE clinic_clinicpayee SET holds_from = set_at"),
]
