"""A book with no waste and no clinic in it: the ledger alone, as another program might use it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from ledger.keys import once
from ledger.models import Account, Kind, Unit
from ledger.posting import AccountSpec, Arrow, Posted, lock_accounts, post

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

TILL = AccountSpec("till", Unit.IDR, Kind.ASSET)
PURSE = AccountSpec("purse", Unit.IDR, Kind.LIABILITY, guarded=True, shared=False)
OTHER_PURSE = AccountSpec("purse:other", Unit.IDR, Kind.LIABILITY, guarded=True, shared=False)
SHELF = AccountSpec("shelf", Unit.GRAM, Kind.ASSET, guarded=True)
SUPPLIER = AccountSpec("supplier", Unit.GRAM, Kind.EQUITY)


def pay_in(amount: int, to: AccountSpec = PURSE) -> Arrow:
    return Arrow(TILL, to, amount)


def pay_out(amount: int, of: AccountSpec = PURSE) -> Arrow:
    return Arrow(of, TILL, amount)


def write(*arrows: Arrow, key: UUID | None = None, occurred_at: datetime = NOON) -> Posted:
    """One entry under a key of its own, as a verb would write it."""
    chosen = key or uuid4()
    posted: list[Posted] = []

    def act() -> dict[str, int]:
        posted.append(post_now(arrows, chosen, occurred_at))
        return {"entry": posted[-1].entry_id}

    once(key=chosen, verb="write", request={"arrows": str(arrows)}, act=act)
    return posted[-1]


def post_now(arrows: Sequence[Arrow], key: UUID, occurred_at: datetime = NOON) -> Posted:
    """For a caller that holds the transaction."""
    return post(
        key=str(key),
        kind="test",
        arrows=arrows,
        occurred_at=occurred_at,
        actor="sari",
        place="MLT",
        accounts=lock_accounts(spec for arrow in arrows for spec in (arrow.debit, arrow.credit)),
    )


def balance(spec: AccountSpec) -> int:
    return Account.objects.get(code=spec.code).balance
