from django.core import checks

from ledger import registry


class LedgerConfig(registry.Room):
    name = "ledger"
    verbose_name = "The book"
    offers = {
        "triggers": "ledger.triggers.TRIGGERS",
        "documents": "ledger.written.declared.ROOM_DOCUMENTS",
        "invariants": "ledger.invariants.INVARIANTS",
    }

    def ready(self) -> None:
        # Before every command: an audit without the invariants of a room would be green.
        checks.register(registry.check_declarations)
