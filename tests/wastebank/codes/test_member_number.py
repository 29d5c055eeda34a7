"""The member's number: what it promises about slips of tongue and finger."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.codes.member_number import (
    LETTERS,
    MisspeltNumber,
    looks_like_number,
    make_number,
    parse_number,
)

serials = st.integers(0, 10**11 - 1)


def is_refused(text: str) -> bool:
    try:
        parse_number(text)
    except MisspeltNumber:
        return True
    return False


def test_numbers_as_people_see_them() -> None:
    assert make_number(1071) == "1071-R"
    assert make_number(1) == "0001-X"
    assert make_number(12345) == "12345-S"
    assert len(make_number(10**11 - 1)) == 13


@given(serials)
def test_every_number_reads_back_as_people_type_it(serial: int) -> None:
    number = make_number(serial)
    digits, letter = number.split("-")
    assert len(digits) >= 4
    assert letter in LETTERS
    spellings = [number, number.lower(), digits + letter, f" {digits} {letter}\n"]
    for typed in [*spellings, f"{digits[:2]} {digits[2:]}-{letter}"]:
        assert parse_number(typed) == number


@given(serials, st.data())
def test_letters_that_look_like_figures_are_read_as_figures(
    serial: int, data: st.DataObject
) -> None:
    number = make_number(serial)
    digits, letter = number.split("-")
    signs = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(data.draw(st.sampled_from(signs.get(digit, digit))) for digit in digits)
    if typed.isalpha():
        assert is_refused(f"{typed}-{letter}")  # a name has no figures
    else:
        assert parse_number(f"{typed}-{letter}") == number
        assert looks_like_number(f"{typed}-{letter}")


def test_a_name_is_no_number() -> None:
    for name in ("Lolin", "Olil-A", "OIIL", "LOLOLOB"):
        assert is_refused(name)
        assert not looks_like_number(name)


@given(serials)
def test_every_single_slip_is_caught(serial: int) -> None:
    number = make_number(serial)
    for index, symbol in enumerate(number):
        for wrong in "0123456789" if symbol.isdigit() else LETTERS:
            if wrong != symbol and symbol != "-":
                assert is_refused(number[:index] + wrong + number[index + 1 :])


@given(serials)
def test_every_exchange_of_two_digits_is_caught(serial: int) -> None:
    number = make_number(serial)
    for left, right in combinations(range(len(number) - 2), 2):
        if number[left] != number[right]:
            swapped = list(number)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            assert is_refused("".join(swapped))


@pytest.mark.parametrize("digits", range(4, 12))
def test_every_twin_and_jump_twin_is_caught(digits: int) -> None:
    """11 said as 22, or 101 as 202: every place, every pair, every length."""
    for gap in (1, 2):
        for left in range(digits - gap):
            for right_digit, wrong_digit in ((a, b) for a in "0123456789" for b in "0123456789"):
                if right_digit == wrong_digit:
                    continue
                symbols = list("4071358264917"[:digits])
                symbols[left] = symbols[left + gap] = right_digit
                letter = make_number(int("".join(symbols)))[-1]
                symbols[left] = symbols[left + gap] = wrong_digit
                assert is_refused("".join(symbols) + letter)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "R",
        "1071",
        "1071-A",
        "071-R",
        "01071-R",
        "1071-RR",
        "R-1071",
        "1O71-A",
        "LOLI-R",
        "O1O71-R",
        "1071-I",
        "１071-R",
        "-1071",
        "1071.R",
        "9" * 12 + "-A",
        "1" * 100_000,
    ],
)
def test_anything_else_is_misspelt(text: str) -> None:
    with pytest.raises(MisspeltNumber):
        parse_number(text)


@given(st.text(max_size=20))
def test_no_text_brings_down_the_parser(text: str) -> None:
    try:
        assert parse_number(text) == make_number(int(parse_number(text)[:-2]))
    except MisspeltNumber:
        pass


@pytest.mark.parametrize("serial", [-1, 10**11])
def test_a_serial_outside_the_proof_makes_no_number(serial: int) -> None:
    with pytest.raises(ValueError, match="at most 11 digits"):
        make_number(serial)
