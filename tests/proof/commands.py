"""The commands as the state machine calls them: one function each, answering a plain dictionary."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clinic.book.kinds import REDEMPTION
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from ledger.holds import capture_hold, expire_overdue, place_hold, release_hold, spec_of
from ledger.idempotency import KeyedAnswer, once
from ledger.models import AccountKind, AccountUnit, Hold
from ledger.posting import AccountSpec, Transfer, lock_accounts
from ledger.refusals import Refusal
from tests.proof.book.answers import Answer, Refused
from tests.proof.book.model import CAPTURED_ACCOUNT
from wastebank.book.accounts import wallet_of
from wastebank.days.closing import close_day
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.materials import prices
from wastebank.models import Approval, User

CAPTURED = AccountSpec(CAPTURED_ACCOUNT, AccountUnit.IDR, AccountKind.LIABILITY, guarded=True)


def answer(call: Callable[[], Mapping[str, Any]]) -> tuple[Answer, bool]:
    """What a command answered, as the model says it, and whether it was a replay."""
    try:
        said = dict(call())
    except Refusal as refusal:
        return Refused(refusal.code, refusal.facts, kept=refusal.sticky), refusal.replayed
    return said, bool(said.pop("replayed"))


def deposit(
    *,
    key: UUID,
    by: User,
    who: Mapping[str, Any],
    lines: Sequence[tuple[str, int, int | None]],
    weighed_at: datetime | None,
) -> dict[str, Any]:
    asked = [LineAsked(*line) for line in lines]
    made = record_deposit(key=key, by=by, lines=asked, weighed_at=weighed_at, **who)
    return {
        "number": made.number,
        "total": made.total_idr,
        "balance": made.balance_after_idr,
        "replayed": made.replayed,
    }


def void(*, key: UUID, by: User, deposit: str, reason: str) -> dict[str, Any]:
    made = void_deposit(key=key, by=by, deposit=deposit, reason=reason)
    if isinstance(made, Approval):
        return {"proposed": True, "replayed": made.replayed}
    return {
        "voided": made.deposit.number,
        "balance": made.balance_after_idr,
        "replayed": made.replayed,
    }


def close(*, key: UUID, by: User, place: str, day: date) -> dict[str, Any]:
    made = close_day(key=key, by=by, place=place, day=day)
    return {
        "closed": made.day.isoformat(),
        "brought": (made.deposit_count, made.total_idr),
        "undone": (made.void_count, made.voided_idr),
        "replayed": made.replayed,
    }


def visit(
    *, key: UUID, by: User, card: str, pin: str, lines: Sequence[ServiceAsked], cash_idr: int
) -> dict[str, Any]:
    made = redeem(key=key, by=by, card=card, pin=pin, lines=lines, cash_idr=cash_idr)
    return {
        "number": made.number,
        "total": made.total_idr,
        "credit": made.credit_idr,
        "cash": made.cash_idr,
        "available": made.available_after_idr,
        "replayed": made.replayed,
    }


def cancel(*, key: UUID, by: User, redemption: str, reason: str) -> dict[str, Any]:
    made = cancel_redemption(key=key, by=by, redemption=redemption, reason=reason)
    return {
        "cancelled": made.redemption.number,
        "available": made.available_after_idr,
        "replayed": made.replayed,
    }


def price(
    *, key: UUID, by: User, material: str, place: str, valid_from: date, kind: str, idr: int | None
) -> dict[str, Any]:
    made = prices.set_price(
        key=key,
        by=by,
        material=material,
        place=place,
        valid_from=valid_from,
        kind=kind,
        price_idr=idr,
    )
    first_day = made.valid_from.isoformat()
    return {"priced": first_day, "price": made.pk, "replayed": made.replayed}


def withdraw_price(*, key: UUID, by: User, price: int, reason: str) -> dict[str, Any]:
    gone = prices.withdraw_price(key=key, by=by, price=price, reason=reason)
    return {"withdrawn": gone.price_id, "replayed": gone.replayed}


# The holds of the book by themselves, beside the clinic's commands: any amount until any hour.


def said(outcome: KeyedAnswer) -> dict[str, Any]:
    return {**outcome.result, "replayed": outcome.replayed}


def hold(*, key: UUID, by: User, member: str, amount: int, expires_at: datetime) -> dict[str, Any]:
    def carry_out() -> dict[str, Any]:
        placed = place_hold(
            key=str(key),
            account=wallet_of(member),
            amount=amount,
            expires_at=expires_at,
            actor=by.username,
        )
        return {"held": placed.pk}

    request = {"by": by.username, "member": member, "amount": amount, "until": str(expires_at)}
    return said(once(key=key, verb="hold", request=request, carry_out=carry_out))


def capture(*, key: UUID, by: User, hold: int, amount: int, at: datetime) -> dict[str, Any]:
    def carry_out() -> dict[str, Any]:
        placed = Hold.objects.select_related("account").get(pk=hold)
        wallet = wallet_of(placed.account.code.removeprefix("member:"))
        posted = capture_hold(
            key=str(key),
            hold=placed,
            kind=REDEMPTION,
            transfers=[Transfer(wallet, CAPTURED, amount)],
            occurred_at=at,
            actor=by.username,
            place="SHT",
        )
        return {"captured": hold, "balance": posted.balances[wallet.code]}

    request = {"by": by.username, "hold": hold, "amount": amount}
    return said(once(key=key, verb="capture", request=request, carry_out=carry_out))


def release(*, key: UUID, by: User, hold: int) -> dict[str, Any]:
    def carry_out() -> dict[str, Any]:
        placed = Hold.objects.select_related("account").get(pk=hold)
        return {"released": release_hold(hold=placed, actor=by.username).hold_id}

    request = {"by": by.username, "hold": hold}
    return said(once(key=key, verb="release", request=request, carry_out=carry_out))


def expire(*, key: UUID, by: User, hold: int) -> dict[str, Any]:
    """Everything overdue in the wallet of this hold is ended; `expired` says how many."""

    def carry_out() -> dict[str, Any]:
        wallet = spec_of(Hold.objects.select_related("account").get(pk=hold).account)
        return {"expired": expire_overdue(lock_accounts([wallet])[wallet.code])}

    request = {"by": by.username, "hold": hold}
    return said(once(key=key, verb="expire", request=request, carry_out=carry_out))
