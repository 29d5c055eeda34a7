"""Holds: an amount held on a guarded account, then captured, released or expired."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from ledger import clock
from ledger.models import (
    Account,
    AccountKind,
    AccountUnit,
    EntryKind,
    Hold,
    HoldEnd,
    JournalEntry,
    RedFlag,
)
from ledger.posting import (
    AccountSpec,
    Locked,
    Posted,
    Transfer,
    lock_accounts,
    post,
    transfers_back,
)
from ledger.refusals import HoldEnded, NotEnough

BY_ITSELF = "clock"  # who ends a hold whose time is over


def place_hold(
    *,
    key: str,
    account: AccountSpec,
    amount: int,
    expires_at: datetime,
    actor: str,
    locked: Locked | None = None,
) -> Hold:
    """Hold `amount` (> 0); raises NotEnough. The caller holds the transaction.

    `locked` is the account if the caller has locked it already.
    """
    locked = locked or lock_accounts([account])[account.code]
    if not locked.guarded or amount <= 0:
        raise ValueError("a hold is an amount above zero on a guarded account")
    if locked.available < amount:
        raise NotEnough(
            account=account.code, available=locked.available, missing=amount - locked.available
        )
    change_held(locked, amount)
    return Hold.objects.create(
        key=key,
        account_id=locked.id,
        amount=amount,
        placed_at=clock.now(),
        expires_at=expires_at,
        actor=actor,
    )


def change_held(locked: Locked, by: int) -> None:
    Account.objects.filter(pk=locked.id).update(held=F("held") + by)
    locked.held += by


def open_hold(hold: Hold, accounts: dict[str, Locked]) -> Locked:
    """The locked account of a hold that has not ended; raises HoldEnded."""
    if HoldEnd.objects.filter(hold=hold).exists():
        raise HoldEnded(hold=hold.pk)
    return accounts[hold.account.code]


def spec_of(account: Account) -> AccountSpec:
    return AccountSpec(
        account.code,
        AccountUnit(account.unit),
        AccountKind(account.kind),
        account.guarded,
        account.shared,
    )


def capture_hold(
    *,
    key: str,
    hold: Hold,
    kind: EntryKind,
    transfers: Sequence[Transfer],
    occurred_at: datetime,
    actor: str,
    place: str,
    accounts: dict[str, Locked] | None = None,
) -> Posted:
    """End a hold by posting `transfers` in its stead; they may be less or more than was held.

    `accounts` are those the transfers speak of, if the caller has locked them already.
    """
    if accounts is None:
        specs = [spec for transfer in transfers for spec in (transfer.debit, transfer.credit)]
        accounts = lock_accounts([spec_of(hold.account), *specs])
    locked = open_hold(hold, accounts)
    if hold.expires_at <= clock.now():
        raise HoldEnded(hold=hold.pk)
    change_held(locked, -hold.amount)
    posted = post(
        key=key,
        kind=kind,
        transfers=transfers,
        occurred_at=occurred_at,
        actor=actor,
        place=place,
        accounts=accounts,
    )
    end_hold(hold, HoldEnd.How.CAPTURED, actor, posted.entry_id)
    return posted


def release_hold(*, hold: Hold, actor: str, accounts: dict[str, Locked] | None = None) -> HoldEnd:
    """Give the amount back before it was used; raises HoldEnded."""
    locked = open_hold(hold, accounts or lock_accounts([spec_of(hold.account)]))
    change_held(locked, -hold.amount)
    return end_hold(hold, HoldEnd.How.RELEASED, actor)


def overdue(at: datetime) -> QuerySet[Hold]:
    """Holds whose time is over and which nobody has ended yet."""
    return Hold.objects.filter(end__isnull=True, expires_at__lte=at)


def overdue_amount(account: Account) -> int:
    """How much of what an account says is held is free again, though nobody has ended it yet."""
    if not account.held:
        return 0
    late = overdue(clock.now()).filter(account=account)
    return int(late.aggregate(amount=Sum("amount"))["amount"] or 0)


def missing_to_reverse(entry: JournalEntry) -> dict[str, int]:
    """What each guarded account lacks for the exact opposite of an entry, as things stand now.

    Nothing is locked: this says what may be offered, and `reverse` decides.
    """
    moves: dict[str, list[int]] = {}
    for transfer in transfers_back(entry):
        moves.setdefault(transfer.debit.code, [0, 0])[0] += transfer.amount
        moves.setdefault(transfer.credit.code, [0, 0])[1] += transfer.amount
    missing: dict[str, int] = {}
    for account in Account.objects.filter(code__in=moves, guarded=True):
        free = account.available + overdue_amount(account)
        left = free + account.side(*moves[account.code])
        if left < 0:
            missing[account.code] = -left
    return missing


def expire_overdue(locked: Locked) -> int:
    """End the holds of an account whose time is over, under its lock; answers how many."""
    if not locked.held:
        return 0
    late = list(overdue(clock.now()).filter(account_id=locked.id))
    for hold in late:
        change_held(locked, -hold.amount)
        end_hold(hold, HoldEnd.How.EXPIRED, BY_ITSELF)
    return len(late)


def expire_everywhere() -> int:
    """End every hold whose time is over, one account at a time; answers how many."""
    if RedFlag.objects.filter(lifted_at__isnull=True).exists():
        return 0  # nothing is written while the book is red
    ended = 0
    # By accounts: every hold is out of time one day, and few accounts hold anything just now.
    for account in list(Account.objects.filter(held__gt=0)):
        if not overdue(clock.now()).filter(account=account).exists():
            continue
        with transaction.atomic(durable=True):
            locked = lock_accounts([spec_of(account)])[account.code]
            ended += expire_overdue(locked)
    return ended


def end_hold(hold: Hold, how: HoldEnd.How, actor: str, entry_id: int | None = None) -> HoldEnd:
    return HoldEnd.objects.create(
        hold=hold, how=how, entry_id=entry_id, ended_at=clock.now(), actor=actor
    )
