from ledger import registry


class ClinicConfig(registry.Room):
    name = "clinic"
    verbose_name = "Clinic"
    offers = {
        "triggers": "clinic.book.triggers.TRIGGERS",
        "invariants": "clinic.book.invariants.INVARIANTS",
        "receipt_check": "clinic.charges.receipts.checked_receipt",
        "care": "clinic.care",
        "pages": "clinic.web.urls",
        "api": "clinic.web.api.ROUTERS",
    }
