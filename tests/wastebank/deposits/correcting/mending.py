"""Deposits that are put right, as short as a test wants to say it."""

import uuid
from typing import Any

from ledger.models import Account
from tests.cast import Cast
from wastebank.deposits.correcting.asked import LineRight, Right, Seen
from wastebank.deposits.correcting.correct import correct_deposit
from wastebank.members.wallets import balance_of
from wastebank.models import Deposit, DepositCorrection, Member, User


def mend(
    cast: Cast,
    deposit: Deposit,
    *lines: LineRight,
    by: User | None = None,
    seen: Seen | None = None,
    key: uuid.UUID | None = None,
    **right: Any,
) -> DepositCorrection:
    """Bambang puts it right: our mistake, if nothing else is said."""
    said = {"reason": "salah ketik", "cause": "our_error", **right}
    made = correct_deposit(
        key=key or uuid.uuid4(),
        by=by or cast.bambang,
        deposit=deposit.number,
        right=Right(lines=lines, **said),
        seen=seen,
    )
    assert isinstance(made, DepositCorrection)
    return made


def weight(amount: int, line: int = 1) -> LineRight:
    return LineRight(line=line, amount=amount)


def credit_idr(member: Member) -> int:
    return balance_of(member).balance_idr


def book(code: str) -> int:
    account = Account.objects.filter(code=code).first()
    return account.balance if account else 0


def owed_idr(member: Member) -> int:
    return book(f"receivable:{member.number}")
