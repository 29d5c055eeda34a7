"""Which tables of the waste bank the database itself keeps unchanged."""

from ledger.guards import Guard, append_only, changed, never_deleted

GUARDS = [
    *append_only("wastebank_deposit"),
    *append_only("wastebank_depositline"),
    *append_only("wastebank_depositvoid"),
    *append_only("wastebank_actionlog"),
    *append_only("wastebank_cardevent"),
    *never_deleted("wastebank_receiptseries"),
    Guard(
        "wastebank_receiptseries",
        "UPDATE",
        changed(["place_id"]) + " OR NEW.last < OLD.last",
        "receipt series: numbers only go up",
    ),
]
