"""Which tables of the waste bank the database itself keeps unchanged."""

from ledger.guards import Guard, append_only, changed, never_deleted

GUARDS = [
    *append_only("wastebank_deposit"),
    *append_only("wastebank_depositline"),
    *append_only("wastebank_depositvoid"),
    *append_only("wastebank_actionlog"),
    *append_only("wastebank_cardevent"),
    *never_deleted("wastebank_receiptseries"),
    *never_deleted("wastebank_receiptprint"),
    Guard(
        "wastebank_receiptprint",
        "UPDATE",
        changed(["receipt_number"]) + " OR NEW.count < OLD.count",
        "receipt print: copies are only counted up",
    ),
    Guard(
        "wastebank_receiptseries",
        "UPDATE",
        changed(["place_id"]) + " OR NEW.last < OLD.last",
        "receipt series: numbers only go up",
    ),
]
