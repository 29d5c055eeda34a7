"""The pictures of the first page: nothing leaves its paper, and what is larger is drawn larger."""

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wastebank.reports.figures import Active, ClinicSum, FamilySum, Month
from wastebank.reports.lists.figures import StandingLine
from wastebank.web.common.weaving import FAMILIES, cut_ribbon
from wastebank.web.office.charts.pictures import flow_of
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
from wastebank.web.office.home import said_of_credits, said_of_weights

pytestmark = pytest.mark.once

SUMS = st.integers(0, 10**12)
SIGNED = st.integers(-(10**12), 10**12)  # more may be taken back in a month than came
GRAMS = st.integers(-(10**9), 10**9)


def month(made_idr: int, used_idr: int, grams: int = 0, number: int = 1) -> Month:
    place = None  # a plot asks for sums only
    return Month(
        date(2026, number, 1),
        [FamilySum("plastik", {"g": grams, "ml": 0, "pcs": 0}, made_idr)],
        [ClinicSum(place, used_idr)],  # type: ignore[arg-type]
    )


def figures(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+\.?\d*", text)]


@given(st.lists(st.tuples(SIGNED, SIGNED), min_size=1, max_size=12))
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
    if not any(weights):
        assert plot is None
        return
    assert plot is not None
    line = figures(plot.foot_y)[0]
    for column, grams in zip(plot.columns, weights, strict=True):
        assert 0 < figures(column.figure_y)[0] < PLOT_FOOT / 10
        if not grams:
            assert not column.blocks
        for block in column.blocks:
            assert (figures(block.y)[0] >= line) is (grams < 0)  # taken back: below the line
        for block in column.blocks:
            assert 0 <= figures(block.y)[0] <= PLOT_FOOT / 10
            assert figures(block.x)[0] + figures(block.width)[0] <= 100


FAMILY_SUMS = st.lists(st.tuples(SIGNED, GRAMS, GRAMS), max_size=len(FAMILIES))
CLINIC_SUMS = st.lists(SIGNED, max_size=4)


class Named:
    """As much of a clinic as a picture asks for."""

    name = "Klinik"


def odd_month(families: list[tuple[int, int, int]], clinics: list[int]) -> Month:
    return Month(
        date(2026, 1, 1),
        [
            FamilySum(name, {"g": grams, "ml": ml, "pcs": 0}, sum_idr)
            for name, (sum_idr, grams, ml) in zip(FAMILIES, families, strict=False)
        ],
        [ClinicSum(Named(), sum_idr) for sum_idr in clinics],  # type: ignore[arg-type]
    )


@given(FAMILY_SUMS, CLINIC_SUMS)
def test_the_flow_balances_whatever_the_month(
    families: list[tuple[int, int, int]], clinics: list[int]
) -> None:
    flow = flow_of(odd_month(families, clinics))
    if not any(sum_idr for sum_idr, *_ in families) and not any(clinics):
        assert flow is None
        return
    assert flow is not None
    assert flow.total_idr > 0
    assert flow.left
    assert flow.right
    for band in (*flow.left, *flow.right):
        heights = figures(band.path)[1::2]
        assert min(heights) >= 0
        assert figures(band.name_y)[0] <= figures(flow.height)[0]


@given(st.lists(st.tuples(FAMILY_SUMS, CLINIC_SUMS), min_size=1, max_size=12))
def test_no_picture_ever_holds_what_is_no_number(
    drawn: list[tuple[list[tuple[int, int, int]], list[int]]],
) -> None:
    """One month or many, nothing at all, free things only, more taken back than came."""
    months = [odd_month(families, clinics) for families, clinics in drawn]
    active = [Active(m.first_day, len(m.families), len(m.clinics), 0) for m in months]
    lines = [
        StandingLine("there", "stok", "", sum(c.credit_idr for c in m.clinics)) for m in months
    ]
    told = [
        *(flow_of(months[-1]), weight_plot(months), credit_plot(months), active_plot(active)),
        standing_bars(lines, (("there", "There"), ("promised", "Promised"))),
        cut_ribbon([(f.family, f.rupiah_idr) for f in months[0].families]),
        said_of_weights(months),
        said_of_credits(months),
    ]
    assert not re.search(r"\b(nan|inf|infinity|undefined)\b", repr(told), re.IGNORECASE)
    for wide in re.findall(r"(?:width|height)='([^']*)'", repr(told)):
        assert figures(wide)[0] >= 0, wide


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (1_000, 994, "Down 1 % on the month before."),
        (1_000, 996, "As much as in the month before, within half a per cent."),
        (3, 2, "Down 33 % on the month before."),
        (3, 4, "Up 33 % on the month before. Plastic grew most."),
        (1_000, 1, "Down more than 99 % on the month before."),
        (1_000, 5, "Down more than 99 % on the month before."),
        (1_000, 6, "Down 99 % on the month before."),
        (1_000, 116_090, "Up 11,509 % on the month before. Plastic grew most."),
        (1_000, -5, "What came in, month by month. Oil is counted in litres."),
        (-1_000, 5, "What came in, month by month. Oil is counted in litres."),
    ],
)
def test_a_change_is_rounded_to_the_nearest_per_cent(before: int, now: int, said: str) -> None:
    with translation.override("en"):
        assert said_of_weights([month(1, 0, before, 1), month(1, 0, now, 2)]) == said


@pytest.mark.parametrize(
    ("made", "used", "said"),
    [
        (0, 0, "No credit was made in these months."),
        (100, 44, "Of 10 rupiah made, 4 became care."),
        (100, 45, "Of 10 rupiah made, 5 became care."),
        (1_000, 0, "Of 10 rupiah made, 0 became care."),
        (1_000, 1, "Of 10 rupiah made, less than 1 became care."),
        (1_000, 49, "Of 10 rupiah made, less than 1 became care."),
        (1_000, 949, "Of 10 rupiah made, 9 became care."),
        (1_000, 950, "Of 10 rupiah made, more than 9 became care."),
        (1_000, 999, "Of 10 rupiah made, more than 9 became care."),
        (1_000, 1_000, "Of 10 rupiah made, 10 became care."),
        (100, 101, "More became care in these months than was made: savings were used."),
        (-100, 0, "More was taken back in these months than came."),
        (100, -5, "More was taken back in these months than came."),
    ],
)
def test_of_ten_rupiah_so_many_became_care(made: int, used: int, said: str) -> None:
    with translation.override("en"):
        assert said_of_credits([month(made, used)]) == said


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
        (-1_882_345, "−1,9 jt"),
        # rounded, not cut off, also where no figure stands after the comma
        (511_719, "512 rb"),
        (99_949, "99,9 rb"),
        (99_950, "100 rb"),
        (100_499, "100 rb"),
        (-827_500, "−828 rb"),
        (123_500_000, "124 jt"),
        # and what rounds up to the next word takes it
        (999_499, "999 rb"),
        (999_500, "1 jt"),
        (999_499_999, "999 jt"),
        (999_500_000, "1 M"),
    ],
)
def test_a_sum_beside_its_table_is_short(amount_idr: int, shown: str) -> None:
    assert short_figure(amount_idr) == shown
