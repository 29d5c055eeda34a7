"""The picture of the month: how waste flows to the clinics.

Drawn here in whole tenths of a pixel and hundredths of a per cent, so that they need no script,
print, and always stand beside a table that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wastebank.reports.figures import FamilySum, Month
from wastebank.values.language import language
from wastebank.values.proportions import rounded
from wastebank.values.quantities import show_number, show_rupiah
from wastebank.values.units import GRAM, MILLILITRE
from wastebank.web.templatetags.wastebank_parts import family_name

TOP = 280  # tenths of a pixel: room for the sum above the golden bar
BAR = 2400
LEFT_GAP, RIGHT_GAP = 170, 260
THINNEST = 10
OUTLINED = 3  # parts that a material counts for, so that a third of the whole is a whole number


@dataclass(frozen=True, slots=True)
class Band:
    """A stream from a family to the bar, or from the bar to a clinic."""

    colour: str
    path: str
    name: str
    about: str
    name_y: str
    about_y: str


@dataclass(frozen=True, slots=True)
class Flow:
    left: Sequence[Band]
    right: Sequence[Band]
    height: str
    bar_y: str
    bar_height: str
    total_idr: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    colour: str
    name: str
    about: str
    rupiah_idr: int


def flow_of(month: Month) -> Flow | None:
    """From the families through the credit to the clinics; None for a month without any.

    What was taken back beyond what came flows the other way: waste to the right, care to the left.
    """
    left, right = streams_in(month), streams_out(month)
    more_idr = sum_of(right) - sum_of(left)
    if more_idr > 0:
        left.append(Ribbon("saldo", _("Saved earlier"), "", more_idr))
    if more_idr < 0:
        kept = show_rupiah(-more_idr, language())
        right.append(Ribbon("saldo", _("Stays credit"), kept, -more_idr))
    total_idr = sum_of(left)
    if not total_idr:
        return None
    left.sort(key=lambda stream: -stream.rupiah_idr)
    tallest = max(height_of(left, total_idr, LEFT_GAP), height_of(right, total_idr, RIGHT_GAP), BAR)
    return Flow(
        left=bands(left, total_idr, tallest, LEFT_GAP, from_left=True),
        right=bands(right, total_idr, tallest, RIGHT_GAP, from_left=False),
        height=tenths(TOP + tallest + 200),
        bar_y=tenths(TOP + (tallest - BAR) // 2),
        bar_height=tenths(BAR),
        total_idr=total_idr,
    )


def sum_of(streams: Sequence[Ribbon]) -> int:
    return sum(stream.rupiah_idr for stream in streams)


def streams_in(month: Month) -> list[Ribbon]:
    """What came of each family, and what clinics gave back beyond what they were paid."""
    tongue = language()
    streams = [
        Ribbon(f.family, family_name(f.family), about(f, tongue), f.rupiah_idr)
        for f in month.families
        if f.rupiah_idr > 0
    ]
    back_idr = -sum(clinic.credit_idr for clinic in month.clinics if clinic.credit_idr < 0)
    if back_idr:
        shown = show_rupiah(back_idr, tongue)
        streams.append(Ribbon("klinik", _("Given back by clinics"), shown, back_idr))
    return streams


def about(family: FamilySum, tongue: str) -> str:
    if family.ml and not family.grams:
        litres = rounded(family.ml, MILLILITRE.per_large)
        return _("%(n)s litres") % {"n": show_number(litres, tongue)}
    return f"{show_number(rounded(family.grams, GRAM.per_large), tongue)} kg"


def streams_out(month: Month) -> list[Ribbon]:
    """What each clinic was paid, and what waste was taken back beyond what came."""
    tongue = language()
    out = [
        Ribbon("klinik", c.place.name, show_rupiah(c.credit_idr, tongue), c.credit_idr)
        for c in month.clinics
        if c.credit_idr > 0
    ]
    back_idr = -sum(family.rupiah_idr for family in month.families if family.rupiah_idr < 0)
    if back_idr:
        out.append(Ribbon("lainnya", _("Taken back"), show_rupiah(back_idr, tongue), back_idr))
    return out


def thickness(stream: Ribbon, total_idr: int) -> int:
    return max(THINNEST, stream.rupiah_idr * BAR // total_idr)


def height_of(streams: Sequence[Ribbon], total_idr: int, gap: int) -> int:
    return sum(thickness(s, total_idr) for s in streams) + gap * max(len(streams) - 1, 0)


def bands(
    streams: Sequence[Ribbon], total_idr: int, tallest: int, gap: int, *, from_left: bool
) -> list[Band]:
    """One band for each stream: apart at its outer end, side by side at the bar."""
    outer = TOP + (tallest - height_of(streams, total_idr, gap)) // 2
    inner = TOP + (tallest - BAR) // 2
    drawn = []
    for stream in streams:
        thick, at_bar = thickness(stream, total_idr), stream.rupiah_idr * BAR // total_idr
        ends = (outer, outer + thick, inner, inner + at_bar)
        middle = outer + thick // 2
        drawn.append(
            Band(
                stream.colour,
                curve(ends, from_left=from_left),
                stream.name,
                stream.about,
                tenths(middle + (50 if from_left else -20)),
                tenths(middle + 160),
            )
        )
        outer += thick + gap
        inner += at_bar
    return drawn


def curve(ends: tuple[int, int, int, int], *, from_left: bool) -> str:
    """The outline of a band between its outer side and the bar in the middle, at 50 of 100."""
    a, b, c, d = (tenths(end) for end in ends)
    x, near, far = ("0", "22", "28") if from_left else ("100", "78", "72")
    return f"M{x} {a}C{far} {a} {near} {c} 50 {c}V{d}C{near} {d} {far} {b} {x} {b}z"


def tenths(value: int) -> str:
    """A length in pixels, out of tenths of one."""
    whole, rest = divmod(abs(value), 10)
    return f"{'-' if value < 0 else ''}{whole}.{rest}"


def per_cent(hundredths: int) -> str:
    """A share of the width, out of hundredths of a per cent."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}%"


def flow_to_come(families: Sequence[tuple[str, int]], clinic: str) -> Flow | None:
    """How it will be, in outline: the families of a new bank by how many materials each has, an
    empty golden bar, and the clinic, if there is one already."""
    if not families:
        return None
    left = [
        Ribbon(
            family,
            family_name(family),
            ngettext("%(n)d material", "%(n)d materials", count) % {"n": count},
            count * OUTLINED,
        )
        for family, count in families
    ]
    total = sum_of(left)
    zero = show_rupiah(0, language())
    right = [
        Ribbon(
            "klinik" if clinic else "dashed",
            clinic or _("Clinic"),
            "" if clinic else _("none yet"),
            total // 3,
        ),
        Ribbon("saldo", _("Stays credit"), zero, total - total // 3),
    ]
    tallest = max(height_of(left, total, LEFT_GAP), height_of(right, total, RIGHT_GAP), BAR)
    return Flow(
        left=bands(left, total, tallest, LEFT_GAP, from_left=True),
        right=bands(right, total, tallest, RIGHT_GAP, from_left=False),
        height=tenths(TOP + tallest + 200),
        bar_y=tenths(TOP + (tallest - BAR) // 2),
        bar_height=tenths(BAR),
        total_idr=0,
    )
