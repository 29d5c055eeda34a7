"""Who pays what: credit first, then cash that was agreed, then what is missing."""

import pytest

from clinic.charges.allocation import Source
from clinic.charges.quote import Quote, final_quote, first_quote
from wastebank.book.accounts import wallet_of

WALLET = wallet_of("1001-J")
SOURCES = [Source("credit", WALLET)]


def told(quote: Quote) -> tuple[int, int, int]:
    return quote.credit_idr, quote.cash_idr, quote.missing_idr


def new_split(*, total_idr: int, available_idr: int, agreed_idr: int) -> Quote:
    available = {WALLET.code: available_idr}
    return first_quote(
        total_idr=total_idr,
        sources=SOURCES,
        available=available,
        wallet=WALLET.code,
        agreed_idr=agreed_idr,
    )


def final_split(*, total_idr: int, held_idr: int, free_idr: int, agreed_idr: int) -> Quote:
    return final_quote(
        total_idr=total_idr,
        sources=SOURCES,
        available={WALLET.code: free_idr},
        wallet=WALLET.code,
        held_idr=held_idr,
        agreed_idr=agreed_idr,
    )


@pytest.mark.parametrize(
    ("total", "available", "agreed", "expected"),
    [
        (0, 0, 0, (0, 0, 0)),
        (15_000, 25_000, 0, (15_000, 0, 0)),
        (25_000, 25_000, 0, (25_000, 0, 0)),
        (63_000, 46_500, 0, (46_500, 0, 16_500)),
        (63_000, 46_500, 16_499, (46_500, 0, 16_500)),
        (63_000, 46_500, 16_500, (46_500, 16_500, 0)),
        (50_000, 46_500, 16_500, (46_500, 3_500, 0)),  # less came to be chosen
        (63_000, 0, 63_000, (0, 63_000, 0)),
    ],
)
def test_a_visit_that_begins(
    total: int, available: int, agreed: int, expected: tuple[int, int, int]
) -> None:
    split = new_split(total_idr=total, available_idr=available, agreed_idr=agreed)
    assert told(split) == expected
    assert split.held_idr == split.credit_idr
    assert split.asks_pin
    assert sum(idr for _, idr in split.shares) == total


@pytest.mark.parametrize(
    ("total", "free", "agreed", "expected", "asks_pin"),
    [
        (15_000, 10_000, 0, (15_000, 0, 0), False),
        (4_000, 10_000, 0, (4_000, 0, 0), False),
        (0, 10_000, 0, (0, 0, 0), False),
        (23_000, 10_000, 0, (23_000, 0, 0), True),
        (23_000, 10_000, 8_000, (15_000, 8_000, 0), False),
        (30_000, 10_000, 0, (25_000, 0, 5_000), True),
        (30_000, 10_000, 5_000, (25_000, 0, 5_000), True),  # one press takes all that is on top
        (30_000, 10_000, 15_000, (15_000, 15_000, 0), False),
        (30_000, 0, 0, (15_000, 0, 15_000), False),
    ],
)
def test_a_visit_that_ends_with_15_000_held(
    total: int, free: int, agreed: int, expected: tuple[int, int, int], asks_pin: bool
) -> None:
    split = final_split(total_idr=total, held_idr=15_000, free_idr=free, agreed_idr=agreed)
    assert told(split) == expected
    assert split.asks_pin == asks_pin
    assert sum(idr for _, idr in split.shares) == total
