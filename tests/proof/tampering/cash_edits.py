"""What somebody would write who wants money to be where it is not."""

CASH_PUT_ELSEWHERE = [
    ("cash is guarded", "UPDATE ledger_account SET guarded = FALSE WHERE code = 'cash:BRI'"),
    ("cash openings match entries", "UPDATE wastebank_cashopening SET amount_idr = amount_idr + 1"),
    ("cash openings match entries", "DELETE FROM wastebank_cashopening"),
    (
        "cash transfers match entries",
        "UPDATE wastebank_cashtransfer SET source_after_idr = source_after_idr + 1",
    ),
    ("cash transfers match entries", "DELETE FROM wastebank_cashtransfer"),
    (
        "cash counts match the book",
        "UPDATE wastebank_cashcount SET book_idr = book_idr + 1,"
        " difference_idr = difference_idr - 1 WHERE begun_id IS NOT NULL",
    ),
    ("bank statements match the book", "DELETE FROM wastebank_reconciledstep"),
    (
        "bank statements match the book",
        "UPDATE wastebank_reconciledstep SET version = version + 1000",
    ),
    ("cash differences match entries", "UPDATE wastebank_cashdifference SET actor = 'sari'"),
    ("cash differences match entries", "DELETE FROM wastebank_cashdifference"),
    (
        "differences of counts are asked for",
        "UPDATE wastebank_approval SET amount_idr = amount_idr + 1 WHERE what = 'cash_difference'",
    ),
]
