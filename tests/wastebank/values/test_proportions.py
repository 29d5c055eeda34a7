"""A per cent is rounded to the nearest whole number, up and down alike."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.values.proportions import percent_change, rounded

pytestmark = pytest.mark.once

WHOLE = st.integers(-(10**15), 10**15)


@given(WHOLE, WHOLE.filter(bool))
def test_nothing_is_nearer(upper: int, lower: int) -> None:
    found, exact = rounded(upper, lower), Fraction(upper, lower)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)  # a half goes away from nothing


@given(WHOLE, WHOLE.filter(bool))
def test_a_fall_is_told_as_a_rise_of_its_size(upper: int, lower: int) -> None:
    assert rounded(-upper, lower) == -rounded(upper, lower) == rounded(upper, -lower)


@given(st.integers(1, 10**12), st.integers(-(10**12), 10**12))
def test_a_change_has_the_sign_of_the_change(before: int, now: int) -> None:
    change = percent_change(before, now)
    assert change is not None
    assert change == 0 or (change > 0) is (now > before)
    assert percent_change(before, before) == 0


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (1_000, 994, -1),  # −0.6: floored it was −1, too
        (1_000, 996, 0),  # −0.4: floored it was −1
        (1_000, 995, -1),  # half a per cent, away from nothing
        (1_000, 1_005, 1),
        (1_000, 1_004, 0),
        (3, 2, -33),  # −33.3: floored it was −34
        (3, 4, 33),
        (0, 5, None),
        (-5, 5, None),
    ],
)
def test_worked_changes(before: int, now: int, change: int | None) -> None:
    assert percent_change(before, now) == change


def test_nothing_has_no_parts() -> None:
    with pytest.raises(ValueError, match="no parts"):
        rounded(1, 0)
