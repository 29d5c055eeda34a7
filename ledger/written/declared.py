"""The documents of the book itself."""

from ledger.written.documents import Document

ROOM_DOCUMENTS = [
    Document("ledger.Hold", ours="placed_at"),
    Document("ledger.HoldEnd", ours="ended_at"),
    Document("ledger.KeyedResult", ours="claimed_at"),
    Document("ledger.Version", ours="at"),
    Document("ledger.RedFlag"),
    Document("ledger.BackupKey", ours="kept_at"),
]

# Each with why.
FREE_TABLES = {
    "ledger_backuprun": "what became of a file on a machine; the book rests on none of it",
}
