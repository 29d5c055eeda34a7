"""Money carried from one account to another: from the box to the bank, from one box to the next."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger import clock
from ledger.posting import Transfer, lock_accounts, post
from ledger.refusals import NotEnough
from wastebank import actions
from wastebank.book.kinds import CASH_MOVED
from wastebank.commands import log, record
from wastebank.funds.cash.accounts import cash_account, find_cash, held_open, short_of
from wastebank.funds.cash.keep import subject_of
from wastebank.funds.cash.refusals import SameCashAccount
from wastebank.funds.cash.sums import checked_sum, instant_of, moved_on
from wastebank.models import CashAccount, CashTransfer, User
from wastebank.models.funds.cash import REFERENCE_LETTERS
from wastebank.permissions import HANDLE_CASH, require
from wastebank.text import checked_text


@dataclass(frozen=True, slots=True)
class CashMove:
    """What is to be carried, checked."""

    source: CashAccount
    target: CashAccount
    amount_idr: int
    day: date | None
    reference: str
    note: str


def transfer_cash(
    *,
    key: UUID,
    by: User,
    source: str,
    target: str,
    amount_idr: int,
    day: date | None = None,
    reference: str = "",
    note: str = "",
) -> CashTransfer:
    """Carry money from one account to another. It is in one of the two at every moment; what was
    recorded wrongly is carried back."""
    require(by, HANDLE_CASH)
    if source == target:
        raise SameCashAccount
    move = CashMove(
        find_cash(by=by, code=source),
        find_cash(by=by, code=target),
        checked_sum(amount_idr),
        day,
        checked_text("reference", reference, REFERENCE_LETTERS),
        checked_text("note", note, 300),
    )
    return record(
        CashTransfer,
        key=key,
        verb="transfer_cash",
        request={
            "by": by.username,
            "from_account": source,
            "to_account": target,
            "amount_idr": amount_idr,
            "day": day.isoformat() if day else None,  # a replay of tomorrow says the same
            "reference": move.reference,
            "note": move.note,
        },
        make=lambda: _carry(key, by, move),
    )


def _carry(key: UUID, by: User, move: CashMove) -> CashTransfer:
    source, target = cash_account(move.source.code), cash_account(move.target.code)
    locked = lock_accounts([source, target])
    held_open(move.source.code, move.target.code)
    day = moved_on(move.day)
    try:
        posted = post(
            key=str(key),
            kind=CASH_MOVED,
            transfers=[Transfer(target, source, move.amount_idr)],
            occurred_at=instant_of(day),
            actor=by.username,
            place=move.source.place.code,
            memo=move.reference,
            accounts=locked,
        )
    except NotEnough as refused:
        raise short_of(refused) or refused from None
    log(
        by=by,
        action=actions.MOVE_CASH,
        subject=subject_of(move.source),
        key=key,
        reason=move.note,
        place=move.source.place,
    )
    return CashTransfer.objects.create(
        source=move.source,
        target=move.target,
        entry_id=posted.entry_id,
        day=day,
        amount_idr=move.amount_idr,
        reference=move.reference,
        note=move.note,
        source_after_idr=posted.balances[source.code],
        target_after_idr=posted.balances[target.code],
        actor=by.username,
        recorded_at=clock.now(),
    )
