"""How each box and bank account stands: what lies there, and what of it was counted, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from ledger import clock
from wastebank.funds.cash.accounts import balances_of, in_order, visible_cash
from wastebank.funds.cash.statements import UnreconciledStep, open_steps
from wastebank.models import CashAccount, CashCount, CashDifference, User
from wastebank.permissions import SEE_CASH, require
from wastebank.values.calendar import local_day

# Longer than this nothing is left uncounted, or on its way, without being said on every page of
# the office.
MAX_DAYS = 31


@dataclass(frozen=True, slots=True)
class CashStanding:
    """An account as it stands. `last` is its last count or statement; what it found is `open_idr`
    until two people have booked it."""

    account: CashAccount
    balance_idr: int
    last: CashCount | None
    open_idr: int
    on_way: list[UnreconciledStep]

    @property
    def counted_on(self) -> date | None:
        return self.last.day if self.last else None

    @property
    def age_days(self) -> int | None:
        """Days since it was counted; None: it never was."""
        return (local_day(clock.now()) - self.last.day).days if self.last else None

    @property
    def on_way_days(self) -> int:
        """Age of the oldest movement that stands on no statement of the bank."""
        return max((step.age_days for step in self.on_way), default=0)

    @property
    def is_late(self) -> bool:
        """Whether somebody should count it: too long ago, or never, while there is something."""
        if not self.account.active:
            return False
        never = self.last is None and self.balance_idr > 0
        too_old = self.age_days is not None and self.age_days > MAX_DAYS
        return never or too_old or self.on_way_days > MAX_DAYS


def standing_of(found: Iterable[CashAccount]) -> list[CashStanding]:
    """How these stand, in their order."""
    rows = balances_of(found)
    last = last_counts(row.account for row in rows)
    booked = set(
        CashDifference.objects.filter(count__in=last.values()).values_list("count_id", flat=True)
    )
    return [
        CashStanding(
            account=row.account,
            balance_idr=row.balance_idr,
            last=(count := last.get(row.account.pk)),
            open_idr=count.difference_idr if count and count.pk not in booked else 0,
            on_way=open_steps(row.account) if row.account.is_bank else [],
        )
        for row in rows
    ]


def last_counts(found: Iterable[CashAccount]) -> dict[int, CashCount]:
    """The last count of each account, by the account's id."""
    counts = CashCount.objects.filter(account__in=[account.pk for account in found])
    last = counts.values("account").annotate(last=Max("pk")).values("last")
    return {count.account_id: count for count in CashCount.objects.filter(pk__in=last)}


def cash_standing(by: User) -> list[CashStanding]:
    """How all accounts stand that this person sees, closed ones last."""
    require(by, SEE_CASH)
    found = in_order(visible_cash(by))
    return sorted(standing_of(found), key=lambda row: not row.account.active)


def uncounted(by: User) -> list[CashStanding]:
    """What somebody should count or compare by now."""
    return [row for row in cash_standing(by) if row.is_late]
