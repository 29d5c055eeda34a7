"""Three bars of one scale: what was recorded, what it becomes, where the difference comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wastebank.deposits.correcting.preview import Preview
from wastebank.values.quantities import split_largest_remainder

WHOLE = 100_00  # hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: its colour by its class; per cents with two decimals."""

    sign: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class MendBar:
    label: str
    amount_idr: int
    pieces: Sequence[Piece]


def bars_of(found: Preview) -> list[MendBar]:
    """Nothing where nothing is worth anything."""
    before, after = found.asked.standing, found.asked.lines_after()
    most_idr = max(before.total_idr, found.asked.total_after_idr)
    if not most_idr or found.asked.moves_member:
        return []
    was = [(line.family, line.rupiah_idr) for line in before.lines]
    becomes = [(line.family, line.rupiah_idr) for line in after]
    bars = [
        bar(_("Recorded"), was, 0, most_idr),
        bar(_("Becomes"), becomes, 0, most_idr),
    ]
    parts = found.parts
    taken = [("credit", parts.from_credit_idr), ("owed", parts.receivable_idr)]
    given = [("owed", parts.to_receivables_idr), ("credit", parts.to_credit_idr)]
    if found.asked.taken_idr:
        start = found.asked.total_after_idr
        bars.append(bar(_("The difference is taken from"), taken, start, most_idr))
    elif found.asked.given_idr:
        bars.append(bar(_("The difference goes to"), given, before.total_idr, most_idr))
    return bars


def bar(label: str, shares: Iterable[tuple[str, int]], start_idr: int, most_idr: int) -> MendBar:
    """Shares one after the other from a start, against the most of all bars; whole numbers."""
    some = [(sign, idr) for sign, idr in shares if idr > 0]
    amounts = [start_idr, *(idr for _sign, idr in some)]
    rest_idr = max(most_idr - sum(amounts), 0)
    widths = split_largest_remainder(WHOLE, [*amounts, rest_idr])
    pieces, x = [], widths[0]
    for (sign, _idr), width in zip(some, widths[1:], strict=False):
        pieces.append(Piece(sign, per_cent(x), per_cent(width)))
        x += width
    return MendBar(label, sum(idr for _sign, idr in some), pieces)


def per_cent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
