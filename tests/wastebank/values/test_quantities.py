"""Typed amounts, shown amounts, and the one rounding rule. Their cases stand in tests/parity."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.values import quantities
from wastebank.values.quantities import AmountProblem, parse_amount, typed_amount
from wastebank.values.units import UNITS

LANGUAGES = ("id", "en")
amounts = st.integers(0, 10**10)


@pytest.mark.parametrize(("sign", "reason"), [("x", "malformed"), ("9", "too_large")])
def test_a_text_without_end_is_refused_at_once(sign: str, reason: str) -> None:
    with pytest.raises(AmountProblem) as caught:
        parse_amount(sign * 100_000, unit="g")
    assert caught.value.reason == reason


def test_english_is_english_in_every_country() -> None:
    assert quantities.show_amount(1390, "g", "en-gb") == "1.390 kg"


def test_an_unknown_unit_is_our_mistake_and_not_the_persons() -> None:
    with pytest.raises(ValueError, match="no such unit") as caught:
        parse_amount("1", unit="kg")
    assert not isinstance(caught.value, AmountProblem)


@given(st.text(max_size=14), st.sampled_from(sorted(UNITS)))
def test_no_text_brings_down_the_parser(text: str, unit: str) -> None:
    try:
        assert parse_amount(text, unit=unit) >= 0
    except AmountProblem as problem:
        assert problem.reason in {
            *("ambiguous", "malformed", "too_fine", "empty", "too_large", "not_whole"),
        }


@given(st.from_regex(r"[0-9.,]{1,12}", fullmatch=True), st.sampled_from(sorted(UNITS)))
def test_a_hint_is_always_accepted_and_has_the_same_digits(text: str, unit: str) -> None:
    try:
        parse_amount(text, unit=unit)
    except AmountProblem as problem:
        if problem.hint:
            meant = text.replace(",", ".")
            amount = parse_amount(problem.hint, unit=unit)
            if unit == "pcs":
                assert amount == int(meant.replace(".", ""))
            else:
                assert amount == Fraction(meant) * 1000


@given(st.integers(0, 999), st.integers(0, 99), st.sampled_from(",."))
def test_typed_decimals_mean_exactly_what_they_say(whole: int, cents: int, separator: str) -> None:
    typed = f"{whole}{separator}{cents:02d}"
    assert parse_amount(typed, unit="g") == (Fraction(whole) + Fraction(cents, 100)) * 1000


@given(amounts, st.sampled_from(sorted(UNITS)), st.sampled_from(LANGUAGES))
def test_no_digit_is_lost_on_the_way_to_the_screen(amount: int, unit: str, language: str) -> None:
    digits = "".join(filter(str.isdigit, quantities.show_amount(amount, unit, language)))
    assert int(digits) == amount


@given(amounts, st.integers(0, 10**7), st.sampled_from(["g", "ml"]))
def test_rounding_is_never_more_than_half_a_rupiah_off(
    amount: int, price_idr: int, unit: str
) -> None:
    off = quantities.line_rupiah(amount, unit, price_idr) - Fraction(amount * price_idr, 1000)
    assert -Fraction(1, 2) < off <= Fraction(1, 2)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_and_none_is_a_rupiah_off(total: int, weights: list[int]) -> None:
    if not sum(weights):
        weights[0] = 1
    shares = quantities.split_largest_remainder(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


def test_of_two_equal_remainders_the_earlier_gets_the_rupiah() -> None:
    assert quantities.split_largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert quantities.split_largest_remainder(5, [1, 2, 3, 0]) == [1, 2, 2, 0]
    assert quantities.split_largest_remainder(0, [3, 4]) == [0, 0]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_a_split_without_a_meaning_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="split over weights"):
        quantities.split_largest_remainder(total, weights)


@given(
    st.integers(0, 999_999_999),
    st.sampled_from(["g", "ml", "pcs"]),
    st.sampled_from(["id", "en"]),
)
def test_an_amount_that_is_typed_again_is_the_same_one(
    amount: int, unit: str, language: str
) -> None:
    assert parse_amount(typed_amount(amount, unit, language), unit=unit) == amount


def test_an_amount_is_typed_again_as_a_person_would() -> None:
    assert typed_amount(1_390, "g", "id") == "1,39"
    assert typed_amount(1_390, "g", "en") == "1.39"
    assert typed_amount(10_000, "g", "id") == "10"
    assert typed_amount(1_235, "ml", "id") == "1235ml"
    assert typed_amount(12, "pcs", "id") == "12"
