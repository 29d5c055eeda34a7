"""Which tables of the waste bank the database itself keeps unchanged."""

from ledger.triggers import Trigger, append_only, changed, never_deleted

REOPENED = (
    "(OLD.closed_through IS NOT NULL AND"
    " (NEW.closed_through IS NULL OR NEW.closed_through < OLD.closed_through))"
)

TRIGGERS = [
    *append_only(
        "wastebank_deposit",
        "number",
        "entry_id",
        "verify_code",
        "place_id,series_number",
        "device_id,device_sequence",
    ),
    *append_only("wastebank_depositline", "deposit_id,line"),
    *append_only("wastebank_depositvoid", "deposit_id", "entry_id"),
    *append_only("wastebank_depositcorrection", "deposit_id,step", "entry_id", "approval_id"),
    *append_only("wastebank_correctionline", "correction_id,line,material_id"),
    *append_only("wastebank_receivable", "correction_id"),
    *append_only("wastebank_receivablemove", "receivable_id,step", "approval_id"),
    *append_only("wastebank_actionlog"),
    *append_only("wastebank_cardevent"),
    *append_only("wastebank_dayclosing", "place_id,day"),
    *append_only("wastebank_depositreview", "deposit_id"),
    *append_only("wastebank_openingbalance", "member_id", "entry_id"),
    Trigger(
        "wastebank_openingbalance",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_deposit d WHERE d.member_id = NEW.member_id)"
        # Two looks into the index: what differs would be looked for in every row.
        " OR EXISTS (SELECT 1 FROM wastebank_openingbalance o"
        " WHERE o.place_id = NEW.place_id AND o.day < NEW.day)"
        " OR EXISTS (SELECT 1 FROM wastebank_openingbalance o"
        " WHERE o.place_id = NEW.place_id AND o.day > NEW.day)",
        "opening balance: before everything else, on one day of a place",
    ),
    *append_only("wastebank_cashopening", "account_id", "entry_id"),
    *append_only("wastebank_cashtransfer", "entry_id"),
    *append_only("wastebank_cashcountbegun"),
    *append_only("wastebank_cashcount", "begun_id", "account_id,reference"),
    *append_only("wastebank_reconciledstep", "account_id,version"),
    *append_only("wastebank_cashdifference", "count_id", "entry_id", "approval_id"),
    *never_deleted("wastebank_cashaccount", "code"),
    Trigger(
        "wastebank_cashcount",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_cashcountbegun b WHERE b.id = NEW.begun_id"
        " AND (b.account_id <> NEW.account_id OR b.version > NEW.version))"
        " OR EXISTS (SELECT 1 FROM wastebank_cashaccount a WHERE a.id = NEW.account_id"
        " AND (a.kind = 'box') <> (NEW.begun_id IS NOT NULL))",
        "cash count: of another account, or of another kind",
    ),
    Trigger(
        "wastebank_reconciledstep",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_cashcount c WHERE c.id = NEW.count_id"
        " AND (c.account_id <> NEW.account_id OR c.begun_id IS NOT NULL))",
        "reconciled step: of another account",
    ),
    Trigger(
        "wastebank_cashdifference",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_cashcount c WHERE c.id = NEW.count_id"
        " AND (c.difference_idr <> NEW.amount_idr OR c.actor = NEW.actor))"
        " OR EXISTS (SELECT 1 FROM wastebank_cashcount c"
        " JOIN wastebank_cashcount later ON later.account_id = c.account_id AND later.id > c.id"
        " WHERE c.id = NEW.count_id)",
        "cash difference: of the last count, by a second person",
    ),
    *append_only("wastebank_devicerecord", "device_id,sequence"),
    *append_only("wastebank_price"),
    *append_only("wastebank_pricewithdrawal", "price_id"),
    Trigger(
        "wastebank_pricewithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_price p WHERE p.id = NEW.price_id"
        " AND p.holds_from <= NEW.withdrawn_at)",
        "price withdrawal: it holds already",
    ),
    *append_only("wastebank_approval"),
    *append_only("wastebank_approvalend", "approval_id"),
    *append_only("wastebank_programmelimit", "approval_id"),
    Trigger(
        "wastebank_approvalend",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_approval a WHERE a.id = NEW.approval_id AND"
        " ((NEW.how = 'withdrawn') <> (a.proposed_by = NEW.ended_by)))",
        "approval: by somebody else, or withdrawn by who proposed",
    ),
    *never_deleted("wastebank_receiptseries", "place_id"),
    *never_deleted("wastebank_receiptprint", "receipt_number"),
    Trigger(
        "wastebank_receiptprint",
        "UPDATE",
        changed(["id", "receipt_number"]) + " OR NEW.count < OLD.count",
        "receipt print: copies are only counted up",
    ),
    Trigger(
        "wastebank_receiptseries",
        "UPDATE",
        changed(["id", "place_id"]) + " OR NEW.last < OLD.last OR " + REOPENED,
        "receipt series: numbers only go up, and a closed day stays closed",
    ),
    Trigger(
        "wastebank_deposit",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_receiptseries s"
        " WHERE s.place_id = NEW.place_id AND s.closed_through >= NEW.book_day)",
        "deposit: its day is closed",
    ),
    Trigger(
        "wastebank_depositvoid",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_receiptseries s"
        " JOIN wastebank_deposit d ON d.place_id = s.place_id"
        " WHERE d.id = NEW.deposit_id AND s.closed_through >= NEW.book_day)",
        "deposit void: its day is closed",
    ),
    Trigger(
        "wastebank_depositcorrection",
        "INSERT",
        "EXISTS (SELECT 1 FROM wastebank_receiptseries s"
        " JOIN wastebank_deposit d ON d.place_id = s.place_id"
        " WHERE d.id = NEW.deposit_id AND s.closed_through >= NEW.book_day)"
        # What was taken back whole by its exact opposite has nothing left to be put right.
        " OR EXISTS (SELECT 1 FROM wastebank_depositvoid v WHERE v.deposit_id = NEW.deposit_id)",
        "deposit correction: its day is closed, or it was voided",
    ),
]
