"""The two sides of what bank and clinic owe each other, moved together.

What the bank owes a clinic never falls below nothing in its own account. Where it would, the
clinic owes the rest in an account of its own, and what one side gets later is set off. So every
entry about care stays one between the patient and the clinic, and can be reversed exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import CLINIC_OWES, CLINIC_SET_OFF
from clinic.models import Clinic
from ledger import clock
from ledger.idempotency import key_beside
from ledger.models import Account, EntryKind
from ledger.posting import AccountSpec, Locked, Transfer, lock_accounts, post


def owed_idr(clinic: Clinic) -> int:
    """What the bank owes a clinic, less what the clinic owes it: always as it is, signed."""
    payable, owes = clinic_accounts.payable(clinic).code, clinic_accounts.owes(clinic).code
    rows = Account.objects.filter(code__in=(payable, owes))
    balances = {account.code: account.balance for account in rows}
    return balances.get(payable, 0) - balances.get(owes, 0)


@dataclass(slots=True)
class Payable:
    """A clinic's side of the book under its lock, inside the command with this key. Everything
    that decides about the clinic's statements waits for this lock."""

    key: UUID
    actor: str
    clinic: Clinic
    accounts: dict[str, Locked]
    written: int = 0  # entries beside the command's own

    @classmethod
    def lock(
        cls, *, key: UUID, actor: str, clinic: Clinic, also: Iterable[AccountSpec] = ()
    ) -> "Payable":
        accounts = lock_accounts([*also, clinic_accounts.payable(clinic)])
        return cls(key, actor, clinic, accounts)

    @property
    def own(self) -> Locked:
        return self.accounts[clinic_accounts.payable(self.clinic).code]

    def cover(self, amount_idr: int) -> None:
        """See to it that so much can be taken from what the bank owes; the clinic owes the rest."""
        missing_idr = amount_idr - self.own.available
        if missing_idr > 0:
            owes = self.owes()
            self.write(CLINIC_OWES, Transfer(owes, self.payable(), missing_idr))

    def set_off(self) -> None:
        """What both sides owe each other is owed by neither."""
        if not Account.objects.filter(code=clinic_accounts.owes(self.clinic).code).exists():
            return
        owes = self.owes()
        both_idr = min(self.own.available, self.accounts[owes.code].available)
        if both_idr > 0:
            self.write(CLINIC_SET_OFF, Transfer(self.payable(), owes, both_idr))

    def payable(self) -> AccountSpec:
        return clinic_accounts.payable(self.clinic)

    def owes(self) -> AccountSpec:
        """The other side, locked after the first: few clinics ever have one."""
        spec = clinic_accounts.owes(self.clinic)
        if spec.code not in self.accounts:
            self.accounts |= lock_accounts([spec])
        return spec

    def write(self, kind: EntryKind, transfer: Transfer) -> None:
        self.written += 1
        post(
            key=key_beside(self.key, f"owes {self.written}", kind.code),
            kind=kind,
            transfers=[transfer],
            occurred_at=clock.now(),
            actor=self.actor,
            place=self.clinic.place.code,
            accounts=self.accounts,
        )
