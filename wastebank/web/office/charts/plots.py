"""The months side by side: columns, lines, and the bars of what is there and what is promised.

Whole tenths of a pixel down and hundredths of a per cent across, as in `pictures`. Sums are
shortened here and nowhere else: each plot stands beside its table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wastebank.reports.figures import Active, Month
from wastebank.reports.lists.figures import StandingLine
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_rupiah
from wastebank.web.common.weaving import FAMILIES
from wastebank.web.office.charts.pictures import per_cent, tenths

PLOT_TOP, PLOT_FOOT, PLOT_HEIGHT = 300, 2000, 2300
LINES_LEFT, LINES_RIGHT = 11_00, 72_00  # where the first and the last month stand
MOST_NAMED = 8
LABEL_APART = 380  # room for a word and its figure
BAR_HIGH, BAR_STEP = 200, 580
HAIR = 60  # of the page, between two parts of a bar


@dataclass(frozen=True, slots=True)
class Block:
    colour: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """A month in a plot: its blocks, its name, and the figure above them."""

    blocks: Sequence[Block]
    x: str
    name: str
    figure: str
    figure_y: str


@dataclass(frozen=True, slots=True)
class Plot:
    columns: Sequence[Column]
    height: str
    foot_y: str
    name_y: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the months, with its name and its last figure at its end."""

    colour: str
    path: str
    dots: Sequence[Dot]
    name: str
    figure: str
    name_y: str
    figure_y: str


@dataclass(frozen=True, slots=True)
class Tick:
    y: str
    text_y: str
    figure: str


@dataclass(frozen=True, slots=True)
class LinePlot:
    lines: Sequence[Line]
    gap: str  # the outline of what lies between the lines
    ticks: Sequence[Tick]
    names: Sequence[tuple[str, str]]  # where a month stands, and what it is called
    height: str
    name_y: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What is there, or what is promised: its sum above, its parts side by side."""

    word: str
    total: str
    parts: Sequence[Block]
    word_y: str


@dataclass(frozen=True, slots=True)
class Bars:
    bars: Sequence[Bar]
    height: str


def credit_plot(months: Sequence[Month]) -> LinePlot | None:
    """Credit made and credit used, with what is left between the two lines."""
    largest = max((max(month.made_idr, month.used_idr) for month in months), default=0)
    if not largest:
        return None
    top = round_top(largest)
    xs = [place_of(number, len(months)) for number in range(len(months))]
    made = [height_at(month.made_idr, top) for month in months]
    used = [height_at(month.used_idr, top) for month in months]
    first, second = made[-1], used[-1]
    if abs(first - second) < LABEL_APART:
        middle = min(max((first + second) // 2, PLOT_TOP), PLOT_FOOT - LABEL_APART)
        step = LABEL_APART // 2
        first, second = (
            (middle - step, middle + step) if first <= second else (middle + step, middle - step)
        )
    return LinePlot(
        lines=[
            line("made", _("Made"), xs, made, months[-1].made_idr, first),
            line("used", _("Used"), xs, used, months[-1].used_idr, second),
        ],
        gap=path([*zip(xs, made, strict=True), *reversed(list(zip(xs, used, strict=True)))]) + "z",
        ticks=[tick(value, top) for value in (0, top // 2, top)],
        names=[
            (per_cent(x), date_format(month.first_day, "M"))
            for index, (x, month) in enumerate(zip(xs, months, strict=True))
            if is_named(index, len(months))
        ],
        height=tenths(PLOT_HEIGHT),
        name_y=tenths(PLOT_FOOT + 200),
    )


def line(
    colour: str, name: str, xs: Sequence[int], ys: Sequence[int], last_idr: int, label: int
) -> Line:
    return Line(
        colour,
        path(zip(xs, ys, strict=True)),
        [Dot(per_cent(x), tenths(y)) for x, y in zip(xs, ys, strict=True)],
        name,
        f"Rp{short_figure(last_idr)}",
        tenths(label - 20),
        tenths(label + 160),
    )


def path(points: Iterable[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x // 100}.{x % 100:02d} {tenths(y)}" for x, y in points)


def tick(value: int, top: int) -> Tick:
    y = height_at(value, top)
    return Tick(tenths(y), tenths(y + 50), short_figure(value))


def place_of(number: int, count: int) -> int:
    return LINES_LEFT + (LINES_RIGHT - LINES_LEFT) * number // max(count - 1, 1)


def height_at(value: int, top: int) -> int:
    return PLOT_FOOT - value * (PLOT_FOOT - PLOT_TOP) // top


def round_top(largest: int) -> int:
    """The next sum of one figure that has a round half: 2, 4, 6 or 10 and noughts."""
    step = 1
    while largest > 10 * step:
        step *= 10
    return next(step * figure for figure in (2, 4, 6, 10) if largest <= step * figure)


def short_figure(amount_idr: int) -> str:
    """A figure beside an axis: only as long as it must be."""
    for unit, letter in ((1_000_000_000, _("bn")), (1_000_000, _("m")), (1_000, _("k"))):
        if amount_idr >= unit:
            return f"{one_decimal(amount_idr, unit)} {letter}"
    return show_number(amount_idr, language())


def one_decimal(value: int, unit: int) -> str:
    """At most one figure after the point, and none after two before it."""
    whole, rest = divmod((value * 10 + unit // 2) // unit, 10)
    point = "." if language().startswith("en") else ","
    shown = show_number(whole, language())
    return f"{shown}{point}{rest}" if rest and whole < 100 else shown


def standing_bars(lines: Sequence[StandingLine], words: Sequence[tuple[str, str]]) -> Bars | None:
    """What is there above what is promised, as long as their sums."""
    sums = {side: sum(line.rupiah_idr for line in lines if line.side == side) for side, _w in words}
    longest = max(sums.values(), default=0)
    if longest <= 0:
        return None
    bars = []
    for number, (side, word) in enumerate(words):
        top = number * BAR_STEP
        left, parts = 0, []
        for one in lines:
            if one.side == side and one.rupiah_idr > 0:
                width = one.rupiah_idr * 100_00 // longest
                parts.append(
                    Block(
                        one.colour,
                        per_cent(left),
                        tenths(top + 220),
                        per_cent(max(width - HAIR, 20)),
                        tenths(BAR_HIGH),
                    )
                )
                left += width
        bars.append(Bar(word, show_rupiah(sums[side], language()), parts, tenths(top + 140)))
    return Bars(bars, tenths(len(words) * BAR_STEP - 120))


def weight_plot(months: Sequence[Month]) -> Plot | None:
    """Kilograms a month, one block for each family."""
    tongue = language()
    largest = max((month.grams for month in months), default=0)
    if not largest:
        return None
    columns = []
    for index, month in enumerate(months):
        by_family = {family.family: family.grams for family in month.families}
        parts = [(name, by_family.get(name, 0)) for name in FAMILIES]
        figure = show_number(month.grams // 1000, tongue)
        columns.append(stacked(index, len(months), month.first_day, parts, largest, figure))
    return plot(columns)


def active_plot(months: Sequence[Active]) -> Plot | None:
    """Members who brought waste and members who paid for care, two blocks a month."""
    tongue = language()
    largest = max((max(month.brought, month.cared) for month in months), default=0)
    if not largest:
        return None
    columns = []
    for index, month in enumerate(months):
        slot = 100_00 // len(months)
        pair = (("made", month.brought), ("used", month.cared))
        blocks = [
            block(
                colour, value, largest, index * slot + slot * (2 + 3 * side) // 10, slot * 3 // 10
            )
            for side, (colour, value) in enumerate(pair)
        ]
        figure = show_number(month.either, tongue)
        tall = max(month.brought, month.cared) * (PLOT_FOOT - PLOT_TOP) // largest
        columns.append(
            column(blocks, index, len(months), month.first_day, figure, top=PLOT_FOOT - tall)
        )
    return plot(columns)


def stacked(
    place: int,
    count: int,
    first_day: date,
    parts: Sequence[tuple[str, int]],
    largest: int,
    figure: str,
) -> Column:
    slot = 100_00 // count
    blocks, foot = [], PLOT_FOOT
    for colour, value in parts:
        tall = value * (PLOT_FOOT - PLOT_TOP) // largest
        if tall:
            # A hair of the page shows between two families.
            left, width = place * slot + slot * 2 // 10, slot * 6 // 10
            blocks.append(
                Block(
                    colour,
                    per_cent(left),
                    tenths(foot - tall),
                    per_cent(width),
                    tenths(max(tall - 12, 5)),
                )
            )
            foot -= tall
    return column(blocks, place, count, first_day, figure, top=foot)


def block(colour: str, value: int, largest: int, left: int, width: int) -> Block:
    tall = value * (PLOT_FOOT - PLOT_TOP) // largest
    return Block(colour, per_cent(left), tenths(PLOT_FOOT - tall), per_cent(width), tenths(tall))


def column(
    blocks: Sequence[Block],
    place: int,
    count: int,
    first_day: date,
    figure: str,
    top: int,
) -> Column:
    slot = 100_00 // count
    return Column(
        blocks,
        per_cent(place * slot + slot // 2),
        date_format(first_day, "M") if is_named(place, count) else "",
        figure if is_named(place, count) else "",
        tenths(top - 90),
    )


def is_named(place: int, count: int) -> bool:
    """On a phone a year of names stands too close: then every other one, and always the last."""
    return count <= MOST_NAMED or (count - place) % 2 == 1


def plot(columns: Sequence[Column]) -> Plot:
    return Plot(columns, tenths(PLOT_HEIGHT), tenths(PLOT_FOOT), tenths(PLOT_FOOT + 200))
