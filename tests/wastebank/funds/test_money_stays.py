"""Property: whatever is brought in, carried, counted and booked, in whatever order, the sum of all
accounts is what was brought in and what two people found more or less of it, and none is below
nothing."""

import random
import uuid
from dataclasses import dataclass, field

import pytest

from ledger.audit import check_book
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.wastebank.funds.till import Till, bring_in, open_bank_account, open_box
from wastebank.approvals.answer import agree
from wastebank.approvals.find import waiting_for
from wastebank.funds.cash.accounts import balance_of
from wastebank.funds.cash.statements import open_steps
from wastebank.models import CashAccount, CashDifference, User

STEPS = 60


@dataclass
class History:
    """What happened, and what this program thinks of it in its own head."""

    cast: Cast
    dice: random.Random
    accounts: list[CashAccount]
    holds: dict[str, int] = field(default_factory=dict)  # what really lies there
    books: dict[str, int] = field(default_factory=dict)  # what the book should say
    refused: int = 0

    def somebody(self) -> User:
        return self.dice.choice([self.cast.bambang, self.cast.maya])

    def step(self) -> None:
        what = [self.bring, self.carry, self.carry, self.lose, self.look, self.agree]
        try:
            self.dice.choice(what)(self.dice.choice(self.accounts))
        except Refusal:
            self.refused += 1

    def bring(self, account: CashAccount) -> None:
        amount_idr = self.dice.randrange(1, 900_000)
        bring_in(self.cast, account, amount_idr, by=self.somebody())
        self.add(account, amount_idr)

    def add(self, account: CashAccount, amount_idr: int) -> None:
        for sums in (self.holds, self.books):
            sums[account.code] = sums.get(account.code, 0) + amount_idr

    def carry(self, source: CashAccount) -> None:
        target = self.dice.choice(self.accounts)
        amount_idr = self.dice.randrange(0, 600_000)
        till = Till(self.cast, source, target)
        till.move(amount_idr, by=self.somebody())
        self.add(source, -amount_idr)
        self.add(target, amount_idr)

    def lose(self, account: CashAccount) -> None:
        """Something goes, or turns up, that nobody records."""
        found_idr = self.dice.randrange(-4_000, 4_000)
        self.holds[account.code] = max(self.holds.get(account.code, 0) + found_idr, 0)

    def look(self, account: CashAccount) -> None:
        till = Till(self.cast, account, account)
        lies_idr = max(self.holds.get(account.code, 0), 0)
        if account.is_bank:
            late = [step for step in open_steps(account) if self.dice.random() < 0.2]
            shown_idr = lies_idr - sum(step.amount_idr for step in late)
            steps = [step.version for step in open_steps(account) if step not in late]
            till.compare(max(shown_idr, 0), steps=steps, by=self.somebody())
        else:
            till.count(lies_idr, by=self.somebody())

    def agree(self, _account: CashAccount) -> None:
        by = self.somebody()
        for approval in waiting_for(by)[:1]:
            made = agree(key=uuid.uuid4(), by=by, approval=approval.number).made()
            assert isinstance(made, CashDifference)
            self.books[made.count.account.code] += made.amount_idr


@pytest.mark.once
@pytest.mark.parametrize("seed", range(4))
def test_money_is_brought_in_found_and_nothing_else(cast: Cast, seed: int) -> None:
    accounts = [
        open_box(cast),
        open_box(cast, "KAS-KNG", name="Kas Kenanga", place="KNG"),
        open_bank_account(cast),
    ]
    history = History(cast, random.Random(seed), accounts)
    for account in accounts[:2]:
        history.bring(account)
    for _ in range(STEPS):
        history.step()
        for account in accounts:
            assert balance_of(account) == history.books.get(account.code, 0) >= 0
    assert 0 < history.refused < STEPS
    assert CashDifference.objects.exists()
    assert check_book() == []
