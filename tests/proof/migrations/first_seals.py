"""A book that was sealed before seals held rows: what a migration of those days finds."""

from django.db import connection

from ledger import clock
from ledger.models import JournalEntry, Posting, Seal, SealedEntry, SealedRun
from ledger.seals.leaves import entries_of
from ledger.seals.making import NO_SEAL
from ledger.seals.tree import leaf_hash, merkle_root
from ledger.triggers import TRIGGERS, install, lift


def seal_as_before() -> Seal:
    """Every entry under one seal of the first form, and no row under any."""
    sealing = [trigger for trigger in TRIGGERS if trigger.table.startswith("ledger_seal")]
    lift(connection, sealing)
    for model in (SealedEntry, SealedRun, Seal):
        model.objects.all().delete()
    install(connection, sealing)
    postings = Posting.objects.order_by("entry_id", "line")
    leaves = [content for _, content in entries_of(postings, Seal.Form.ENTRIES, "entry_id")]
    root = merkle_root(map(leaf_hash, [bytes.fromhex(NO_SEAL), *leaves])).hex()
    seal = Seal.objects.create(
        number=1,
        root=root,
        previous_root=NO_SEAL,
        entry_count=len(leaves),
        sealed_at=clock.now(),
    )
    SealedEntry.objects.bulk_create(
        SealedEntry(seal=seal, position=position, entry=entry)
        for position, entry in enumerate(JournalEntry.objects.order_by("pk"))
    )
    return seal
