"""T2: faults planted in the posting code, one at a time. Each says which net must catch it.

The nets, in the order a fault meets them:
* program: the code's own disbelief (a type, a version that moved under a lock);
* database: a CHECK, a key, a trigger;
* model: an answer or an account that is not what the dictionaries say;
* audit: an invariant that is broken.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ledger import holds, idempotency, posting
from ledger.seals import making
from tests.proof.book.mutating import rewrite, rewrite_text
from wastebank import numbering
from wastebank.cards import tries
from wastebank.days import closing
from wastebank.deposits import record, void
from wastebank.values import quantities

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Mutant:
    name: str
    plant: Plant
    caught_by: str  # more than one net, if the order of steps decides
    # The net behind it, once the database's CHECKs are off; None if they do not catch it.
    behind: str | None = None

    def __str__(self) -> str:
        return self.name.replace(" ", "_")


def changed(function: Callable[..., object], old: str, new: str) -> Plant:
    return lambda patch: rewrite(patch, function, (old, new))


def said(module: object, name: str, old: str, new: str) -> Plant:
    return lambda patch: rewrite_text(patch, module, name, old, new)


def both(*plants: Plant) -> Plant:
    def plant(patch: pytest.MonkeyPatch) -> None:
        for each in plants:
            each(patch)

    return plant


available = vars(posting.Locked)["available"].fget


def turned_back(patch: pytest.MonkeyPatch) -> None:
    rewrite(
        patch,
        posting.transfers_back,
        (" debit=AccountSpec(", " back=AccountSpec("),
        (" credit=AccountSpec(", " debit=AccountSpec("),
        (" back=AccountSpec(", " credit=AccountSpec("),
    )


NO_TYPE_CHECK = changed(posting.step, "type(transfer.amount) is not int or ", "")
FRACTIONS = changed(quantities.line_rupiah, "+ per_large // 2) // per", "+ 0) / per")
SAME_VERSION = said(posting, "MOVE_TOTALS", "ledger_account.version + v.column4", "version + 0")
SAME_VERSION_LOCKED = changed(posting.step, "account.version += 1", "account.version += 0")

MUTANTS = [
    Mutant(
        "no floor",
        changed(posting.step, "if account.guarded and account.available < 0:", "if False:"),
        caught_by="database",
        behind="model",
    ),
    Mutant(
        "hold not counted",
        changed(available, "self.balance - self.held", "self.balance"),
        caught_by="model or database",
    ),
    Mutant(
        "wrong sign",
        changed(
            posting.move_totals,
            "debit[0] += transfer.amount\n        credit[1] += transfer.amount",
            "debit[1] += transfer.amount\n        credit[0] += transfer.amount",
        ),
        caught_by="database",
        behind="model",
    ),
    Mutant(
        "one side only",
        changed(posting.move_totals, "credit[1] += transfer.amount", "credit[1] += 0"),
        caught_by="model",
    ),
    Mutant("float amounts", FRACTIONS, caught_by="program"),
    Mutant(
        "float amounts, let in",
        both(FRACTIONS, NO_TYPE_CHECK),
        caught_by="database",
        behind="model or database",
    ),
    Mutant(
        "half is rounded down",
        changed(quantities.line_rupiah, "+ per_large // 2", "+ per_large // 2 - 1"),
        caught_by="database",
        behind="model",
    ),
    Mutant("version not advanced", SAME_VERSION, caught_by="program"),
    Mutant(
        "version not advanced, and believed",
        both(SAME_VERSION, SAME_VERSION_LOCKED),
        caught_by="model",
    ),
    Mutant(
        "balance after is that before",
        changed(posting.step, "        debit.balance,", "        debit.balance - transfer.amount,"),
        caught_by="audit",
    ),
    Mutant(
        "last posting lost",
        changed(
            posting.insert_steps,
            "    values = [",
            "    rows = rows[:-1] or rows\n    values = [",
        ),
        caught_by="audit",
    ),
    Mutant(
        "entry with room for more",
        changed(posting.post, "len(steps)", "len(steps) + 1"),
        caught_by="audit",
    ),
    Mutant(
        "time runs backwards",
        changed(
            posting.post,
            "max([clock.now(), *(a.touched_at for a in touched if a.touched_at)])",
            "clock.now()",
        ),
        caught_by="audit",
    ),
    Mutant(
        "double reversal",
        both(  # whoever calls it asks first, too
            changed(
                posting.reverse, "JournalEntry.objects.filter(reverses=entry).exists()", "False"
            ),
            changed(
                void._take_back, "DepositVoid.objects.filter(deposit=deposit).exists()", "False"
            ),
        ),
        caught_by="model or database",
    ),
    Mutant(
        "reversal not turned round",
        turned_back,
        caught_by="model",
    ),
    Mutant(
        "reversal not linked",
        changed(posting.reverse, "reverses_id=entry.pk", "reverses_id=None"),
        caught_by="audit",
    ),
    Mutant(
        "key not claimed",
        changed(idempotency.once, "claim_id = claim(key, verb, digests)", "claim_id = -1"),
        caught_by="audit",
    ),
    Mutant(
        "outcome not kept",
        changed(idempotency.once, 'settle(claim_id, {"done": result})', "pass"),
        caught_by="audit",
    ),
    Mutant(
        "refusal not sticky",
        changed(idempotency.once, "if not refusal.sticky:", "if True:"),
        caught_by="model",
    ),
    Mutant(
        "fingerprint ignored",
        changed(idempotency.replay, "    if differing:", "    if False:"),
        caught_by="model",
    ),
    Mutant(
        "hold stays after capture",
        changed(holds.capture_hold, "change_held(locked, -hold.amount)", "pass"),
        caught_by="model",
    ),
    Mutant(
        "expired hold captured",
        changed(holds.capture_hold, "if hold.expires_at <= clock.now():", "if False:"),
        caught_by="model",
    ),
    Mutant(
        "hold released twice",
        changed(holds.open_hold, "if HoldEnd.objects.filter(hold=hold).exists():", "if False:"),
        caught_by="database or model",
    ),
    Mutant(
        "price of today for yesterday",
        changed(
            record.carry_out_deposit,
            "asked.lines, place, when,",
            "asked.lines, place, clock.now(),",
        ),
        caught_by="model",
    ),
    Mutant(
        "void forgets the matter",
        changed(
            posting.transfers_back,
            '.order_by("-line")',
            '.filter(debit__unit="IDR").order_by("-line")',
        ),
        caught_by="model",
    ),
    Mutant(
        "receipt number skipped",
        said(numbering, "NEXT_RECEIPT", "last + 1", "last + 2"),
        caught_by="model",
    ),
    Mutant(
        "late record in a closed day",
        changed(numbering.book_day, "closed_through < today", "closed_through >= today"),
        caught_by="database or model",
    ),
    Mutant(
        "forgotten day passed over",
        changed(closing._close, "if forgotten and not with_earlier:", "if False:"),
        caught_by="model",
    ),
    Mutant(
        "closing does not close",
        changed(closing._close, "update(closed_through=day)", "update(closed_through=None)"),
        caught_by="database or model or audit",
    ),
    Mutant(
        "overdue hold given back twice",
        changed(holds.expire_overdue, "end_hold(hold, HoldEnd.How.EXPIRED, BY_ITSELF)", "pass"),
        caught_by="database or model or audit",
    ),
    Mutant(
        "PIN tries not counted",
        changed(tries.count_try, "F(road) + 1", "F(road) + 0"),
        caught_by="model",
    ),
    Mutant(
        "seal in another order",
        changed(making.write_seal, "*found.hashes]", "*found.hashes[::-1]]"),
        caught_by="audit",
    ),
]
