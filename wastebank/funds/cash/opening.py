"""Money brought in at the beginning: what lay in a box or at a bank when this book began."""

from datetime import date
from uuid import UUID

from ledger import clock
from ledger.posting import Transfer, lock_accounts, post
from wastebank import actions
from wastebank.book import accounts
from wastebank.book.kinds import CASH_OPENED
from wastebank.commands import log, record
from wastebank.funds.cash.accounts import cash_account, find_cash, held_open
from wastebank.funds.cash.keep import subject_of
from wastebank.funds.cash.refusals import CashOpeningTooLate
from wastebank.funds.cash.sums import checked_sum, instant_of, not_ahead
from wastebank.models import CashAccount, CashOpening, User
from wastebank.permissions import HANDLE_CASH, require
from wastebank.text import checked_note


def bring_in_cash(
    *, key: UUID, by: User, account: str, amount_idr: int, day: date, note: str
) -> CashOpening:
    """Record what lay in an account as a day began, once, before anything else moves there.

    Its other side is the old book's account of the place: what the bank owed its members, and what
    it had to pay them with, come from the same old book.
    """
    require(by, HANDLE_CASH)
    found = find_cash(by=by, code=account)
    asked = (checked_sum(amount_idr), not_ahead(day), checked_note(note))
    return record(
        CashOpening,
        key=key,
        verb="bring_in_cash",
        request={
            "by": by.username,
            "account": found.code,
            "amount_idr": amount_idr,
            "day": day.isoformat(),
            "note": asked[2],
        },
        make=lambda: _bring_in(key, by, found, *asked),
    )


def _bring_in(
    key: UUID, by: User, found: CashAccount, amount_idr: int, day: date, note: str
) -> CashOpening:
    own, origin = cash_account(found.code), accounts.opening(found.place)
    locked = lock_accounts([own, origin])
    held_open(found.code)
    if locked[own.code].version:
        raise CashOpeningTooLate(account=found.code, name=found.name)
    posted = post(
        key=str(key),
        kind=CASH_OPENED,
        transfers=[Transfer(own, origin, amount_idr)],
        occurred_at=instant_of(day),
        actor=by.username,
        place=found.place.code,
        accounts=locked,
    )
    log(
        by=by,
        action=actions.BRING_CASH,
        subject=subject_of(found),
        key=key,
        reason=note,
        place=found.place,
    )
    return CashOpening.objects.create(
        account=found,
        entry_id=posted.entry_id,
        day=day,
        amount_idr=amount_idr,
        note=note,
        actor=by.username,
        recorded_at=clock.now(),
    )
