from ledger import registry


class WastebankConfig(registry.Room):
    name = "wastebank"
    verbose_name = "Waste bank"
    offers = {
        "field_names": "wastebank.values.field_names.FIELD_NAMES",
        "triggers": "wastebank.book.triggers.TRIGGERS",
        "before_days": "wastebank.bank.zone.follow_zone",
        "before_entry": "wastebank.bank.zone.hold_zone",
        "documents": "wastebank.book.documents.ROOM_DOCUMENTS",
        "invariants": "wastebank.book.invariants.INVARIANTS",
        "receipt_check": "wastebank.deposits.receipts.checked_receipt",
        "actions": "wastebank.actions.ACTIONS",
        "lists": "wastebank.reports.lists.declared.LISTS",
        "coming": "wastebank.reports.coming.COMING",
        "setup_steps": "wastebank.bank.steps.SETUP_STEPS",
        "tidy": "wastebank.reports.tidy.tidy",
        "approvables": "wastebank.reports.approvables.APPROVABLES",
        "limits": "wastebank.reports.approvables.SUM_LIMITS",
        "entry_kinds": "wastebank.book.kinds.ENTRY_KINDS",
    }
