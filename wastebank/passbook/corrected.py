"""What the lines of a passbook have to tell of corrections, read for all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ledger.models import Account, EntryKind
from ledger.queries import Movement
from wastebank.book.accounts import RECEIVABLE
from wastebank.book.kinds import ADVANCE, DEPOSIT, DEPOSIT_CORRECTED, REPAYMENT
from wastebank.models import Deposit, DepositCorrection, Receivable, ReceivableMove

LAID_OUT, OWED = "laid out", "owed"  # parts of an entry that are lines of their own


@dataclass(slots=True)
class Corrected:
    """Of some movements: which are parts for a receivable, and what was put right when."""

    owed_accounts: frozenset[int] = frozenset()
    corrections: Mapping[int, DepositCorrection] = field(default_factory=dict)  # by their entry
    left_idr: Mapping[int, int] = field(default_factory=dict)  # by the entry that brought it back
    first_after: frozenset[int] = frozenset()  # entries of deposits that were whole, as the first
    corrected_at: Mapping[int, datetime] = field(default_factory=dict)  # by the deposit's entry
    kinds: Mapping[str, EntryKind] = field(
        default_factory=lambda: {LAID_OUT: ADVANCE, OWED: REPAYMENT}
    )

    @classmethod
    def of(cls, moves: Sequence[Movement]) -> "Corrected":
        corrected = [move.entry_id for move in moves if move.kind == DEPOSIT_CORRECTED.code]
        deposits = [move.entry_id for move in moves if move.kind == DEPOSIT.code]
        repaid = [move.entry_id for move in moves if move.kind == DEPOSIT.code and move.debit]
        found = cls()
        if corrected or repaid:
            others = {move.other_id for move in moves}
            owed = Account.objects.filter(pk__in=others, code__startswith=RECEIVABLE)
            found.owed_accounts = frozenset(owed.values_list("pk", flat=True))
            found.left_idr = left_after(sorted({*corrected, *repaid}))
        if corrected:
            found.corrections = corrections_of_entries(corrected)
        if deposits:
            found.corrected_at = corrected_since(deposits)
            found.first_after = first_ones(deposits)
        return found

    def part_of(self, move: Movement) -> str:
        if move.other_id not in self.owed_accounts:
            return ""
        return LAID_OUT if move.credit else OWED


def corrections_of_entries(entry_ids: Sequence[int]) -> dict[int, DepositCorrection]:
    found = DepositCorrection.objects.filter(entry_id__in=entry_ids)
    every = found.select_related("deposit").prefetch_related("lines")
    return {made.entry_id: made for made in every if made.entry_id is not None}


def left_after(entry_ids: Sequence[int]) -> dict[int, int]:
    moves = ReceivableMove.objects.filter(entry_id__in=entry_ids).order_by("pk")
    return dict(moves.values_list("entry_id", "left_of_member_idr"))


def corrected_since(entry_ids: Sequence[int]) -> dict[int, datetime]:
    found = DepositCorrection.objects.filter(deposit__entry_id__in=entry_ids).order_by("pk")
    return dict(found.values_list("deposit__entry_id", "corrected_at"))


def first_ones(entry_ids: Sequence[int]) -> frozenset[int]:
    """Deposits among these that were whole, as the first after a receivable began."""
    began = Receivable.objects.filter(member__deposits__entry_id=max(entry_ids))
    found = set()
    for member, start in began.values_list("member", "correction__entry_id"):
        after = Deposit.objects.filter(
            member=member, entry_id__gt=start or 0, total_idr__gt=0, void__isnull=True
        )
        found.add(after.order_by("entry_id").values_list("entry_id", flat=True).first())
    return frozenset(pk for pk in entry_ids if pk in found)
