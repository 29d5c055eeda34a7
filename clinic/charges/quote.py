"""Who would pay what, said before anybody agrees; nothing is recorded, and nothing is locked.

Credit first. What it does not reach is *missing* until one press says that it is paid in cash.
At the end of an open visit the patient has agreed to a sum: what comes on top is paid in cash by
one press, or from the credit with the PIN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.charges.allocation import Allocation, Part, Source, allocate
from clinic.charges.payers import ANY_CASH, NO_CASH, PAYERS, SIGNS, sources_of
from clinic.charges.prepare import QuotedService, ServiceAsked, check_lines, price_lines
from clinic.models import Authorisation
from clinic.models.charges import CASH, CREDIT
from clinic.permissions import REDEEM, clinic_of
from ledger.holds import overdue_amount
from ledger.models import Account
from wastebank.book import accounts as bank_accounts
from wastebank.cards.read import active_card
from wastebank.models import Member, User
from wastebank.permissions import require


@dataclass(frozen=True, slots=True)
class Quote:
    """A cost in rupiah and who pays it. Cash among the parts is agreed, `missing_idr` not yet."""

    total_idr: int
    parts: Sequence[Part]
    missing_idr: int
    offer_idr: int  # what one press would pay in cash
    more_idr: int  # credit beyond what is held
    asks_pin: bool
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

    def paid_by(self, payer: str) -> int:
        return sum(part.amount_idr for part in self.parts if part.payer == payer)

    @property
    def shares(self) -> list[tuple[str, int]]:
        """The payers' signs in the order of the ribbon, with what is missing before the cash. A
        page shows those who pay something."""
        shares = [(payer.sign, self.paid_by(payer.code)) for payer in PAYERS]
        return [*shares[:-1], ("kurang", self.missing_idr), (SIGNS[CASH], self.cash_idr)]


Sources = Sequence[Source]  # with no cash among them


def first_quote(
    *, total_idr: int, sources: Sources, available: Mapping[str, int], agreed_idr: int | None
) -> Quote:
    """What is paid or held now. `agreed_idr` is the cash that was agreed before; None: any."""
    whole = allocate(total_idr, [*sources, ANY_CASH], available)
    offer_idr = whole.paid_by(CASH)
    if agreed_idr is None or agreed_idr >= offer_idr:
        return quote(total_idr, whole, available, offer_idr=offer_idr)
    without = allocate(total_idr, [*sources, NO_CASH], available)
    return quote(total_idr, without, available, offer_idr=offer_idr)


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
    on_wallet = [part for part in more.parts if part.account and part.account.code == wallet]
    more_idr = max(0, sum(part.amount_idr for part in on_wallet) - held_idr)
    return quote(total_idr, more, available, offer_idr=offer_idr, more_idr=more_idr)


def quote(
    total_idr: int,
    allocation: Allocation,
    available: Mapping[str, int],
    *,
    offer_idr: int,
    more_idr: int | None = None,
) -> Quote:
    """`more_idr` None: nothing is held yet, so the PIN is asked whatever it costs."""
    return Quote(
        total_idr=total_idr,
        parts=allocation.parts,
        missing_idr=allocation.missing_idr,
        offer_idr=offer_idr,
        more_idr=more_idr or 0,
        asks_pin=more_idr is None or more_idr > 0,
        available_idr=sum(available.values()),
    )


NOTHING = Quote(0, (), 0, 0, 0, asks_pin=True)


def quote_charge(
    *, member: Member, lines: Sequence[QuotedService], agreed_idr: int | None = None
) -> Quote:
    """Who would pay these lines for a member who is here."""
    sources = book_sources(member)
    return first_quote(
        total_idr=sum(line.rupiah_idr for line in lines),
        sources=sources,
        available=available_now(sources),
        agreed_idr=agreed_idr,
    )


def quote_capture(
    *, found: Authorisation, lines: Sequence[QuotedService], agreed_idr: int
) -> Quote:
    """Who would pay these lines at the end of an open visit."""
    sources = book_sources(found.member)
    return final_quote(
        total_idr=sum(line.rupiah_idr for line in lines),
        sources=sources,
        available=available_now(sources),
        wallet=bank_accounts.wallet(found.member).code,
        held_idr=found.hold.amount,
        agreed_idr=agreed_idr,
    )


def quote_redemption(*, by: User, card: str, lines: Sequence[ServiceAsked]) -> Quote:
    """The quote for a card's holder at this clinic now, the rest in cash."""
    require(by, REDEEM)
    clinic = clinic_of(by)
    _, member = active_card(card)
    check_lines(lines)
    return quote_charge(member=member, lines=price_lines(lines, clinic))


def book_sources(member: Member) -> Sources:
    return [source for source in sources_of(member, NO_CASH) if source.account]


def available_now(sources: Sources) -> dict[str, int]:
    """What each account has to spend now, with holds whose time is over left out."""
    codes = {source.account.code for source in sources if source.account}
    accounts = Account.objects.filter(code__in=codes)
    return {account.code: account.available + overdue_amount(account) for account in accounts}
