"""The ribbon and the woven cross: whole numbers that add up, and every cell in its place."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.models import Material
from wastebank.web.common.weaving import CELLS, FAMILIES, cut_ribbon, strips_of, weave_cross

CELL = re.compile(r"M[-\d.]+ [-\d.]+h[\d.]+v[\d.]+h-[\d.]+z")
SHARES = st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(0, 10**9)), max_size=20)


def hundredths(per_cent: str) -> int:
    whole, _, rest = per_cent.rstrip("%").partition(".")
    return int(whole) * 100 + int(rest)


@given(SHARES)
def test_strips_lie_side_by_side_and_fill_the_ribbon(shares: list[tuple[str, int]]) -> None:
    strips = cut_ribbon(shares)
    left = 0
    for strip in strips:
        assert hundredths(strip.x) == left
        left += hundredths(strip.width)
    assert left == (100_00 if any(value for _, value in shares) else 0)
    assert sum(strip.percent for strip in strips) in (0, 100)


def test_a_family_that_came_twice_is_one_strip() -> None:
    strips = cut_ribbon([("plastik", 100), ("kertas", 200), ("plastik", 100)])
    assert [(s.family, s.percent) for s in strips] == [("plastik", 50), ("kertas", 50)]


def test_nothing_gives_no_strips() -> None:
    assert cut_ribbon([("plastik", 0)]) == []


@pytest.mark.parametrize("filled", [0, 1, 27, 80, 200])
def test_the_cross_always_has_eighty_cells(filled: int) -> None:
    paths = dict(weave_cross(["plastik"] * filled))
    counts = {family: len(CELL.findall(path)) for family, path in paths.items()}
    assert counts.get("plastik", 0) == min(filled, CELLS)
    assert sum(counts.values()) == CELLS


def test_the_first_strip_lies_at_the_foot() -> None:
    ((_, path), *_rest) = weave_cross(["kertas"])
    assert path == "M39.4 110.8h11.2v8.4h-11.2z"


def test_neighbours_lie_across_each_other() -> None:
    ((_, path), *_rest) = weave_cross(["kertas", "kertas"])
    assert CELL.findall(path)[1] == "M50.8 109.4h8.4v11.2h-8.4z"


@given(SHARES, st.integers(0, 2 * 10**9), st.integers(1, 10**9))
def test_a_goal_fills_by_what_was_reached(
    shares: list[tuple[str, int]], reached: int, goal: int
) -> None:
    strips = strips_of(shares, reached=reached, goal=goal)
    has_any = any(value for _, value in shares) and reached > 0
    assert len(strips) == (min(CELLS, CELLS * reached // goal) if has_any else 0)


def test_families_stand_in_one_order_on_the_offline_desk_too() -> None:
    script = Path("wastebank/web/static/wastebank/offline-ui/weigh/deposits.js").read_text()
    written = re.search(r'FAMILIES = "([a-z ]+)"', script)
    assert written
    assert tuple(written[1].split()) == FAMILIES == (*Material.Family.values, "lainnya")
