from ledger import registry


class ClinicConfig(registry.Room):
    name = "clinic"
    verbose_name = "Clinic"
    offers = {
        "field_names": "clinic.field_names.FIELD_NAMES",
        "triggers": "clinic.book.triggers.TRIGGERS",
        "documents": "clinic.book.documents.ROOM_DOCUMENTS",
        "invariants": "clinic.book.invariants.INVARIANTS",
        "actions": "clinic.actions.ACTIONS",
        "lists": "clinic.reports.declared.LISTS",
        "coming": "clinic.register.coming.offered.COMING",
        "approvables": "clinic.settlements.approving.APPROVABLES",
        "entry_kinds": "clinic.book.kinds.ENTRY_KINDS",
        "setup_steps": "clinic.register.setup_step.SETUP_STEPS",
        "receipt_check": "clinic.charges.receipts.checked_receipt",
        "care": "clinic.care",
        "tidy": "clinic.charges.drafts.forget_old_drafts",
        "pages": "clinic.web.urls",
        "api": "clinic.web.api.ROUTERS",
    }
