"""Who pays which part: every part within what may be paid, all of it in order, and exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.charges.allocation import Allocation, FloorsTooHigh, Part, Source, allocate
from wastebank.book.accounts import wallet_of

ACCOUNTS = [wallet_of(number) for number in ("1001-J", "1002-F", "1003-C")]
OWN, GROUP, FUND = ACCOUNTS
RUPIAH = st.integers(0, 10**12)


def in_book(payer: str) -> st.SearchStrategy[Source]:
    account = st.sampled_from(ACCOUNTS)
    return st.builds(Source, st.just(payer), account, st.none() | RUPIAH)


def book_sources() -> st.SearchStrategy[list[Source]]:
    payers = st.lists(st.sampled_from(["cover", "sponsor", "group", "credit"]), max_size=5)
    return payers.flatmap(lambda names: st.tuples(*map(in_book, names)).map(list))


@st.composite
def asked(draw: st.DrawFn) -> tuple[int, list[Source], dict[str, int]]:
    """A sum, its sources with the cash last, and what the accounts have."""
    total_idr = draw(RUPIAH)
    floor_idr = draw(st.integers(0, total_idr))
    cap_idr = draw(st.none() | st.integers(floor_idr, 10**12))
    sources = [*draw(book_sources()), Source("cash", None, cap_idr, floor_idr)]
    available = draw(st.dictionaries(st.sampled_from([a.code for a in ACCOUNTS]), RUPIAH))
    return total_idr, sources, available


def by_payer(allocation: Allocation) -> list[tuple[str, int]]:
    return [(part.payer, part.amount_idr) for part in allocation.parts]


@given(asked())
def test_the_parts_and_what_is_missing_add_up(
    case: tuple[int, list[Source], dict[str, int]],
) -> None:
    total_idr, sources, available = case
    allocation = allocate(total_idr, sources, available)
    assert sum(part.amount_idr for part in allocation.parts) + allocation.missing_idr == total_idr
    assert allocation.missing_idr >= 0
    assert all(type(part.amount_idr) is int and part.amount_idr > 0 for part in allocation.parts)


@given(asked())
def test_no_account_pays_more_than_it_has_though_it_is_reached_twice(
    case: tuple[int, list[Source], dict[str, int]],
) -> None:
    total_idr, sources, available = case
    allocation = allocate(total_idr, sources, available)
    for account in ACCOUNTS:
        paid = sum(part.amount_idr for part in allocation.parts if part.account == account)
        assert paid <= available.get(account.code, 0)


@given(asked())
def test_each_source_stays_between_its_floor_and_its_cap_and_stands_in_its_order(
    case: tuple[int, list[Source], dict[str, int]],
) -> None:
    total_idr, sources, available = case
    parts = list(allocate(total_idr, sources, available).parts)
    for source in sources:  # each part belongs to the next source of its name that paid
        amount_idr = 0
        if parts and (parts[0].payer, parts[0].account) == (source.payer, source.account):
            twins = [s for s in sources if (s.payer, s.account) == (source.payer, source.account)]
            if len(twins) > 1:
                return  # which of two equal rows paid cannot be told from a part
            amount_idr = parts.pop(0).amount_idr
        assert source.floor_idr <= amount_idr
        assert source.cap_idr is None or amount_idr <= source.cap_idr
    assert parts == []


@given(asked())
def test_whoever_stands_later_pays_only_what_the_earlier_ones_cannot(
    case: tuple[int, list[Source], dict[str, int]],
) -> None:
    """Taking the last source of the book away changes nothing for those before it."""
    total_idr, sources, available = case
    *earlier, cash = sources
    if not earlier:
        return
    whole = allocate(total_idr, sources, available)
    without = allocate(total_idr, [*earlier[:-1], cash], available)
    kept = [part for part in without.parts if part.account]
    assert [part for part in whole.parts if part.account][: len(kept)] == kept


@given(asked())
def test_something_is_missing_only_where_nobody_could_pay_more(
    case: tuple[int, list[Source], dict[str, int]],
) -> None:
    total_idr, sources, available = case
    allocation = allocate(total_idr, sources, available)
    if not allocation.missing_idr:
        return
    assert sources[-1].cap_idr is not None  # cash without a cap leaves nothing
    again = allocate(total_idr + 1, sources, available)
    assert again.missing_idr == allocation.missing_idr + 1
    assert by_payer(again) == by_payer(allocation)


@pytest.mark.parametrize(
    ("cap_idr", "paid_idr"), [(None, 30_000), (0, 0), (1, 1), (29_999, 29_999), (40_000, 30_000)]
)
def test_a_cap_of_0_forbids_and_no_cap_does_not_limit(cap_idr: int | None, paid_idr: int) -> None:
    sources = [Source("credit", OWN, cap_idr), Source("cash")]
    allocation = allocate(30_000, sources, {OWN.code: 50_000})
    assert (allocation.paid_by("credit"), allocation.paid_by("cash")) == (
        paid_idr,
        30_000 - paid_idr,
    )


def test_one_account_reached_twice_pays_both_times() -> None:
    """R11: cover pays its share out of the group's money, and the group the rest of it."""
    sources = [Source("cover", GROUP, 10_000), Source("group", GROUP), Source("credit", OWN)]
    allocation = allocate(30_000, sources, {GROUP.code: 25_000, OWN.code: 9_000})
    assert allocation.parts == [
        Part("cover", GROUP, 10_000),
        Part("group", GROUP, 15_000),
        Part("credit", OWN, 5_000),
    ]


def test_cash_that_was_agreed_is_paid_to_the_rupiah() -> None:
    cash = Source("cash", None, 8_000, 8_000)
    sources = [Source("cover", FUND, 5_000), Source("credit", OWN), cash]
    rich = allocate(15_000, sources, {FUND.code: 99_000, OWN.code: 99_000})
    assert by_payer(rich) == [("cover", 5_000), ("credit", 2_000), ("cash", 8_000)]
    poor = allocate(15_000, sources, {FUND.code: 99_000, OWN.code: 500})
    assert (by_payer(poor), poor.missing_idr) == (
        [("cover", 5_000), ("credit", 500), ("cash", 8_000)],
        1_500,
    )


def test_what_is_free_is_paid_by_nobody() -> None:
    assert allocate(0, [Source("credit", OWN), Source("cash")], {OWN.code: 5}) == Allocation([], 0)


def test_an_account_that_is_not_there_has_nothing() -> None:
    assert allocate(7, [Source("credit", OWN)], {}) == Allocation([], 7)


def test_floors_above_the_sum_and_promised_by_accounts_are_faults_of_the_caller() -> None:
    with pytest.raises(FloorsTooHigh):
        allocate(7, [Source("cash", None, 8, 8)], {})
    with pytest.raises(ValueError, match="floor"):
        Source("credit", OWN, floor_idr=1)
    with pytest.raises(ValueError, match="floor"):
        Source("cash", floor_idr=-1)


@pytest.mark.parametrize(("cap_idr", "floor_idr"), [(-1, 0), (7, 8), (-(10**12), 0)])
def test_a_cap_below_the_floor_or_below_nothing_is_a_fault_of_the_caller(
    cap_idr: int, floor_idr: int
) -> None:
    """Read as a cap of nothing it would quietly leave the sum to whoever stands next."""
    with pytest.raises(ValueError, match="cap"):
        Source("cash", cap_idr=cap_idr, floor_idr=floor_idr)
