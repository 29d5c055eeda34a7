"""What stands on the scale: lines as they were typed, what they mean, and how they are shown.

Whatever cannot be read is refused here with the text that was typed, and kept on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ledger import clock
from ledger.refusals import Refusal
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.outliers import FAR, FAR_OWN, outliers_in, own_amounts, usual_amounts
from wastebank.deposits.record import quote_deposit
from wastebank.materials.price_list import BoardLine, price_board
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import Deposit, DepositLine, Material, Member, Place, User, WeightSource
from wastebank.refusals import (
    AmountAmbiguous,
    AmountMalformed,
    AmountNotWhole,
    AmountTooFine,
    AmountTooLarge,
    FieldMalformed,
    FieldMissing,
    PriceAmbiguous,
)
from wastebank.values.calendar import week_begin
from wastebank.values.quantities import (
    AmountProblem,
    RupiahProblem,
    line_rupiah,
    parse_amount,
    parse_rupiah,
    typed_amount,
)
from wastebank.values.units import GRAM, UNITS
from wastebank.web.common.weaving import FAMILIES

HOTKEYS = "QWERASDFZXCV"
RECENT_DEPOSITS = 200
PROBLEMS: dict[str, type[Refusal]] = {
    "ambiguous": AmountAmbiguous,
    "malformed": AmountMalformed,
    "too_fine": AmountTooFine,
    "not_whole": AmountNotWhole,
}


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of the form: a material's code, what the scale showed, the price where one asks, and
    what is taken off: the container, and what is wet or dirty, with its reason."""

    material: str
    amount: str
    price: str = ""
    tare: str = ""
    rejected: str = ""
    reason: str = ""
    source: str = WeightSource.TYPED


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the slip; without `amount` it could not be read, or is still being written."""

    typed: TypedLine
    name: str
    family: str
    unit: str
    asks: bool
    amount: int | None = None  # net
    tare: int = 0
    rejected: int = 0
    price_idr: int | None = None
    rupiah_idr: int = 0

    @property
    def price_said(self) -> str:
        """What the field for an asked price says: `Price per kg`."""
        return _("Price %(per)s") % {"per": UNITS[self.unit].per}


@dataclass(frozen=True, slots=True)
class MaterialTile:
    code: str
    family: str
    name: str
    unit: str
    price_idr: int | None
    hotkey: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What a place takes today, by the code of the material."""

    board: Sequence[BoardLine]
    tiles: Sequence[MaterialTile]
    by_code: Mapping[str, BoardLine]
    options: Sequence[tuple[BoardLine, str]]  # with what is usual, and above what one asks


def scale_of(place: Place, member: Member | None = None) -> Scale:
    board = price_board(place, clock.now())
    limits = limits_of(board, place, member)
    return Scale(
        board,
        tiles_of(board, place),
        {line.material.code: line for line in board},
        [(line, limits.get(line.material.pk, "")) for line in board],
    )


def tiles_of(board: Sequence[BoardLine], place: Place) -> list[MaterialTile]:
    """Twelve tiles under the left hand: what this place weighs most, then one of each family.

    They lie by family and name, and only last week's work changes them: a hand remembers a key.
    """
    weighed = often_weighed(place)
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int, int, BoardLine]] = []
    for line in board:
        material = line.material
        ranked.append((-weighed[material.pk], seen[material.family], len(ranked), line))
        seen[material.family] += 1
    chosen = [line for *_, line in sorted(ranked, key=lambda row: row[:3])[: len(HOTKEYS)]]
    chosen.sort(key=lambda line: (FAMILIES.index(line.material.family), line.material.name_id))
    return [
        MaterialTile(
            code=line.material.code,
            family=line.material.family,
            name=line.material.name,
            unit=line.material.unit,
            price_idr=line.offer.price_idr,
            hotkey=hotkey,
        )
        for hotkey, line in zip(HOTKEYS, chosen, strict=False)
    ]


def often_weighed(place: Place) -> Counter[int]:
    """How often each material came lately, before this week; never counts the whole history."""
    monday = week_begin(clock.now())
    recent = Deposit.objects.filter(place=place, recorded_at__lt=monday).order_by("-recorded_at")
    ids = list(recent.values_list("pk", flat=True)[:RECENT_DEPOSITS])
    lines = DepositLine.objects.filter(deposit_id__in=ids)
    return Counter(lines.values_list("material_id", flat=True))


def typed_again(deposit: Deposit, language: str) -> list[TypedLine]:
    """The lines of a deposit as they would be typed once more, to be put right and recorded.

    No price comes along: each line is worth what today's list says, and one asks again.
    """
    return [
        TypedLine(
            material=line.material.code,
            amount=typed_amount(line.gross_amount, line.unit, language),
            tare=typed_amount(line.tare_amount, line.unit, language) if line.tare_amount else "",
            rejected=typed_amount(line.rejected_amount, line.unit, language)
            if line.rejected_amount
            else "",
            reason=line.reject_reason,
        )
        for line in deposit.lines.select_related("material").order_by("line")
    ]


def asked_lines(lines: Sequence[TypedLine]) -> list[LineAsked]:
    """The lines as the command takes them; the first that cannot be read is refused."""
    known = {m.code: m for m in Material.objects.filter(code__in={ln.material for ln in lines})}
    return [asked_line(line, known.get(line.material)) for line in lines]


def asked_line(line: TypedLine, material: Material | None) -> LineAsked:
    if not line.material:
        raise FieldMissing(field=_("Material"))
    if material is None:
        raise MaterialUnknown(material=line.material)
    gross, tare, rejected = weights(line, material)
    return LineAsked(
        material.code,
        gross - tare - rejected,
        read_price(line.price),
        tare_amount=tare,
        rejected_amount=rejected,
        reject_reason=line.reason if rejected else "",
        source=line.source or WeightSource.TYPED,
    )


def weights(line: TypedLine, material: Material) -> tuple[int, int, int]:
    """Gross, tare and rejected, in the unit of the material."""
    gross = read_amount(line.amount, material)
    taken = [read_amount(text, material) if text else 0 for text in (line.tare, line.rejected)]
    return gross, taken[0], taken[1]


def read_amount(text: str, material: Material) -> int:
    try:
        return parse_amount(text, unit=material.unit)
    except AmountProblem as problem:
        if problem.reason == "empty":
            raise FieldMissing(field=material.name) from None
        if problem.reason == "too_large":
            raise AmountTooLarge(amount=text) from None
        raise PROBLEMS[problem.reason](text=text, hint=problem.hint) from None


def read_price(typed: str) -> int | None:
    """Rupiah as people write them, for a material whose price is asked for; None if empty."""
    if not typed:
        return None
    try:
        return parse_rupiah(typed)
    except RupiahProblem as problem:
        if not problem.readings:
            raise FieldMalformed(field="price") from None
        first_idr, second_idr = problem.readings
        raise PriceAmbiguous(text=typed, first_idr=first_idr, second_idr=second_idr) from None


def shown_lines(lines: Sequence[TypedLine], scale: Scale) -> list[ShownLine]:
    return [shown_line(line, scale.by_code.get(line.material)) for line in lines]


def shown_line(line: TypedLine, offered: BoardLine | None) -> ShownLine:
    if offered is None:
        return ShownLine(line, line.material or "–", "lainnya", GRAM.code, asks=False)
    material, price_idr = offered.material, offered.offer.price_idr
    facts = (line, material.name, material.family, material.unit)
    try:
        gross, tare, rejected = weights(line, material)
        paid_idr = price_idr if price_idr is not None else read_price(line.price)
    except Refusal:
        return ShownLine(*facts, asks=price_idr is None)
    amount = gross - tare - rejected
    if paid_idr is None or amount <= 0:
        return ShownLine(*facts, asks=price_idr is None)
    worth_idr = line_rupiah(amount, material.unit, paid_idr)
    return ShownLine(*facts, price_idr is None, amount, tare, rejected, paid_idr, worth_idr)


# --- what is far from usual


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line nobody brings as a rule: asked about once, before it is recorded."""

    mark: str  # the material and the amount that somebody may say is right
    name: str
    unit: str
    amount: int
    usual_amount: int


def doubts_of(by: User, place: Place, member: Member, lines: Sequence[LineAsked]) -> list[Doubt]:
    """The lines far from what this place or this member brings; refuses as recording does."""
    quote = quote_deposit(by=by, lines=lines)
    return [
        Doubt(
            mark=f"{outlier.line.material.code}:{outlier.line.amount}",
            name=outlier.line.material.name,
            unit=outlier.line.material.unit,
            amount=outlier.line.amount,
            usual_amount=outlier.usual_amount,
        )
        for outlier in outliers_in(quote, place, member)
    ]


def limits_of(board: Sequence[BoardLine], place: Place, member: Member | None) -> dict[int, str]:
    """By material id: what is usual, and above what the desk asks; as `outliers` judges."""
    usual = usual_amounts(place)
    own = own_amounts(member, [line.material.pk for line in board]) if member else {}
    found = {}
    for pk in usual.keys() | own.keys():
        asked = [(FAR * usual[pk], usual[pk])] if pk in usual else []
        asked += [(FAR_OWN * own[pk], own[pk])] if pk in own else []
        above, amount = min(asked)
        found[pk] = f"{amount} {above}"
    return found
