"""A box and a bank account of the cast, with what people do to them."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from ledger import clock
from ledger.refusals import Refusal
from tests.cast import Cast
from wastebank.approvals.answer import agree
from wastebank.funds.cash.accounts import balance_of
from wastebank.funds.cash.begun import begin_count
from wastebank.funds.cash.counting import record_count
from wastebank.funds.cash.keep import open_cash_account
from wastebank.funds.cash.opening import bring_in_cash
from wastebank.funds.cash.statements import open_steps, reconcile_statement
from wastebank.funds.cash.transfers import transfer_cash
from wastebank.models import (
    Approval,
    CashAccount,
    CashCount,
    CashCountBegun,
    CashDifference,
    CashOpening,
    CashTransfer,
    User,
)
from wastebank.values.calendar import local_day


@dataclass(frozen=True)
class Till:
    """A box at Melati with 500,000 and an account of the main bank with 2,000,000."""

    cast: Cast
    box: CashAccount
    bank: CashAccount

    def move(self, amount_idr: int, **given: Any) -> CashTransfer:
        asked = {"source": self.box.code, "target": self.bank.code, "by": self.cast.bambang}
        return transfer_cash(**{"key": uuid.uuid4(), "amount_idr": amount_idr, **asked, **given})

    def begin(self, **given: Any) -> CashCountBegun:
        asked = {"key": uuid.uuid4(), "by": self.cast.sari, "account": self.box.code}
        return begin_count(**{**asked, **given})

    def count(
        self, counted_idr: int, begun: CashCountBegun | None = None, **given: Any
    ) -> CashCount:
        begun = begun or self.begin(**{k: v for k, v in given.items() if k == "by"})
        asked = {"key": uuid.uuid4(), "by": self.cast.sari, "count": begun.pk}
        return record_count(**{**asked, "counted_idr": counted_idr, **given})

    def compare(self, closing_idr: int, **given: Any) -> CashCount:
        """With a statement of today on which everything stands, if nothing else is said."""
        asked: dict[str, Any] = {
            "key": uuid.uuid4(),
            "by": self.cast.bambang,
            "account": self.bank.code,
            "day": local_day(clock.now()),
            "reference": uuid.uuid4().hex,
            "steps": [step.version for step in open_steps(self.bank)],
        }
        return reconcile_statement(**{**asked, "closing_idr": closing_idr, **given})

    def book(self, count: CashCount, by: User) -> CashDifference:
        """Somebody agrees to book what a count found."""
        approval = Approval.objects.get(subject=f"cash_count:{count.pk}")
        made = agree(key=uuid.uuid4(), by=by, approval=approval.number).made()
        assert isinstance(made, CashDifference)
        return made

    @property
    def sums_idr(self) -> tuple[int, int]:
        return balance_of(self.box), balance_of(self.bank)


def open_box(cast: Cast, code: str = "KAS-MLT", **given: Any) -> CashAccount:
    asked = {"by": cast.bambang, "name": "Kas Melati", "kind": "box", "place": "MLT"}
    return open_cash_account(**{"key": uuid.uuid4(), "code": code, **asked, **given})


def open_bank_account(cast: Cast, code: str = "BRI", **given: Any) -> CashAccount:
    asked = {
        "by": cast.bambang,
        "name": "BRI operasional",
        "kind": "bank",
        "place": "BSI",
        "bank_name": "BRI",
        "bank_number": "3391 0100 0417 505",
    }
    return open_cash_account(**{"key": uuid.uuid4(), "code": code, **asked, **given})


def bring_in(cast: Cast, account: CashAccount, amount_idr: int, **given: Any) -> CashOpening:
    asked = {"by": cast.bambang, "day": local_day(clock.now()), "note": "dari buku lama"}
    call = {"key": uuid.uuid4(), "account": account.code, "amount_idr": amount_idr}
    return bring_in_cash(**{**asked, **call, **given})


def fill(cast: Cast) -> Till:
    """The same one for whoever asks again."""
    box = CashAccount.objects.filter(code="KAS-MLT").first()
    if box is not None:
        return Till(cast, box, CashAccount.objects.get(code="BRI"))
    till = Till(cast, open_box(cast), open_bank_account(cast))
    bring_in(cast, till.box, 500_000)
    bring_in(cast, till.bank, 2_000_000)
    return till


def code_of(call: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code
