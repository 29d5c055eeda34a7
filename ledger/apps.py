from ledger import registry


class LedgerConfig(registry.Room):
    name = "ledger"
    verbose_name = "The book"
    offers = {
        "triggers": "ledger.triggers.TRIGGERS",
        "invariants": "ledger.invariants.INVARIANTS",
    }
