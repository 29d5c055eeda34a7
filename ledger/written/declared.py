"""The documents of the book itself."""

from ledger.written.documents import Document

ROOM_DOCUMENTS = [
    Document("ledger.Hold", ours="placed_at"),
    Document("ledger.HoldEnd", ours="ended_at"),
    Document("ledger.KeyedResult", ours="claimed_at"),
    Document("ledger.Version", ours="at"),
    Document("ledger.RedFlag"),
    Document("ledger.BackupKey"),
]
