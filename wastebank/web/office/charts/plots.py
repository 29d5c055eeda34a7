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
from wastebank.values.proportions import rounded
from wastebank.values.quantities import MINUS, show_number, show_rupiah
from wastebank.values.units import GRAM
from wastebank.web.common.weaving import FAMILIES
from wastebank.web.office.charts.pictures import per_cent, tenths

PLOT_TOP, PLOT_FOOT, PLOT_HEIGHT = 300, 2000, 2300
LINES_LEFT, LINES_RIGHT = 11_00, 72_00  # where the first and the last month stand
MOST_NAMED = 8
LABEL_APART = 380  # room for a word and its figure
TICK_APART = 150  # and for a figure beside another
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
class MonthBar:
    """A month in a plot: its blocks, its name, and the figure above them."""

    blocks: Sequence[Block]
    x: str
    name: str
    figure: str
    figure_y: str


@dataclass(frozen=True, slots=True)
class Plot:
    columns: Sequence[MonthBar]
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


@dataclass(frozen=True, slots=True)
class Axis:
    """The values between which a plot stands. Nothing always lies on its paper, and below it what
    was taken back beyond what came."""

    low: int
    high: int

    def y(self, value: int) -> int:
        part = (value - self.low) * (PLOT_FOOT - PLOT_TOP)
        return PLOT_FOOT - part // (self.high - self.low)


def axis_of(values: Iterable[int]) -> Axis | None:
    """From a round sum to a round sum; None where all is nothing."""
    low, high = min(0, *(seen := [0, *values])), max(seen)
    if low == high:
        return None
    return Axis(-round_top(-low) if low else 0, round_top(high) if high else 0)


def credit_plot(months: Sequence[Month]) -> LinePlot | None:
    """Credit made and credit used, with what is left between the two lines."""
    axis = axis_of(sum_idr for m in months for sum_idr in (m.made_idr, m.used_idr))
    if axis is None:
        return None
    xs = [place_of(number, len(months)) for number in range(len(months))]
    made = [axis.y(month.made_idr) for month in months]
    used = [axis.y(month.used_idr) for month in months]
    first, second = labels_apart(made[-1], used[-1])
    return LinePlot(
        lines=[
            line("made", _("Made"), xs, made, months[-1].made_idr, first),
            line("used", _("Used"), xs, used, months[-1].used_idr, second),
        ],
        gap=path([*zip(xs, made, strict=True), *reversed(list(zip(xs, used, strict=True)))]) + "z",
        ticks=ticks_of(axis),
        names=[
            (per_cent(x), date_format(month.first_day, "M"))
            for index, (x, month) in enumerate(zip(xs, months, strict=True))
            if is_named(index, len(months))
        ],
        height=tenths(PLOT_HEIGHT),
        name_y=tenths(PLOT_FOOT + 200),
    )


def labels_apart(first: int, second: int) -> tuple[int, int]:
    """Where the words of two lines stand: at their ends, or apart if these are close."""
    if abs(first - second) >= LABEL_APART:
        return first, second
    middle = min(max((first + second) // 2, PLOT_TOP), PLOT_FOOT - LABEL_APART)
    step = LABEL_APART // 2
    return (middle - step, middle + step) if first <= second else (middle + step, middle - step)


def line(
    colour: str, name: str, xs: Sequence[int], ys: Sequence[int], last_idr: int, label: int
) -> Line:
    return Line(
        colour,
        path(zip(xs, ys, strict=True)),
        [Dot(per_cent(x), tenths(y)) for x, y in zip(xs, ys, strict=True)],
        name,
        short_rupiah(last_idr),
        tenths(label - 20),
        tenths(label + 160),
    )


def path(points: Iterable[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x // 100}.{x % 100:02d} {tenths(y)}" for x, y in points)


def ticks_of(axis: Axis) -> list[Tick]:
    """Nothing, both ends and the middle of the longer side, those that have room for a figure."""
    middle = axis.high // 2 if axis.high >= -axis.low else -(-axis.low // 2)
    kept: list[int] = []
    for value in (0, axis.high, axis.low, middle):
        if all(abs(axis.y(value) - axis.y(other)) >= TICK_APART for other in kept):
            kept.append(value)
    return [tick(value, axis) for value in sorted(kept)]


def tick(value: int, axis: Axis) -> Tick:
    y = axis.y(value)
    return Tick(tenths(y), tenths(y + 50), short_figure(value))


def place_of(number: int, count: int) -> int:
    return LINES_LEFT + (LINES_RIGHT - LINES_LEFT) * number // max(count - 1, 1)


def round_top(largest: int) -> int:
    """The next sum of one figure that has a round half: 2, 4, 6 or 10 and zeros."""
    step = 1
    while largest > 10 * step:
        step *= 10
    return next(step * figure for figure in (2, 4, 6, 10) if largest <= step * figure)


def short_figure(amount_idr: int) -> str:
    """A figure beside an axis: only as long as it must be."""
    if amount_idr < 0:
        return MINUS + short_figure(-amount_idr)
    for unit, letter in ((1_000_000_000, _("bn")), (1_000_000, _("m")), (1_000, _("k"))):
        if rounded(amount_idr * 1_000, unit) >= 1_000:  # 999,999 is a million and not 1,000 k
            return f"{one_decimal(amount_idr, unit)} {letter}"
    return show_number(amount_idr, language())


def short_rupiah(amount_idr: int) -> str:
    """As `show_rupiah`, shortened: the minus stands before the currency."""
    sign = MINUS if amount_idr < 0 else ""
    return f"{sign}Rp{short_figure(abs(amount_idr))}"


def one_decimal(value: int, unit: int) -> str:
    """One figure after the point below a hundred, else none; what is left out is rounded once."""
    whole, rest = divmod(rounded(value * 10, unit), 10)
    if whole >= 100:
        return show_number(rounded(value, unit), language())
    point = "." if language().startswith("en") else ","
    shown = show_number(whole, language())
    return f"{shown}{point}{rest}" if rest else shown


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
    """Kilograms a month, one block for each family; below the line what was taken back of it."""
    tongue = language()
    rows = [[(name, grams_of(month, name)) for name in FAMILIES] for month in months]
    high = max((sum(g for _name, g in row if g > 0) for row in rows), default=0)
    low = min((sum(g for _name, g in row if g < 0) for row in rows), default=0)
    if high == low:
        return None
    axis = Axis(low, high)
    columns = [
        stacked(
            Slot(index, len(months)),
            month.first_day,
            row,
            axis,
            show_number(rounded(month.grams, GRAM.per_large), tongue),
        )
        for index, (month, row) in enumerate(zip(months, rows, strict=True))
    ]
    return plot(columns, foot=axis.y(0))


def grams_of(month: Month, family: str) -> int:
    return sum(part.grams for part in month.families if part.family == family)


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


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of one month among others, in hundredths of a per cent."""

    place: int
    count: int

    @property
    def width(self) -> int:
        return 100_00 // self.count

    @property
    def left(self) -> int:
        return self.place * self.width


def stacked(
    slot: Slot, first_day: date, parts: Sequence[tuple[str, int]], axis: Axis, figure: str
) -> MonthBar:
    """What came from the line up, what was taken back from the line down."""
    blocks: list[Block] = []
    risen = fallen = 0
    for colour, value in parts:
        if value > 0:
            y, risen = axis.y(risen), risen + value
            blocks += part_of(slot, colour, axis.y(risen), y)
        elif value < 0:
            y, fallen = axis.y(fallen), fallen + value
            blocks += part_of(slot, colour, y, axis.y(fallen))
    return column(blocks, slot.place, slot.count, first_day, figure, top=axis.y(risen))


def part_of(slot: Slot, colour: str, top: int, foot: int) -> list[Block]:
    """A block, if it is high enough to be seen; a hair of the page shows between two of them."""
    if foot == top:
        return []
    left, width = slot.left + slot.width * 2 // 10, slot.width * 6 // 10
    high = tenths(max(foot - top - 12, 5))
    return [Block(colour, per_cent(left), tenths(top), per_cent(width), high)]


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
) -> MonthBar:
    slot = 100_00 // count
    return MonthBar(
        blocks,
        per_cent(place * slot + slot // 2),
        date_format(first_day, "M") if is_named(place, count) else "",
        figure if is_named(place, count) else "",
        tenths(top - 90),
    )


def is_named(place: int, count: int) -> bool:
    """On a phone a year of names stands too close: then every other one, and always the last."""
    return count <= MOST_NAMED or (count - place) % 2 == 1


def plot(columns: Sequence[MonthBar], foot: int = PLOT_FOOT) -> Plot:
    return Plot(columns, tenths(PLOT_HEIGHT), tenths(foot), tenths(PLOT_FOOT + 200))
