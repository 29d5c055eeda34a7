"""What an owner of the database may do to what was put right, and to what is still to come back."""

FOLLOW = "corrections follow each other"
LINES = "corrections match lines"
ENTRIES = "corrections match entries"
OWED = "receivables match their causes"
CAP = "repayments keep their cap"
GIVEN_UP = "write-offs match entries"

# (law, statement)
CORRECTED_OTHERWISE = [
    (FOLLOW, "UPDATE wastebank_depositcorrection SET total_before_idr = total_before_idr + 1"),
    (FOLLOW, "UPDATE wastebank_depositcorrection SET step = step + 1"),
    (
        FOLLOW,
        "UPDATE wastebank_depositcorrection SET member_before_id ="
        " (SELECT MIN(id) FROM wastebank_member)",
    ),
    (
        FOLLOW,
        "UPDATE wastebank_depositvoid SET deposit_id = (SELECT MIN(deposit_id)"
        " FROM wastebank_depositcorrection) WHERE id = (SELECT MIN(id) FROM wastebank_depositvoid)",
    ),
    (LINES, "UPDATE wastebank_correctionline SET rupiah_after_idr = rupiah_after_idr + 1"),
    (LINES, "DELETE FROM wastebank_correctionline"),
    (
        "corrections begin with what stood",
        "UPDATE wastebank_correctionline SET amount_before = amount_before + 1",
    ),
    (ENTRIES, "UPDATE wastebank_depositcorrection SET from_credit_idr = from_credit_idr + 1"),
    (ENTRIES, "UPDATE wastebank_depositcorrection SET entry_id = NULL"),
    (ENTRIES, "UPDATE ledger_journalentry SET kind = 'x' WHERE kind = 'deposit_corrected'"),
    (OWED, "UPDATE wastebank_receivable SET amount_idr = amount_idr + 1"),
    (OWED, "DELETE FROM wastebank_receivable"),
    (OWED, "UPDATE wastebank_receivablemove SET left_idr = left_idr + 1"),
    (OWED, "UPDATE ledger_account SET guarded = FALSE WHERE code LIKE 'receivable:%'"),
    (CAP, "UPDATE wastebank_receivable SET percent = 0, floor_idr = 0"),
    (
        CAP,
        "UPDATE wastebank_receivablemove SET amount_idr = amount_idr + 1 WHERE kind = 'deposit'",
    ),
    (CAP, "DELETE FROM wastebank_receivablemove WHERE kind = 'deposit'"),
    (GIVEN_UP, "UPDATE wastebank_receivablemove SET reason = 'death' WHERE kind = 'write_off'"),
    (GIVEN_UP, "DELETE FROM wastebank_receivablemove WHERE kind = 'write_off'"),
    (
        "keys name what they made",
        """UPDATE ledger_keyedresult SET outcome = '{"done":{"id":99}}'"""
        " WHERE verb = 'correct_deposit'",
    ),
]
