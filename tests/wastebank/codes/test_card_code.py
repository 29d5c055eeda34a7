"""The card code: what it promises about slips, and what it takes from people."""

import hashlib
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.codes import card_code
from wastebank.codes.card_code import ALPHABET, MisspeltCode, looks_like_code, make_code, parse_code

SAMPLE = make_code(bytes(range(17)))

codes = st.binary(min_size=17, max_size=24).map(make_code)
body_places = range(len(card_code.PREFIX), card_code.CODE_SYMBOLS)


def weights_by_place() -> list[int]:
    """What each position adds to the check, found from outside by flipping one bit."""
    zero = card_code._check_symbol("0" * 28)
    assert zero == "0", "the scheme must be linear for the proofs below"
    return [
        ALPHABET.index(card_code._check_symbol("0" * position + "1" + "0" * (27 - position)))
        for position in range(28)
    ] + [1]


def add(left: str, right: str) -> str:
    return "".join(
        ALPHABET[ALPHABET.index(a) ^ ALPHABET.index(b)] for a, b in zip(left, right, strict=True)
    )


def is_refused(code: str) -> bool:
    try:
        parse_code(code)
    except MisspeltCode:
        return True
    return False


@given(st.binary(min_size=17, max_size=40))
def test_a_code_fills_the_smallest_qr_code_and_reads_back(entropy: bytes) -> None:
    code = make_code(entropy)
    assert len(code) == 29
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert code.startswith("W1")
    assert parse_code(code) == code


def test_the_first_130_bits_make_the_code_and_no_others() -> None:
    entropy = bytes(range(17))
    assert make_code(entropy) == make_code(entropy + b"more")
    assert make_code(entropy) == make_code(entropy[:16] + bytes([entropy[16] | 0x3F]))
    assert make_code(entropy) != make_code(entropy[:16] + bytes([entropy[16] ^ 0x40]))


def test_too_little_randomness_makes_no_code() -> None:
    with pytest.raises(ValueError, match="130 random bits"):
        make_code(b"sixteen bytes ok")


@given(codes, st.data())
def test_every_single_wrong_symbol_is_caught(code: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(body_places))
    for wrong in ALPHABET:
        if wrong != code[place]:
            assert is_refused(code[:place] + wrong + code[place + 1 :])


@given(codes)
def test_every_exchange_of_two_symbols_is_caught(code: str) -> None:
    for left, right in combinations(body_places, 2):
        if code[left] != code[right]:
            swapped = list(code)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            assert is_refused("".join(swapped))


@given(codes, st.sampled_from(ALPHABET))
def test_every_twin_is_caught(code: str, symbol: str) -> None:
    for gap in (1, 2):
        for left in range(2, card_code.CODE_SYMBOLS - gap):
            right = left + gap
            if code[left] == code[right] != symbol:
                twins = list(code)
                twins[left] = twins[right] = symbol
                assert is_refused("".join(twins))


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("W1" + "A" * 27, True),
        ("w1ab cdef-ghjk mnpq", True),  # the better part of one
        ("WIAB CDEF GHJ2 MNPQ", True),  # as a hand writes 1
        ("wlab2cdefghjkmn", True),
        ("W1AB", False),
        ("Wiwik Widyaningsih", False),
        ("Wiludjeng-Sri Hastuti", False),
        ("1001-J", False),
        ("", False),
    ],
)
def test_a_code_is_told_from_a_name_and_a_number(typed: str, looks: bool) -> None:
    assert looks_like_code(typed) is looks


@given(codes)
def test_every_code_looks_like_one(code: str) -> None:
    assert looks_like_code(code)
    assert looks_like_code(code.lower()[:15])


def test_the_check_is_linear() -> None:
    """With this, the exhaustive tests below hold for all codes, not for a sample."""
    one, other = make_code(bytes(range(17)))[2:], make_code(bytes(range(100, 117)))[2:]
    assert add(card_code._check_symbol("00" + one[:-1]), card_code._check_symbol("00" + other[:-1]))
    assert card_code._check_symbol("00" + add(one[:-1], other[:-1])) == add(
        card_code._check_symbol("00" + one[:-1]), card_code._check_symbol("00" + other[:-1])
    )


def test_no_two_places_weigh_the_same() -> None:
    """Equal weights are the only way for an exchange or a twin to slip through."""
    weights = weights_by_place()
    assert 0 not in weights
    assert len(set(weights)) == card_code.CODE_SYMBOLS


@pytest.mark.parametrize("gap", [1, 2, 3])
def test_all_pair_errors_of_all_symbols_change_the_sum(gap: int) -> None:
    """Every swap (a,b)->(b,a) and twin (a,a)->(b,b), at every place, exhaustively.

    The difference between the right and the wrong code is a code with two
    symbols; it must never be one that the check lets through.
    """
    for left in range(28 - gap):
        for difference in ALPHABET[1:]:
            pattern = ["0"] * 28
            pattern[left] = pattern[left + gap] = difference
            assert card_code._check_symbol("".join(pattern)) != "0"
    for difference in ALPHABET[1:]:
        pattern = ["0"] * 28
        pattern[28 - gap] = difference
        assert card_code._check_symbol("".join(pattern)) != difference


@given(codes, st.sampled_from([" ", "-", " - ", "\t", ""]), st.integers(1, 9))
def test_gaps_case_and_line_ends_are_the_same_code(code: str, gap: str, size: int) -> None:
    groups = [code[start : start + size] for start in range(0, len(code), size)]
    typed = gap.join(groups)
    assert parse_code(typed) == code
    assert parse_code(typed.lower()) == code
    assert parse_code(f" {typed}\r\n") == code


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert "0" in SAMPLE
    assert "1" in SAMPLE
    assert parse_code(SAMPLE.replace("0", "O")) == SAMPLE
    assert parse_code(SAMPLE.replace("0", "o").replace("1", "l")) == SAMPLE
    assert parse_code(SAMPLE.replace("1", "I")) == SAMPLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W1",
        SAMPLE[:-1],
        SAMPLE + "0",
        "W2" + SAMPLE[2:],
        SAMPLE[2:],
        SAMPLE[:-1] + "U",
        SAMPLE.replace("W1", "W1", 1) + "\x00",
        SAMPLE.replace("0", "０", 1),
        SAMPLE.replace("1", "ı", 1),
        "https://example.org/" + SAMPLE,
        "W1" * 100_000,
    ],
)
def test_anything_else_is_misspelt(text: str) -> None:
    with pytest.raises(MisspeltCode):
        parse_code(text)


@given(st.text(max_size=60))
def test_no_text_brings_down_the_parsers(text: str) -> None:
    for parse in (parse_code, card_code.parse_verify_code):
        try:
            assert parse(parse(text)) == parse(text)
        except MisspeltCode:
            pass


def test_the_hash_is_sha256_of_the_printed_code() -> None:
    assert card_code.hash_code(SAMPLE) == hashlib.sha256(SAMPLE.encode()).hexdigest()


@given(st.binary(min_size=5, max_size=9))
def test_a_check_code_is_shown_in_fours_and_reads_back(entropy: bytes) -> None:
    code = card_code.verify_code(entropy)
    shown = card_code.show_verify_code(code)
    assert shown == f"{code[:4]} {code[4:]}"
    assert card_code.parse_verify_code(shown.lower()) == code


def test_check_codes_as_on_paper() -> None:
    assert card_code.show_verify_code("7F3K92QD") == "7F3K 92QD"
    assert card_code.parse_verify_code("7f3k-92qd") == "7F3K92QD"
    assert card_code.parse_verify_code("OIL0 1ABC") == "01101ABC"


@pytest.mark.parametrize("text", ["", "7F3K92Q", "7F3K92QDX", "7F3K92QU", "７F3K92QD"])
def test_a_misspelt_check_code_is_refused(text: str) -> None:
    with pytest.raises(MisspeltCode):
        card_code.parse_verify_code(text)


def test_too_little_randomness_makes_no_check_code() -> None:
    with pytest.raises(ValueError, match="40 random bits"):
        card_code.verify_code(b"four")
