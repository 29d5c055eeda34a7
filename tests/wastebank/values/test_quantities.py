"""Typed amounts, shown amounts, and the one rounding rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.values import quantities
from wastebank.values.quantities import AmountProblem, parse_amount

LANGUAGES = ("id", "en")
amounts = st.integers(0, 10**10)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("2,5", "g", 2500),
        ("2.5", "g", 2500),
        ("1,39", "g", 1390),
        ("0,480", "g", 480),
        ("0.480", "g", 480),
        ("0,05", "g", 50),
        ("12", "g", 12_000),
        (" 12\r\n", "g", 12_000),
        ("0", "g", 0),
        ("2500", "g", 2_500_000),
        ("1,5", "ml", 1500),
        ("2", "ml", 2000),
        ("12", "pcs", 12),
        ("1235g", "g", 1235),
        ("1235G", "g", 1235),
        ("750ml", "ml", 750),
        ("01,235", "g", 1235),
        ("999999999999", "pcs", 999_999_999_999),
    ],
)
def test_amounts_that_can_be_read_in_one_way(text: str, unit: str, amount: int) -> None:
    assert parse_amount(text, unit=unit) == amount


@pytest.mark.parametrize(
    ("text", "unit", "reason", "hint"),
    [
        ("2.500", "g", "ambiguous", "2.5"),
        ("2,500", "g", "ambiguous", "2,5"),
        ("1,390", "g", "ambiguous", "1,39"),
        ("2,000", "g", "ambiguous", "2,0"),
        ("1,235", "g", "ambiguous", "1235g"),
        ("1.235", "ml", "ambiguous", "1235ml"),
        ("1234.500", "g", "ambiguous", "1234.5"),
        ("1.200", "pcs", "ambiguous", "1200"),
        ("1.250,5", "g", "ambiguous", ""),
        ("1,250.5", "g", "ambiguous", ""),
        ("2.500.000", "g", "ambiguous", ""),
        ("2,5", "pcs", "not_whole", ""),
        ("2,0", "pcs", "not_whole", ""),
        ("0,500", "pcs", "not_whole", ""),
        ("1,2345", "g", "too_fine", ""),
        ("0,0001", "ml", "too_fine", ""),
        ("", "g", "empty", ""),
        (" \t", "pcs", "empty", ""),
        ("1234567890123", "pcs", "too_large", ""),
        ("9223372036854775808", "g", "too_large", ""),
        ("1000000000000000000", "g", "too_large", ""),
        ("1e3", "g", "malformed", ""),
        ("1E3", "pcs", "malformed", ""),
        ("２,５", "g", "malformed", ""),
        ("٢", "pcs", "malformed", ""),
        ("²", "pcs", "malformed", ""),
        ("NaN", "g", "malformed", ""),
        ("Infinity", "g", "malformed", ""),
        ("-1", "g", "malformed", ""),
        ("−1", "g", "malformed", ""),
        ("+1", "g", "malformed", ""),
        ("1 2", "g", "malformed", ""),
        ("1_000", "g", "malformed", ""),
        ("0x10", "pcs", "malformed", ""),
        (",5", "g", "malformed", ""),
        ("2,", "g", "malformed", ""),
        ("1,,5", "g", "malformed", ""),
        ("2,5kg", "g", "malformed", ""),
        ("2,5g", "g", "malformed", ""),
        ("5g", "ml", "malformed", ""),
        ("5pcs", "pcs", "malformed", ""),
        ("1'; DROP TABLE deposits", "g", "malformed", ""),
        ("x" * 100_000, "g", "malformed", ""),
        ("9" * 100_000, "g", "too_large", ""),
    ],
)
def test_amounts_that_are_refused(text: str, unit: str, reason: str, hint: str) -> None:
    with pytest.raises(AmountProblem) as caught:
        parse_amount(text, unit=unit)
    assert caught.value.reason == reason
    assert caught.value.text == text
    assert caught.value.hint == hint


def test_an_unknown_unit_is_our_mistake_and_not_the_persons() -> None:
    with pytest.raises(ValueError, match="no such unit") as caught:
        parse_amount("1", unit="kg")
    assert not isinstance(caught.value, AmountProblem)


@given(st.text(max_size=14), st.sampled_from(quantities.UNITS))
def test_no_text_brings_down_the_parser(text: str, unit: str) -> None:
    try:
        assert parse_amount(text, unit=unit) >= 0
    except AmountProblem as problem:
        assert problem.reason in {
            *("ambiguous", "malformed", "too_fine", "empty", "too_large", "not_whole"),
        }


@given(st.from_regex(r"[0-9.,]{1,12}", fullmatch=True), st.sampled_from(quantities.UNITS))
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


@pytest.mark.parametrize(
    ("amount", "unit", "indonesian", "english"),
    [
        (1390, "g", "1,390 kg", "1.390 kg"),
        (480, "g", "0,480 kg", "0.480 kg"),
        (0, "g", "0,000 kg", "0.000 kg"),
        (1_250_050, "g", "1.250,050 kg", "1,250.050 kg"),
        (-1390, "g", "−1,390 kg", "−1.390 kg"),
        (1500, "ml", "1,500 liter", "1.500 litres"),
        (1000, "ml", "1,000 liter", "1.000 litre"),
        (12, "pcs", "12 buah", "12 pieces"),
        (1, "pcs", "1 buah", "1 piece"),
        (1200, "pcs", "1.200 buah", "1,200 pieces"),
        (-3, "pcs", "−3 buah", "−3 pieces"),
    ],
)
def test_amounts_as_shown(amount: int, unit: str, indonesian: str, english: str) -> None:
    assert quantities.show_amount(amount, unit, "id") == indonesian
    assert quantities.show_amount(amount, unit, "en") == english
    assert quantities.show_amount(amount, unit, "en-gb") == english


@pytest.mark.parametrize(
    ("amount", "unit", "indonesian", "english"),
    [
        (480, "g", "480 gram", "480 grams"),
        (1, "g", "1 gram", "1 gram"),
        (0, "g", "0 gram", "0 grams"),
        (1390, "g", "1 kilo 390 gram", "1 kilo 390 grams"),
        (2000, "g", "2 kilo", "2 kilos"),
        (1_250_001, "g", "1.250 kilo 1 gram", "1,250 kilos 1 gram"),
        (-500, "g", "−500 gram", "−500 grams"),
        (1500, "ml", "1 liter 500 mililiter", "1 litre 500 millilitres"),
        (12, "pcs", "12 buah", "12 pieces"),
        (1, "pcs", "1 buah", "1 piece"),
    ],
)
def test_amounts_in_words(amount: int, unit: str, indonesian: str, english: str) -> None:
    assert quantities.words_amount(amount, unit, "id") == indonesian
    assert quantities.words_amount(amount, unit, "en") == english


@given(amounts, st.sampled_from(quantities.UNITS), st.sampled_from(LANGUAGES))
def test_no_digit_is_lost_on_the_way_to_the_screen(amount: int, unit: str, language: str) -> None:
    digits = "".join(filter(str.isdigit, quantities.show_amount(amount, unit, language)))
    assert int(digits) == amount


@pytest.mark.parametrize(
    ("amount_idr", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (12_500, "Rp12.500", "Rp12,500"),
        (-5000, "−Rp5.000", "−Rp5,000"),
        (1_234_567_890, "Rp1.234.567.890", "Rp1,234,567,890"),
    ],
)
def test_rupiah_as_shown(amount_idr: int, indonesian: str, english: str) -> None:
    assert quantities.show_rupiah(amount_idr, "id") == indonesian
    assert quantities.show_rupiah(amount_idr, "en") == english


def test_prices_as_shown() -> None:
    assert quantities.show_price(4000, "g", "id") == "Rp4.000/kg"
    assert quantities.show_price(4000, "ml", "id") == "Rp4.000/liter"
    assert quantities.show_price(4000, "ml", "en") == "Rp4,000/litre"
    assert quantities.show_price(150, "pcs", "id") == "Rp150/buah"
    assert quantities.show_price(150, "pcs", "en") == "Rp150/piece"


@pytest.mark.parametrize(
    ("amount", "unit", "price_idr", "rupiah"),
    [
        (1390, "g", 4000, 5560),
        (480, "g", 3200, 1536),
        (1, "g", 499, 0),
        (1, "g", 500, 1),
        (3, "ml", 500, 2),
        (12, "pcs", 150, 1800),
        (1390, "g", 0, 0),
    ],
)
def test_the_rounding_rule(amount: int, unit: str, price_idr: int, rupiah: int) -> None:
    assert quantities.line_rupiah(amount, unit, price_idr) == rupiah


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
