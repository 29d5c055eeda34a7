"""Counts that were begun, and which one was the last: what is rested on under an account's lock."""

from uuid import UUID

from django.db.models import Max

from ledger import clock
from ledger.posting import Locked, lock_accounts
from wastebank.commands import record
from wastebank.funds.cash.accounts import cash_account, find_cash, held_open, visible_cash
from wastebank.funds.cash.refusals import CashCountUnknown, NoBoxToCount
from wastebank.models import CashAccount, CashCount, CashCountBegun, CashDifference, User
from wastebank.permissions import COUNT_CASH, require


def begin_count(*, key: UUID, by: User, account: str) -> CashCountBegun:
    """Begin to count a box: from here on, what moves in it is told apart."""
    require(by, COUNT_CASH)
    found = find_cash(by=by, code=account)
    if found.is_bank:
        raise NoBoxToCount(account=found.code, name=found.name)

    def make() -> CashCountBegun:
        locked = hold(found)
        return CashCountBegun.objects.create(
            account=found,
            version=locked.version,
            last_count=last_count(found),
            last_difference=last_difference(found),
            actor=by.username,
            begun_at=clock.now(),
        )

    request = {"by": by.username, "account": found.code}
    return record(CashCountBegun, key=key, verb="begin_count", request=request, make=make)


def hold(found: CashAccount) -> Locked:
    """The account in the book until the transaction ends: nothing moves, and nobody counts."""
    own = cash_account(found.code)
    locked = lock_accounts([own])[own.code]
    held_open(found.code)
    return locked


def begun_count(*, by: User, count: int) -> CashCountBegun:
    """The count with this number that was begun here; of two who count together either says what
    it came to."""
    require(by, COUNT_CASH)
    here = CashCountBegun.objects.filter(account__in=visible_cash(by))
    found = here.select_related("account__place").filter(pk=count).first()
    if found is None:
        raise CashCountUnknown(count=count)
    return found


def last_count(account: CashAccount) -> int:
    """The number of the last count of an account, whose lock orders them; 0 if there is none."""
    last = CashCount.objects.filter(account=account).aggregate(last=Max("pk"))["last"]
    return int(last or 0)


def last_difference(account: CashAccount) -> int:
    last = CashDifference.objects.filter(count__account=account).aggregate(last=Max("pk"))["last"]
    return int(last or 0)
