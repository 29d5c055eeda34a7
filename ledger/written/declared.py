"""The documents of the book itself."""

from ledger.written.documents import Document

ROOM_DOCUMENTS = [
    Document("ledger.Hold"),
    Document("ledger.HoldEnd"),
    Document("ledger.KeyedResult"),
    Document("ledger.Version"),
    Document("ledger.RedFlag"),
]
