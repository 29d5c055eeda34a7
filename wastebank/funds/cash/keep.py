"""Opening a box or a bank account, putting right what is on record of it, closing it."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.posting import lock_accounts
from wastebank import actions
from wastebank.commands import correct, log, make_first, record
from wastebank.funds.cash.accounts import cash_account, find_cash, visible_cash
from wastebank.funds.cash.refusals import CashCodeTaken, CashNotEmpty, CashUnknown
from wastebank.models import CashAccount, Place, User
from wastebank.permissions import HANDLE_CASH, require, visible_places
from wastebank.refusals import FieldMalformed, FieldMissing, PlaceInactive, PlaceUnknown
from wastebank.text import checked_choice, checked_name, checked_reason, checked_text
from wastebank.values.masked import masked_digits

CODE = re.compile(r"(?=.{2,20}$)[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", re.ASCII)


def open_cash_account(
    *,
    key: UUID,
    by: User,
    code: str,
    name: str,
    kind: str,
    place: str,
    bank_name: str = "",
    bank_number: str = "",
) -> CashAccount:
    """Open a box at a place, or an account at a bank. It is empty until money is brought in."""
    require(by, HANDLE_CASH)
    fields = cash_fields(code, name, kind, bank_name, bank_number)
    request = {"by": by.username, "place": place, **fields}
    return record(
        CashAccount,
        key=key,
        verb="open_cash_account",
        request=request,
        make=lambda: _open(key, by, fields, place),
    )


def cash_fields(
    code: str, name: str, kind: str, bank_name: str, bank_number: str
) -> dict[str, str]:
    if not CODE.fullmatch(code):
        raise FieldMalformed(field="code")
    return {
        "code": code,
        "name": checked_name("name", name, 100, needed=True),
        "kind": checked_choice("kind", kind, CashAccount.Kind.values),
        "bank_name": checked_name("bank_name", bank_name, 60),
        "bank_number": checked_text("bank_number", bank_number, 40),
    }


def require_kind(fields: Mapping[str, str]) -> None:
    """An account at a bank says which; a box is at none."""
    for field in ("bank_name", "bank_number"):
        if fields["kind"] == CashAccount.Kind.BANK and not fields[field]:
            raise FieldMissing(field=field)
        if fields["kind"] == CashAccount.Kind.BOX and fields[field]:
            raise FieldMalformed(field=field)


def _open(key: UUID, by: User, fields: Mapping[str, str], place: str) -> CashAccount:
    require_kind(fields)
    found = visible_places(by).filter(code=place).first()
    if found is None:
        raise PlaceUnknown(place=place)
    if not found.active:
        raise PlaceInactive(place=found.name)
    account = make_first(
        CashAccount.objects.filter(code=fields["code"]),
        CashCodeTaken(account=fields["code"]),
        lambda: CashAccount.objects.create(place=found, **fields),
    )
    lock_accounts([cash_account(account.code)])  # it stands in the book from now on, with nothing
    log(by=by, action=actions.OPEN_CASH, subject=subject_of(account), key=key, place=found)
    return account


def correct_cash_account(
    *,
    key: UUID,
    by: User,
    account: str,
    reason: str,
    name: str | None = None,
    bank_name: str | None = None,
    bank_number: str | None = None,
) -> CashAccount:
    """What is left out stays. Code, kind and place stay for ever: the book rests on them."""
    require(by, HANDLE_CASH)
    said = {"name": name, "bank_name": bank_name, "bank_number": bank_number}
    right: dict[str, str] = {}
    for field, value in said.items():
        if value is not None:
            check = checked_text if field == "bank_number" else checked_name
            right[field] = check(field, value, MOST[field], needed=True)

    def hold() -> CashAccount:
        found = visible_cash(by).select_for_update(of=("self",)).filter(code=account).first()
        if found is None:
            raise CashUnknown(account=account[:20])
        if not found.is_bank and right.keys() - {"name"}:
            raise FieldMalformed(field="bank_name")
        return found

    return correct(
        model=CashAccount,
        key=key,
        by=by,
        action=actions.CORRECT_CASH,
        which={"account": account},
        reason=checked_reason(reason),
        right=right,
        hold=hold,
        place=place_of_cash,
        shown=SHOWN,
    )


MOST = {"name": 100, "bank_name": 60, "bank_number": 40}
SHOWN: Mapping[str, Any] = {"bank_number": masked_digits}


def place_of_cash(account: CashAccount) -> Place:
    return account.place


def set_cash_account_active(*, key: UUID, by: User, account: str, active: bool) -> CashAccount:
    """Close an account that is empty, so that nothing moves through it, or open it again."""
    require(by, HANDLE_CASH)
    found = find_cash(by=by, code=account)

    def make() -> CashAccount:
        own = cash_account(found.code)
        lies = lock_accounts([own])[own.code]  # whoever moves money holds it, too
        if not active and lies.balance:
            raise CashNotEmpty(account=found.code, name=found.name, holds_idr=lies.balance)
        kept = CashAccount.objects.select_for_update().get(pk=found.pk)
        kept.active = active
        kept.save(update_fields=["active"])
        action = actions.REOPEN_CASH if active else actions.CLOSE_CASH
        log(by=by, action=action, subject=subject_of(kept), key=key, place=kept.place)
        return kept

    request = {"by": by.username, "account": found.code, "active": active}
    return record(CashAccount, key=key, verb="set_cash_account_active", request=request, make=make)


def subject_of(account: CashAccount) -> str:
    return f"cash:{account.code}"
