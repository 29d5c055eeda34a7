"""The pictures of the first page: nothing leaves its paper, and what is larger is drawn larger."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.reports.figures import Active, ClinicSum, FamilySum, Month
from wastebank.reports.lists.figures import StandingLine
from wastebank.web.office.charts.plots import (
    PLOT_FOOT,
    PLOT_HEIGHT,
    active_plot,
    credit_plot,
    round_top,
    short_figure,
    standing_bars,
    weight_plot,
)

pytestmark = pytest.mark.once

SUMS = st.integers(0, 10**12)
GRAMS = st.integers(0, 10**9)


def month(made_idr: int, used_idr: int, grams: int = 0, number: int = 1) -> Month:
    place = None  # a plot asks for sums only
    return Month(
        date(2026, number, 1),
        [FamilySum("plastik", {"g": grams, "ml": 0, "pcs": 0}, made_idr)],
        [ClinicSum(place, used_idr, 0)],  # type: ignore[arg-type]
    )


def figures(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+\.?\d*", text)]


@given(st.lists(st.tuples(SUMS, SUMS), min_size=1, max_size=12))
def test_lines_stay_on_their_paper_and_their_names_apart(pairs: list[tuple[int, int]]) -> None:
    months = [month(made, used, number=n) for n, (made, used) in enumerate(pairs, start=1)]
    plot = credit_plot(months)
    if not any(made or used for made, used in pairs):
        assert plot is None
        return
    assert plot is not None
    for line in plot.lines:
        assert len(line.dots) == len(pairs)
        for dot in line.dots:
            assert 0 <= figures(dot.x)[0] <= 100
            assert 0 <= figures(dot.y)[0] <= PLOT_FOOT / 10
        assert 0 < figures(line.name_y)[0] < figures(line.figure_y)[0] <= PLOT_HEIGHT / 10
    made, used = plot.lines
    assert abs(figures(made.name_y)[0] - figures(used.name_y)[0]) >= 36
    higher = pairs[-1][0] >= pairs[-1][1]
    assert (figures(made.dots[-1].y)[0] <= figures(used.dots[-1].y)[0]) is higher or (
        made.dots[-1].y == used.dots[-1].y
    )


@given(st.integers(1, 10**15))
def test_the_top_of_an_axis_is_round_and_has_a_round_half(largest: int) -> None:
    top = round_top(largest)
    assert largest <= top <= 5 * largest or top == 2
    assert str(top).rstrip("0") in ("2", "4", "6", "1")
    assert top % 2 == 0


@given(st.lists(GRAMS, min_size=1, max_size=12))
def test_columns_grow_with_what_came(weights: list[int]) -> None:
    months = [month(1, 0, grams, n) for n, grams in enumerate(weights, start=1)]
    plot = weight_plot(months)
    if not max(weights):
        assert plot is None
        return
    assert plot is not None
    for column, grams in zip(plot.columns, weights, strict=True):
        assert 0 < figures(column.figure_y)[0] < PLOT_FOOT / 10
        if not grams:
            assert not column.blocks
        for block in column.blocks:
            assert 0 <= figures(block.y)[0] <= PLOT_FOOT / 10
            assert figures(block.x)[0] + figures(block.width)[0] <= 100


@pytest.mark.parametrize(("count", "named"), [(6, 6), (8, 8), (12, 6)])
def test_a_year_of_months_names_every_other_and_the_last(count: int, named: int) -> None:
    months = [month(10, 5, 1_000, n) for n in range(1, count + 1)]
    columns, lines = weight_plot(months), credit_plot(months)
    assert columns is not None
    assert lines is not None
    assert sum(1 for column in columns.columns if column.name) == named == len(lines.names)
    assert columns.columns[-1].name == lines.names[-1][1] != ""


def test_members_stand_side_by_side() -> None:
    plot = active_plot([Active(date(2026, 1, 1), 10, 5, 12), Active(date(2026, 2, 1), 0, 0, 0)])
    assert plot is not None
    brought, cared = plot.columns[0].blocks
    assert figures(brought.height)[0] == 2 * figures(cared.height)[0]
    assert plot.columns[0].figure == "12"
    assert active_plot([Active(date(2026, 1, 1), 0, 0, 0)]) is None


@given(SUMS, SUMS, SUMS)
def test_bars_are_as_long_as_their_sums(goods: int, members: int, clinics: int) -> None:
    lines = [
        StandingLine("there", "stok", "", goods),
        StandingLine("promised", "saldo", "", members),
        StandingLine("promised", "klinik", "", clinics),
    ]
    bars = standing_bars(lines, (("there", "There"), ("promised", "Promised")))
    if not (goods or members or clinics):
        assert bars is None
        return
    assert bars is not None
    for bar in bars.bars:
        for part in bar.parts:
            assert figures(part.x)[0] + figures(part.width)[0] <= 100.3
    lengths = [sum(figures(part.width)[0] for part in bar.parts) for bar in bars.bars]
    if goods > 2 * (members + clinics):
        assert lengths[0] > lengths[1]


@pytest.mark.parametrize(
    ("amount_idr", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1 rb"),
        (827_400, "827 rb"),
        (1_882_345, "1,9 jt"),
        (2_000_000, "2 jt"),
        (123_456_789, "123 jt"),
        (9_200_000_000, "9,2 M"),
    ],
)
def test_a_sum_beside_its_table_is_short(amount_idr: int, shown: str) -> None:
    assert short_figure(amount_idr) == shown
