"""What stands on the scale: lines as they were typed, what they mean, and how they are shown.

Whatever cannot be read is refused here with the text that was typed, and kept on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from ledger import clock
from ledger.refusals import Refusal
from wastebank.days import day_bounds
from wastebank.deposits import MAX_LINES, LineAsked
from wastebank.models import Deposit, DepositLine, Material, Place
from wastebank.prices import local_day
from wastebank.quantities import AmountProblem, line_rupiah, parse_amount
from wastebank.reading import BoardLine, price_board
from wastebank.refusals import (
    AmountAmbiguous,
    AmountMalformed,
    AmountNotWhole,
    AmountTooFine,
    AmountTooLarge,
    FieldMalformed,
    FieldMissing,
    MaterialUnknown,
)

HOTKEYS = "QWERASDFZXCV"
# The order of the tiles: what comes most, first.
FAMILIES = ("plastik", "kertas", "logam", "minyak", "kaca", "elektronik")
RECENT_DEPOSITS = 200
PROBLEMS: dict[str, type[Refusal]] = {
    "ambiguous": AmountAmbiguous,
    "malformed": AmountMalformed,
    "too_fine": AmountTooFine,
    "not_whole": AmountNotWhole,
}

# Rupiah have no decimals, so a dot or a comma in them can only part the thousands.
_RUPIAH = re.compile(r"[0-9]{1,9}|[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of the form: a material's code, the amount and, where one asks, the price."""

    material: str
    amount: str
    price: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the slip; without `amount` it could not be read, or is still being written."""

    typed: TypedLine
    name: str
    family: str
    unit: str
    asks: bool
    amount: int | None = None
    price_idr: int | None = None
    rupiah_idr: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
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
    tiles: Sequence[Tile]
    by_code: Mapping[str, BoardLine]


def scale_of(place: Place) -> Scale:
    board = price_board(place, local_day(clock.now()))
    return Scale(board, tiles_of(board, place), {line.material.code: line for line in board})


def tiles_of(board: Sequence[BoardLine], place: Place) -> list[Tile]:
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
        Tile(
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
    today = local_day(clock.now())
    monday, _midnight = day_bounds(today - timedelta(days=today.weekday()))
    recent = Deposit.objects.filter(place=place, recorded_at__lt=monday).order_by("-recorded_at")
    ids = list(recent.values_list("pk", flat=True)[:RECENT_DEPOSITS])
    lines = DepositLine.objects.filter(deposit_id__in=ids)
    return Counter(lines.values_list("material_id", flat=True))


def typed_lines(form: QueryDict) -> list[TypedLine]:
    """The lines of a form; those on which nothing stands are left out."""
    materials, amounts = form.getlist("material"), form.getlist("amount")
    prices = form.getlist("price")
    prices += [""] * (len(materials) - len(prices))
    lines = [
        TypedLine(material.strip()[:60], amount.strip()[:20], price.strip()[:20])
        for material, amount, price in zip(materials, amounts, prices, strict=False)
    ]
    return [line for line in lines if line.material or line.amount][: MAX_LINES + 1]


def asked_lines(lines: Sequence[TypedLine]) -> list[LineAsked]:
    """The lines as the verb takes them; the first that cannot be read is refused."""
    known = {m.code: m for m in Material.objects.filter(code__in={ln.material for ln in lines})}
    return [asked_line(line, known.get(line.material)) for line in lines]


def asked_line(line: TypedLine, material: Material | None) -> LineAsked:
    if not line.material:
        raise FieldMissing(field=_("Material"))
    if material is None:
        raise MaterialUnknown(material=line.material)
    return LineAsked(material.code, read_amount(line, material), read_price(line.price))


def read_amount(line: TypedLine, material: Material) -> int:
    try:
        return parse_amount(line.amount, unit=material.unit)
    except AmountProblem as problem:
        if problem.reason == "empty":
            raise FieldMissing(field=material.name) from None
        if problem.reason == "too_large":
            raise AmountTooLarge(amount=line.amount) from None
        raise PROBLEMS[problem.reason](text=line.amount, hint=problem.hint) from None


def read_price(typed: str) -> int | None:
    """Rupiah as people write them, for a material whose price is asked for; None if empty."""
    if not typed:
        return None
    if not _RUPIAH.fullmatch(typed):
        raise FieldMalformed(field="price")
    return int(typed.replace(".", "").replace(",", ""))


def shown_lines(lines: Sequence[TypedLine], scale: Scale) -> list[ShownLine]:
    return [shown_line(line, scale.by_code.get(line.material)) for line in lines]


def shown_line(line: TypedLine, offered: BoardLine | None) -> ShownLine:
    if offered is None:
        return ShownLine(line, line.material or "–", "lainnya", "g", asks=False)
    material, price_idr = offered.material, offered.offer.price_idr
    facts = (line, material.name, material.family, material.unit)
    try:
        amount = read_amount(line, material)
        paid_idr = price_idr if price_idr is not None else read_price(line.price)
    except Refusal:
        return ShownLine(*facts, asks=price_idr is None)
    if paid_idr is None:
        return ShownLine(*facts, asks=True)
    worth_idr = line_rupiah(amount, material.unit, paid_idr)
    return ShownLine(*facts, price_idr is None, amount, paid_idr, worth_idr)
