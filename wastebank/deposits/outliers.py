"""What a place and a member usually bring, so that a slip of the scale is noticed at once.

Usual amounts come from the deposits before this week: they stay the same for a whole week, on
every screen and on every device, and are worked out once a week.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger import clock
from wastebank.deposits.lines import DepositQuote, QuotedLine
from wastebank.models import DepositLine, Member, Place
from wastebank.values.calendar import week_begin

LOOKED_AT = 2_000  # lines of the place, newest first
FEWEST = 8  # below that nothing is usual yet
FEWEST_OWN = 4
FAR = 3  # times what is usual for the material
FAR_OWN = 5  # times the most this member ever brought of it

_known: dict[int, tuple[datetime, Mapping[int, int]]] = {}


@dataclass(frozen=True, slots=True)
class Outlier:
    """A line far above what is usual; `usual_amount` in the material's unit."""

    line: QuotedLine
    usual_amount: int
    of_member: bool


def usual_amounts(place: Place) -> Mapping[int, int]:
    """By material id: the amount that nineteen of twenty lines of this place stay below."""
    monday = week_begin(clock.now())
    kept = _known.get(place.pk)
    if kept is None or kept[0] != monday:
        kept = _known[place.pk] = (monday, usual_from(place, monday))
    return kept[1]


def forget() -> None:
    """Work them out anew when next asked, as after a restore."""
    _known.clear()


def usual_from(place: Place, before: datetime) -> Mapping[int, int]:
    lines = DepositLine.objects.filter(
        deposit__place=place,
        deposit__recorded_at__lt=before,
        deposit__void__isnull=True,
        deposit__corrections__isnull=True,
    )
    newest = lines.order_by("-deposit__recorded_at", "-pk").values_list("material_id", "amount")
    amounts: dict[int, list[int]] = {}
    for material_id, amount in newest[:LOOKED_AT]:
        amounts.setdefault(material_id, []).append(amount)
    return {pk: nineteen_of_twenty(a) for pk, a in amounts.items() if len(a) >= FEWEST}


def nineteen_of_twenty(amounts: Iterable[int]) -> int:
    ordered = sorted(amounts)
    return ordered[(len(ordered) * 19 - 1) // 20]


def far_lines(quote: DepositQuote, place: Place) -> list[Outlier]:
    """The lines far above what this place usually gets of their material."""
    usual = usual_amounts(place)
    found = []
    for line in quote.lines:
        limit = usual.get(line.material.pk)
        if limit is not None and line.amount > FAR * limit:
            found.append(Outlier(line, limit, of_member=False))
    return found


def outliers_in(quote: DepositQuote, place: Place, member: Member) -> list[Outlier]:
    """What the counter asks about before it records: far for the place, or for this member."""
    found = far_lines(quote, place)
    already = {outlier.line.material.pk for outlier in found}
    own = own_amounts(member, [line.material.pk for line in quote.lines])
    for line in quote.lines:
        limit = own.get(line.material.pk)
        if line.material.pk not in already and limit and line.amount > FAR_OWN * limit:
            found.append(Outlier(line, limit, of_member=True))
    return found


def own_amounts(member: Member, material_ids: Iterable[int]) -> Mapping[int, int]:
    """By material id: the most this member brought of it, once it came a few times."""
    lines = DepositLine.objects.filter(
        deposit__member=member,
        material_id__in=list(material_ids),
        deposit__void__isnull=True,
        deposit__corrections__isnull=True,
    )
    amounts: dict[int, list[int]] = {}
    for material_id, amount in lines.order_by("-pk").values_list("material_id", "amount")[:400]:
        amounts.setdefault(material_id, []).append(amount)
    return {pk: max(a) for pk, a in amounts.items() if len(a) >= FEWEST_OWN}
