"""A book with no waste and no clinic in it: the ledger alone, as another program might use it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from ledger.idempotency import once
from ledger.models import Account, AccountKind, AccountUnit, EntryKind
from ledger.posting import AccountSpec, Posted, Transfer, lock_accounts, post

TEST = EntryKind("test", "Test", "info")
TEST_REVERSED = EntryKind("test_reversed", "Test taken back", "batal")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

TILL = AccountSpec("till", AccountUnit.IDR, AccountKind.ASSET)
PURSE = AccountSpec("purse", AccountUnit.IDR, AccountKind.LIABILITY, guarded=True, shared=False)
OTHER_PURSE = AccountSpec(
    "purse:other", AccountUnit.IDR, AccountKind.LIABILITY, guarded=True, shared=False
)
STORE = AccountSpec("store", AccountUnit.GRAM, AccountKind.ASSET, guarded=True)
SUPPLIER = AccountSpec("supplier", AccountUnit.GRAM, AccountKind.EQUITY)


def pay_in(amount: int, to: AccountSpec = PURSE) -> Transfer:
    return Transfer(TILL, to, amount)


def pay_out(amount: int, of: AccountSpec = PURSE) -> Transfer:
    return Transfer(of, TILL, amount)


def write(*transfers: Transfer, key: UUID | None = None, occurred_at: datetime = NOON) -> Posted:
    """One entry under a key of its own, as a command would write it."""
    chosen = key or uuid4()
    posted: list[Posted] = []

    def carry_out() -> dict[str, int]:
        posted.append(post_now(transfers, chosen, occurred_at))
        return {"entry": posted[-1].entry_id}

    once(key=chosen, verb="write", request={"transfers": str(transfers)}, carry_out=carry_out)
    return posted[-1]


def post_now(transfers: Sequence[Transfer], key: UUID, occurred_at: datetime = NOON) -> Posted:
    """For a caller that holds the transaction."""
    return post(
        key=str(key),
        kind=TEST,
        transfers=transfers,
        occurred_at=occurred_at,
        actor="sari",
        place="MLT",
        accounts=lock_accounts(
            spec for transfer in transfers for spec in (transfer.debit, transfer.credit)
        ),
    )


def balance(spec: AccountSpec) -> int:
    return Account.objects.get(code=spec.code).balance
