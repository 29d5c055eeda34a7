"""What a member has: the balance, what is held of it, and what can be spent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.holds import overdue_amount
from ledger.models import Account
from ledger.queries import balance_at, find_account
from wastebank.book.accounts import wallet
from wastebank.models import Member


def balances_of(members: Iterable[Member]) -> Mapping[int, int]:
    """The wallets of several members in rupiah, by member id, in one question."""
    codes = {wallet(member).code: member.pk for member in members}
    accounts = Account.objects.filter(code__in=codes)
    return {codes[account.code]: account.balance for account in accounts}


@dataclass(frozen=True, slots=True)
class Balance:
    """A wallet in rupiah: what is owed to the member, held, and free to spend."""

    balance_idr: int
    held_idr: int
    available_idr: int


def balance_of(member: Member) -> Balance:
    account = find_account(wallet(member).code)
    if account is None:
        return Balance(0, 0, 0)
    held_idr = account.held - overdue_amount(account)
    return Balance(account.balance, held_idr, account.balance - held_idr)


def balance_of_at(member: Member, at: datetime) -> int:
    """The wallet in rupiah at a past instant."""
    account = find_account(wallet(member).code)
    return balance_at(account, at) if account else 0
