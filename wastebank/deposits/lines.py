"""The lines of a deposit: what a counter says, within which limits, and what it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from wastebank.deposits.refusals import DepositTooLarge, RejectReasonMissing, WeightsDisagree
from wastebank.materials.offers import Offer, held_materials, offers
from wastebank.materials.prices import MAX_PRICE_IDR
from wastebank.materials.refusals import (
    AskPriceOutOfRange,
    MaterialInactive,
    MaterialUnknown,
    PriceMissing,
    PriceNeeded,
)
from wastebank.models import Material, Place, RejectReason, WeightSource
from wastebank.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    FieldMalformed,
    NoLines,
    PriceDiffers,
    PriceOutOfRange,
    TooManyLines,
)
from wastebank.values.quantities import line_rupiah
from wastebank.values.units import UNITS

MAX_LINES = 40


@dataclass(frozen=True, slots=True)
class LineAsked:
    """What the counter says: a material's code, the net amount in g, ml or pcs, and the price in
    rupiah where the list says ask.

    What lay on the scale is the net amount, the tare (sack, crate) and what was rejected as wet or
    dirty: `gross_amount` is their sum, and may be left out.
    """

    material: str
    amount: int
    price_idr: int | None = None
    gross_amount: int | None = None
    tare_amount: int = 0
    rejected_amount: int = 0
    reject_reason: str = ""  # one of RejectReason when something was rejected
    source: str = WeightSource.TYPED

    @property
    def gross(self) -> int:
        return self.amount + self.tare_amount + self.rejected_amount

    def fingerprint(self) -> list[object]:
        """The line as a fingerprint has it; plain lines say what they said before tares came."""
        plain: list[object] = [self.material, self.amount, self.price_idr]
        if (self.gross, self.source) == (self.amount, WeightSource.TYPED):
            return plain
        refused = [self.tare_amount, self.rejected_amount, self.reject_reason]
        return [*plain, *refused, str(self.source)]


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with its price and its worth, before or while it is recorded."""

    asked: LineAsked
    material: Material
    price_idr: int
    rupiah_idr: int

    @property
    def amount(self) -> int:
        return self.asked.amount


@dataclass(frozen=True, slots=True)
class DepositQuote:
    """What a deposit would bring at this place and time."""

    lines: Sequence[QuotedLine]
    total_idr: int


def check_lines(lines: Sequence[LineAsked]) -> None:
    if not lines:
        raise NoLines
    if len(lines) > MAX_LINES:
        raise TooManyLines(max_lines=MAX_LINES)
    for line in lines:
        check_weights(line)
        if line.price_idr is not None and not 0 <= line.price_idr <= MAX_PRICE_IDR:
            raise PriceOutOfRange(max_idr=MAX_PRICE_IDR)


def check_weights(line: LineAsked) -> None:
    """Gross, tare, rejected and net agree, and what was rejected has its reason."""
    if line.amount <= 0:
        raise AmountNotPositive(material=line.material)
    if line.tare_amount < 0 or line.rejected_amount < 0:
        raise AmountNotPositive(material=line.material)
    if line.gross_amount not in (None, line.gross):
        raise WeightsDisagree(material=line.material, gross=line.gross_amount, sum=line.gross)
    if line.rejected_amount and line.reject_reason not in RejectReason.values:
        raise RejectReasonMissing(material=line.material)
    if not line.rejected_amount and line.reject_reason:
        raise FieldMalformed(field="reject_reason")
    if line.source not in WeightSource.values:
        raise FieldMalformed(field="source")


def price_lines(
    lines: Sequence[LineAsked], place: Place, when: datetime, *, hold: bool = False
) -> DepositQuote:
    """Each line with the price of its instant and place; refuses what has none. `hold`: until the
    transaction ends nobody sets another one."""
    codes = {line.material for line in lines}
    found = held_materials(codes) if hold else Material.objects.filter(code__in=codes)
    materials = {m.code: m for m in found}
    return quote_lines(lines, materials, offers(materials.values(), place, when))


def quote_lines(
    lines: Sequence[LineAsked], materials: Mapping[str, Material], offered: Mapping[int, Offer]
) -> DepositQuote:
    """The same from what was read before, for several deposits together."""
    quoted = []
    for line in lines:
        material = materials.get(line.material)
        if material is None:
            raise MaterialUnknown(material=line.material)
        quoted.append(price_line(line, material, offered.get(material.pk)))
    total_idr = sum(line.rupiah_idr for line in quoted)
    if total_idr > settings.WASTEBANK_MAX_DEPOSIT_IDR:
        raise DepositTooLarge(total_idr=total_idr, max_idr=settings.WASTEBANK_MAX_DEPOSIT_IDR)
    return DepositQuote(quoted, total_idr)


def price_line(line: LineAsked, material: Material, offer: Offer | None) -> QuotedLine:
    if not material.active:
        raise MaterialInactive(material=material.name)
    if line.gross > UNITS[material.unit].max_amount:
        raise AmountTooLarge(amount=line.gross)
    if offer is None:
        raise PriceMissing(material=material.name)
    price_idr = agreed_price(line, material, offer)
    return QuotedLine(line, material, price_idr, line_rupiah(line.amount, material.unit, price_idr))


def agreed_price(line: LineAsked, material: Material, offer: Offer) -> int:
    """The list's price; where it says ask, the one that was sent, up to what buyers pay. Another
    one is no mistake of ours to mend silently."""
    if offer.price_idr is None:
        if line.price_idr is None:
            raise PriceNeeded(material=material.name)
        if line.price_idr > offer.most_asked_idr:
            raise AskPriceOutOfRange(
                material=material.name,
                unit=material.unit,
                sent_idr=line.price_idr,
                max_idr=offer.most_asked_idr,
            )
        return line.price_idr
    if line.price_idr not in (None, offer.price_idr):
        raise PriceDiffers(name=material.name, price_idr=offer.price_idr, sent_idr=line.price_idr)
    return offer.price_idr
