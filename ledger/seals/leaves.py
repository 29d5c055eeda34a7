"""What stands under a seal, as bytes that any program can make again.

Entries come by one join, in order, and nothing is held but the entry at hand.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from ledger.models import Posting, Seal

ENTRY = (
    "entry_id",
    "entry__key",
    "entry__kind",
    "entry__occurred_at",
    "entry__recorded_at",
    "entry__actor",
    "entry__place",
    "entry__memo",
    "entry__reverses_id",
)
POSTING = (
    "line",
    "debit__code",
    "credit__code",
    "debit__unit",
    "amount",
    "debit_balance",
    "credit_balance",
    "debit_version",
    "credit_version",
)
# What an account may never do, said beside each posting since the second form.
GUARDS = tuple(
    f"{side}__{name}"
    for side in ("debit", "credit")
    for name in ("unit", "kind", "guarded", "shared")
)


def entries_of(postings: QuerySet[Posting], form: int, group: str) -> Iterator[tuple[Any, bytes]]:
    """Each entry of postings that stand in its order, after the value of `group`."""
    columns = POSTING if form == Seal.Form.ENTRIES else POSTING + GUARDS
    rows = postings.values_list(group, *ENTRY, *columns).iterator(chunk_size=2_000)
    cut = 1 + len(ENTRY)
    for head, lines in groupby(rows, key=lambda row: row[:cut]):
        yield head[0], entry_bytes(head[1:], [list(line[cut:]) for line in lines])


def entry_bytes(head: Sequence[Any], postings: Sequence[Sequence[Any]]) -> bytes:
    """An entry with its postings."""
    number, *said = [v.astimezone(UTC).isoformat() if is_time(v) else v for v in head]
    return json.dumps([number, said, postings], separators=(",", ":")).encode()


def is_time(value: object) -> bool:
    return isinstance(value, datetime)


def seal_bytes(number: int, entry_count: int, row_count: int, sealed_at: datetime) -> bytes:
    """What a seal says of itself, under its own root since the second form."""
    at = sealed_at.astimezone(UTC).isoformat()
    return json.dumps(["seal", number, entry_count, row_count, at], separators=(",", ":")).encode()
