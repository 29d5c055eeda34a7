"""Who pays which part of a sum. One rule for the quote, for paying, for holding and for capture.

Payers stand in a written order, and each pays as much of what is left as it may. What is agreed
in cash is agreed to the rupiah: it is kept free for the cash before anybody else pays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.posting import AccountSpec


@dataclass(frozen=True, slots=True)
class Source:
    """A payer, the account it pays from (None: outside the book), and how much it may pay.

    `cap_idr` 0 forbids, None does not limit. `floor_idr` is paid in any case, and no account of
    the book can promise that.
    """

    payer: str
    account: AccountSpec | None = None
    cap_idr: int | None = None
    floor_idr: int = 0

    def __post_init__(self) -> None:
        if self.floor_idr < 0 or (self.floor_idr and self.account):
            raise ValueError(f"a floor of {self.floor_idr} for {self.payer}")
        if self.cap_idr is not None and self.cap_idr < self.floor_idr:
            raise ValueError(f"a cap of {self.cap_idr} for {self.payer}")


@dataclass(frozen=True, slots=True)
class Part:
    """What one source pays: more than nothing."""

    payer: str
    account: AccountSpec | None
    amount_idr: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The parts in the order of their payers, and what none of them reaches."""

    parts: Sequence[Part]
    missing_idr: int

    def paid_by(self, payer: str) -> int:
        return sum(part.amount_idr for part in self.parts if part.payer == payer)


def paid_from(code: str, parts: Iterable[Part]) -> int:
    """What is paid from this account of the book, by whichever payers."""
    return sum(part.amount_idr for part in parts if part.account and part.account.code == code)


class FloorsTooHigh(ValueError):
    """More is to be paid in any case than there is to pay: the caller should have refused it."""


def allocate(total_idr: int, sources: Sequence[Source], available: Mapping[str, int]) -> Allocation:
    """Share a sum out over sources in their order; what they leave is missing.

    `available` is what each account has, by its code, for all of its sources together: one
    account may be reached twice. An account that does not stand in it has nothing.
    """
    left_idr = total_idr - sum(source.floor_idr for source in sources)
    if left_idr < 0:
        raise FloorsTooHigh(total_idr)
    rest = dict(available)
    parts = []
    for source in sources:
        amount_idr = amount_of(source, rest, left_idr)
        left_idr -= amount_idr - source.floor_idr
        if source.account:
            rest[source.account.code] = rest.get(source.account.code, 0) - amount_idr
        if amount_idr:
            parts.append(Part(source.payer, source.account, amount_idr))
    return Allocation(parts, left_idr)


def amount_of(source: Source, rest: Mapping[str, int], left_idr: int) -> int:
    """What this source pays of its floor and of what is left."""
    limits = [source.floor_idr + left_idr]
    if source.cap_idr is not None:
        limits.append(source.cap_idr)
    if source.account:
        limits.append(rest.get(source.account.code, 0))
    return max(source.floor_idr, min(limits))
