"""Who may pay for care, in the order in which they stand. A further payer is a row of `PAYERS`.

A payer pays out of an account of the book, which `source` names for a member, with a cap if the
payer has one; None says that this payer pays nothing for this member. Cash is paid at the desk
and stands last: it has no account, and how much of it is paid is agreed there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.charges.allocation import Source
from clinic.models.charges import CASH, CREDIT, Payment
from wastebank.book import accounts
from wastebank.models import Member


@dataclass(frozen=True, slots=True)
class Payer:
    code: str  # as it is recorded, and as the API tells it
    sign: str  # its picture and its colour on pages, and under which its word stands there
    paid: Promise | str  # what a page says of what this payer paid
    on_paper: Mapping[str, str]  # what a receipt says, by language: it has words of its own
    source: Callable[[Member], Source | None] | None = None
    always_shown: bool = False  # also where it paid nothing


def own_credit(member: Member) -> Source:
    return Source(CREDIT, accounts.wallet(member))


PAYERS = (
    Payer(
        CREDIT,
        "saldo",
        _("Paid by credit"),
        {"id": "Dibayar saldo", "en": "Paid by credit"},
        own_credit,
        always_shown=True,
    ),
    Payer(
        CASH,
        "tunai",
        _("Paid in cash"),
        {"id": "Dibayar tunai", "en": "Paid in cash"},
        always_shown=True,
    ),
)
SIGNS = {payer.code: payer.sign for payer in PAYERS}


def shares(paid_idr: Mapping[str, int]) -> list[tuple[Payer, int]]:
    """Sums by payer, in the order in which payers stand and are shown."""
    return [
        (payer, paid_idr.get(payer.code, 0))
        for payer in PAYERS
        if payer.always_shown or paid_idr.get(payer.code)
    ]


def shares_of(payments: Iterable[Payment]) -> list[tuple[Payer, int]]:
    """Who paid what of one redemption, or is to pay it."""
    sums: Counter[str] = Counter()
    for payment in payments:
        sums[payment.payer] += payment.amount_idr
    return shares(sums)


ANY_CASH = Source(CASH)
NO_CASH = Source(CASH, cap_idr=0)


def agreed_cash(cash_idr: int) -> Source:
    """Cash to the rupiah: neither more nor less."""
    return Source(CASH, cap_idr=cash_idr, floor_idr=cash_idr)


def sources_of(member: Member, cash: Source) -> Sequence[Source]:
    """Out of what this member's care can be paid, in the order of the payers."""
    found = [payer.source(member) for payer in PAYERS if payer.source]
    return [*(source for source in found if source), cash]
