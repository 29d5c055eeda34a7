"""Who would pay what, said before anybody agrees; nothing is recorded, and nothing is locked.

Credit first. What it does not reach is *missing* until one press says that it is paid in cash.
At the end of an open visit the patient has agreed to a sum: what comes on top is paid in cash by
one press, or from the credit with the PIN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.charges.allocation import Allocation, Source, allocate, paid_from
from clinic.charges.payers import ANY_CASH, NO_CASH, PAYERS, SIGNS, sources_of
from clinic.charges.prepare import QuotedService, total_of
from clinic.models import Authorisation
from clinic.models.charges import CASH, CREDIT
from ledger.holds import overdue_amount
from ledger.models import Account
from wastebank.book import accounts as bank_accounts
from wastebank.models import Member


@dataclass(frozen=True, slots=True)
class Quote(Allocation):
    """A cost in rupiah and who pays it. Cash among the parts is agreed, `missing_idr` not yet."""

    total_idr: int
    offer_idr: int  # what one press would pay in cash
    more_idr: int  # credit beyond what is held
    asks_pin: bool
    held_idr: int = 0  # what would be held of the patient's own credit until the care is done
    available_idr: int = 0  # what the accounts of the payers have now, beside what is held

    @property
    def credit_idr(self) -> int:
        return self.paid_by(CREDIT)

    @property
    def cash_idr(self) -> int:
        return self.paid_by(CASH)

    @property
    def booked_idr(self) -> int:
        """What is paid out of the book, by whomever: all but the cash."""
        return sum(part.amount_idr for part in self.parts if part.account)

    @property
    def may_hold(self) -> bool:
        """Whether a visit can be opened for this: all of it has a payer, and something is held."""
        return self.held_idr > 0 and not self.missing_idr

    @property
    def shares(self) -> list[tuple[str, int]]:
        """The payers' signs in the order of the ribbon, with what is missing before the cash. A
        page shows those who pay something."""
        shares = [(payer.sign, self.paid_by(payer.code)) for payer in PAYERS]
        return [*shares[:-1], ("kurang", self.missing_idr), (SIGNS[CASH], self.cash_idr)]


Sources = Sequence[Source]  # with no cash among them


def first_quote(
    *,
    total_idr: int,
    sources: Sources,
    available: Mapping[str, int],
    wallet: str,
    agreed_idr: int | None,
) -> Quote:
    """What is paid now, or held of the account `wallet` where the care is still to be given.

    `agreed_idr` is the cash that was agreed before; None: any.
    """
    whole = allocate(total_idr, [*sources, ANY_CASH], available)
    offer_idr = whole.paid_by(CASH)
    is_agreed = agreed_idr is None or agreed_idr >= offer_idr
    now = whole if is_agreed else allocate(total_idr, [*sources, NO_CASH], available)
    held_idr = paid_from(wallet, now.parts)
    return quote(total_idr, now, available, offer_idr=offer_idr, held_idr=held_idr)


def final_quote(
    *,
    total_idr: int,
    sources: Sources,
    available: Mapping[str, int],
    wallet: str,
    held_idr: int,
    agreed_idr: int,
) -> Quote:
    """The end of a visit for which `held_idr` of the account `wallet` is held."""
    whole = allocate(total_idr, [*sources, ANY_CASH], {**available, wallet: held_idr})
    offer_idr = whole.paid_by(CASH)
    if agreed_idr >= offer_idr:
        return quote(total_idr, whole, available, offer_idr=offer_idr, more_idr=0)
    free_idr = available.get(wallet, 0)
    more = allocate(total_idr, [*sources, NO_CASH], {**available, wallet: held_idr + free_idr})
    more_idr = max(0, paid_from(wallet, more.parts) - held_idr)
    return quote(total_idr, more, available, offer_idr=offer_idr, more_idr=more_idr)


def quote(
    total_idr: int,
    allocation: Allocation,
    available: Mapping[str, int],
    *,
    offer_idr: int,
    more_idr: int | None = None,
    held_idr: int = 0,
) -> Quote:
    """`more_idr` None: nothing is held yet, so the PIN is asked whatever it costs."""
    return Quote(
        total_idr=total_idr,
        parts=allocation.parts,
        missing_idr=allocation.missing_idr,
        offer_idr=offer_idr,
        more_idr=more_idr or 0,
        asks_pin=more_idr is None or more_idr > 0,
        held_idr=held_idr,
        available_idr=sum(available.values()),
    )


NOTHING = Quote(parts=(), missing_idr=0, total_idr=0, offer_idr=0, more_idr=0, asks_pin=True)


def quote_charge(
    *, member: Member, lines: Sequence[QuotedService], agreed_idr: int | None = None
) -> Quote:
    """Who would pay these lines for a member who is here."""
    sources = book_sources(member)
    return first_quote(
        total_idr=total_of(lines),
        sources=sources,
        available=available_now(sources),
        wallet=bank_accounts.wallet(member).code,
        agreed_idr=agreed_idr,
    )


def quote_capture(
    *, found: Authorisation, lines: Sequence[QuotedService], agreed_idr: int
) -> Quote:
    """Who would pay these lines at the end of an open visit."""
    sources = book_sources(found.member)
    return final_quote(
        total_idr=total_of(lines),
        sources=sources,
        available=available_now(sources),
        wallet=bank_accounts.wallet(found.member).code,
        held_idr=found.hold.amount,
        agreed_idr=agreed_idr,
    )


def book_sources(member: Member) -> Sources:
    return [source for source in sources_of(member, NO_CASH) if source.account]


def available_now(sources: Sources) -> dict[str, int]:
    """What each account has to spend now, with holds whose time is over left out."""
    codes = {source.account.code for source in sources if source.account}
    accounts = Account.objects.filter(code__in=codes)
    return {account.code: account.available + overdue_amount(account) for account in accounts}
