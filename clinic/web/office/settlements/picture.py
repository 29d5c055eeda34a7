"""Where each rupiah of a month went: paid, to be paid, held, or back to where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.settlements.sums import StatementFigures
from clinic.web.statement.sums import taken_back, visit_count, visits_of
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah

HIGH, THINNEST, GAP, LEAST_APART = 2_400, 40, 120, 420  # tenths of a pixel


@dataclass(frozen=True, slots=True)
class MoneyPart:
    colour: str
    name: str
    sum_idr: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class MoneyBand:
    colour: str
    path: str
    name: str
    sum: str
    about: str
    name_y: str
    sum_y: str
    about_y: str


@dataclass(frozen=True, slots=True)
class Picture:
    month: str
    visits: str
    asked: str
    bands: Sequence[MoneyBand]
    height: str
    bar_height: str
    name_y: tuple[str, str, str]


def parts_of(figures: StatementFigures) -> list[MoneyPart]:
    """They add up to what the visits of the month asked for."""
    back_idr = -sum(line.asked_idr for line in taken_back(figures))
    about = []
    if back_idr:
        about.append(_("%(sum)s cancelled") % {"sum": shown(back_idr)})
    if figures.cut_idr:
        about.append(_("%(sum)s cut") % {"sum": shown(figures.cut_idr)})
    open_words = _("Not paid yet") if figures.is_approved else _("To be approved")
    return [
        MoneyPart("settled", _("Paid so far"), figures.paid_idr),
        MoneyPart("saldo", open_words, figures.open_idr),
        MoneyPart("is-held", _("Held, disputed"), figures.held_idr),
        MoneyPart(
            "is-back",
            _("Back to where it came from"),
            back_idr + figures.cut_idr,
            " · ".join(about),
        ),
    ]


def shown(sum_idr: int) -> str:
    return show_rupiah(sum_idr, language())


def picture_of(figures: StatementFigures) -> Picture | None:
    """None where there is nothing to show, or more was taken back than asked for."""
    parts = parts_of(figures)
    total_idr = sum(line.asked_idr for line in visits_of(figures))
    if total_idr <= 0 or any(part.sum_idr < 0 for part in parts):
        return None
    bands = drawn([part for part in parts if part.sum_idr], total_idr)
    middle = HIGH // 2
    return Picture(
        month=date_format(figures.statement.month, "F"),
        visits=visit_count(figures),
        asked=shown(total_idr),
        bands=bands,
        height=pixels(HIGH + GAP * len(bands) + LEAST_APART),
        bar_height=pixels(HIGH),
        name_y=(pixels(middle - 100), pixels(middle + 90), pixels(middle + 280)),
    )


def drawn(parts: Sequence[MoneyPart], total_idr: int) -> list[MoneyBand]:
    """Side by side at the bar, apart at the other end."""
    bands, at_bar, at_end = [], 0, 0
    for part in parts:
        thick = part.sum_idr * HIGH // total_idr
        end_thick = max(thick, THINNEST)
        name_y = at_end + max(end_thick // 2 - 60, 100)
        bands.append(
            MoneyBand(
                part.colour,
                curve(at_bar, at_bar + thick, at_end, at_end + end_thick),
                part.name,
                shown(part.sum_idr),
                part.about,
                pixels(name_y),
                pixels(name_y + 190),
                pixels(name_y + 380),
            )
        )
        at_bar += thick
        needed = 620 if part.about else LEAST_APART
        at_end += max(end_thick + GAP, needed)
    return bands


def curve(from_top: int, from_end: int, to_top: int, to_end: int) -> str:
    a, b, c, d = (pixels(each) for each in (from_top, from_end, to_top, to_end))
    return f"M0 {a}C45 {a} 55 {c} 100 {c}V{d}C55 {d} 45 {b} 0 {b}z"


def pixels(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}"
