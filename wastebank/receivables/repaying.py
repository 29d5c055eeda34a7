"""A deposit brings a part of a receivable back, inside its own entry.

The deposit keeps its whole worth; the part that goes back is a transfer of its own, out of the
wallet, and a row of its own beside the deposit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger import clock
from ledger.posting import Locked, Transfer
from wastebank.book import accounts as bank_accounts
from wastebank.models import Deposit, Member, ReceivableMove
from wastebank.receivables.owed import Owed, owed_by, sum_owed_idr


@dataclass(frozen=True, slots=True)
class RepaidPart:
    """What goes back of one receivable, as its next step; what is left of it and of its member."""

    owed: Owed
    step: int
    amount_idr: int
    left_idr: int
    left_of_member_idr: int

    def move(self, kind: ReceivableMove.Kind, entry_id: int, actor: str) -> ReceivableMove:
        """The row that says so."""
        return ReceivableMove(
            receivable=self.owed.receivable,
            step=self.step,
            kind=kind,
            entry_id=entry_id,
            amount_idr=self.amount_idr,
            left_idr=self.left_idr,
            left_of_member_idr=self.left_of_member_idr,
            actor=actor,
            at=clock.now(),
        )


def take(owed: Owed, amount_idr: int, among: list[Owed]) -> RepaidPart:
    """Let a receivable grow less by so much; `among` is all that its member owes."""
    owed.left_idr -= amount_idr
    owed.steps += 1
    return RepaidPart(owed, owed.steps, amount_idr, owed.left_idr, sum_owed_idr(among))


@dataclass(slots=True)
class Repaying:
    """What some members owe, read under the locks of their wallets, and what of it goes back."""

    owed: dict[int, list[Owed]] = field(default_factory=dict)  # by member id, the oldest first
    resting: set[int] = field(default_factory=set)  # receivables whose next deposit is the first

    @classmethod
    def of(cls, members: Iterable[Member], accounts: Mapping[str, Locked]) -> "Repaying":
        """Nothing is read unless an account says that something is owed."""
        owing = [m for m in members if owes(m, accounts)]
        found = cls()
        for owed in owed_by(owing) if owing else ():
            found.owed.setdefault(owed.receivable.member_id, []).append(owed)
            if is_first_after(owed):
                found.resting.add(owed.receivable.pk)
        return found

    def parts(self, member: Member, total_idr: int) -> list[RepaidPart]:
        """What a deposit of this worth brings back: of each at most its own cap, of all of them
        at most the greatest of these caps, and nothing of what began after the last deposit."""
        every = self.owed.get(member.pk, [])
        parts: list[RepaidPart] = []
        taken_idr = most_idr = 0
        for owed in every:
            if owed.receivable.pk in self.resting:
                continue
            cap_idr = owed.cap.part_of(total_idr)
            most_idr = max(most_idr, cap_idr)
            amount_idr = min(owed.left_idr, cap_idr, most_idr - taken_idr)
            if amount_idr > 0:
                parts.append(take(owed, amount_idr, every))
                taken_idr += amount_idr
        if total_idr:
            self.resting -= {owed.receivable.pk for owed in every}
        return parts


def owes(member: Member, accounts: Mapping[str, Locked]) -> bool:
    account = accounts.get(bank_accounts.receivable(member).code)
    return account is not None and account.balance > 0


def is_first_after(owed: Owed) -> bool:
    """Whether no deposit that stands, and was paid, came to the wallet since it began.

    Entries of one wallet are numbered under its lock, so their numbers tell which came first.
    """
    since = Deposit.objects.filter(
        member_id=owed.receivable.member_id,
        entry_id__gt=owed.receivable.correction.entry_id,
        total_idr__gt=0,
        void__isnull=True,
    )
    return not since.exists()


def repaying_transfers(member: Member, parts: Iterable[RepaidPart]) -> list[Transfer]:
    """Out of the wallet into what is owed; nothing where nothing goes back."""
    amount_idr = sum(part.amount_idr for part in parts)
    if not amount_idr:
        return []
    wallet = bank_accounts.wallet(member)
    return [Transfer(wallet, bank_accounts.receivable(member), amount_idr)]


def write_repayments(deposit: Deposit, parts: Iterable[RepaidPart]) -> None:
    """The rows beside the deposit: how much of it went back, and what is left."""
    moves = []
    for part in parts:
        move = part.move(ReceivableMove.Kind.DEPOSIT, deposit.entry_id, deposit.actor)
        move.deposit = deposit
        moves.append(move)
    deposit.repaid_now = ReceivableMove.objects.bulk_create(moves) if moves else ()
