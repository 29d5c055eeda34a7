"""Seals: a Merkle root over the canonical bytes of entries, chained from one to the next.

The tree has the shape of RFC 9162 (section 2.1.1): leaves and nodes are hashed with different
prefixes, so that no node can pass for a leaf. Sealing happens outside the posting transaction.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC

from django.db import connection, transaction

from ledger import clock
from ledger.findings import Finding
from ledger.models import JournalEntry, Seal, SealedEntry

NO_SEAL = "0" * 64
MAX_ENTRIES = 50_000


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; the left side is the largest power of two below the length."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(merkle_root(leaves[:split]), merkle_root(leaves[split:]))


def canonical_bytes(entry: JournalEntry) -> bytes:
    """An entry with its postings as bytes that any program can make again."""
    head = [
        entry.key,
        entry.kind,
        entry.occurred_at.astimezone(UTC).isoformat(),
        entry.recorded_at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.place,
        entry.memo,
        entry.reverses_id,
    ]
    postings = [
        [
            p.line,
            p.debit.code,
            p.credit.code,
            p.debit.unit,
            p.amount,
            p.debit_balance,
            p.credit_balance,
            p.debit_version,
            p.credit_version,
        ]
        for p in sorted(entry.postings.all(), key=lambda p: p.line)
    ]
    return json.dumps([entry.pk, head, postings], separators=(",", ":")).encode()


def root_of(entries: Sequence[JournalEntry], previous_root: str) -> str:
    """The root over the seal before and these entries, as 64 hex digits."""
    leaves = [leaf_hash(bytes.fromhex(previous_root))]
    leaves += [leaf_hash(canonical_bytes(entry)) for entry in entries]
    return merkle_root(leaves).hex()


def make_seal() -> Seal | None:
    """Seal the entries that are not sealed yet; None if there are none."""
    with transaction.atomic(durable=True):
        lock_sealing()
        entries = list(
            JournalEntry.objects.filter(sealed__isnull=True)
            .order_by("id")
            .prefetch_related("postings__debit", "postings__credit")[:MAX_ENTRIES]
        )
        if not entries:
            return None
        last = Seal.objects.order_by("-number").first()
        previous_root = last.root if last else NO_SEAL
        seal = Seal.objects.create(
            number=last.number + 1 if last else 1,
            root=root_of(entries, previous_root),
            previous_root=previous_root,
            entry_count=len(entries),
            sealed_at=clock.now(),
        )
        SealedEntry.objects.bulk_create(
            SealedEntry(seal=seal, position=position, entry=entry)
            for position, entry in enumerate(entries)
        )
        return seal


def lock_sealing() -> None:
    """One sealer at a time; on SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_seal IN SHARE ROW EXCLUSIVE MODE")


def seals_recompute() -> Iterator[Finding]:
    """Each seal's root follows from its entries and the seal before; numbers have no gap."""
    previous_root = NO_SEAL
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        if seal.number != number:
            yield Finding("seals are numbered without gap", str(seal.number), f"not {number}")
        if seal.previous_root != previous_root:
            yield Finding("seals are chained", str(seal.number), "does not follow the one before")
        entries = list(
            JournalEntry.objects.filter(sealed__seal=seal)
            .order_by("sealed__position")
            .prefetch_related("postings__debit", "postings__credit")
        )
        if len(entries) != seal.entry_count or root_of(entries, seal.previous_root) != seal.root:
            yield Finding("seals recompute", str(seal.number), "its entries were altered")
        previous_root = seal.root
