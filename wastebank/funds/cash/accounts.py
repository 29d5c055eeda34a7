"""The boxes and bank accounts of a bank: who sees which, what lies in them, and which can pay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ledger.models import Account
from ledger.posting import AccountSpec
from ledger.refusals import NotEnough
from wastebank.book import accounts
from wastebank.funds.cash.refusals import CashClosed, CashShort, CashUnknown
from wastebank.models import CashAccount, User
from wastebank.permissions import HANDLE_CASH, SEE_CASH, require


@dataclass(frozen=True, slots=True)
class CashBalance:
    """An account, and what lies in it by the book."""

    account: CashAccount
    balance_idr: int


def visible_cash(by: User) -> QuerySet[CashAccount]:
    """The accounts of the own place, and of all under it where that is a main bank."""
    found = CashAccount.objects.select_related("place")
    if by.place is None:
        return found
    return found.filter(Q(place=by.place_id) | Q(place__parent=by.place_id))


def find_cash(*, by: User, code: str) -> CashAccount:
    found = visible_cash(by).filter(code=code).first()
    if found is None:
        raise CashUnknown(account=code[:20])
    return found


def cash_account(code: str) -> AccountSpec:
    """Where the book counts what lies in an account."""
    return accounts.cash_account(code)


def balances_of(found: Iterable[CashAccount]) -> list[CashBalance]:
    """What lies in each, in their order, by one question."""
    every = list(found)
    codes = [cash_account(account.code).code for account in every]
    lies = {row.code: row.balance for row in Account.objects.filter(code__in=codes)}
    return [
        CashBalance(account, lies.get(code, 0)) for account, code in zip(every, codes, strict=True)
    ]


def balance_of(account: CashAccount) -> int:
    return balances_of([account])[0].balance_idr


def in_order(found: QuerySet[CashAccount]) -> QuerySet[CashAccount]:
    """Boxes before banks, each by name."""
    return found.order_by("-kind", "ordered_by", "pk")


def cash_balances(by: User) -> list[CashBalance]:
    """All that this person may see, closed ones last."""
    require(by, SEE_CASH)
    return balances_of(in_order(visible_cash(by)).order_by("-active", "-kind", "ordered_by", "pk"))


def accounts_that_pay(by: User) -> list[CashBalance]:
    """From which this person may pay, with what lies there. An empty one is shown, too: somebody
    who looks for it sees why it cannot pay."""
    require(by, HANDLE_CASH)
    return balances_of(in_order(visible_cash(by).filter(active=True)))


def held_open(*codes: str) -> Sequence[CashAccount]:
    """The accounts as they stand, inside a command's transaction that has locked them in the book:
    whoever closes one locks it there, too. Refused where one is closed."""
    found = {account.code: account for account in CashAccount.objects.filter(code__in=codes)}
    for code in codes:
        if not found[code].active:
            raise CashClosed(account=code, name=found[code].name)
    return [found[code] for code in codes]


def short_of(refused: NotEnough) -> CashShort | None:
    """What a guard of the book said, in words about the account that was to pay; None if it was
    another account that had not enough."""
    code = str(refused.facts["account"])
    if not code.startswith(accounts.CASH):
        return None
    found = CashAccount.objects.get(code=code.removeprefix(accounts.CASH))
    return CashShort(
        account=found.code,
        name=found.name,
        holds_idr=refused.facts["available"],
        missing_idr=refused.facts["missing"],
    )
