"""What stands of a deposit now: what was recorded, put right by each of its corrections."""

from collections.abc import Sequence
from dataclasses import dataclass

from wastebank.models import (
    CorrectionLine,
    Deposit,
    DepositCorrection,
    DepositLine,
    Material,
    Member,
)
from wastebank.values.language import named


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """A line as it counts now, at the price of the day it was weighed."""

    line: int
    material: Material
    name_id: str
    name_en: str
    family: str
    unit: str
    amount: int
    price_idr: int
    rupiah_idr: int
    rounding: str

    @property
    def name(self) -> str:
        return named(self)


@dataclass(frozen=True, slots=True)
class StandingDeposit:
    """A deposit as it stands. `lines` leaves out those of which nothing is left."""

    deposit: Deposit
    member: Member
    lines: Sequence[CorrectedLine]
    corrections: Sequence[DepositCorrection]

    @property
    def total_idr(self) -> int:
        return sum(line.rupiah_idr for line in self.lines)

    @property
    def is_corrected(self) -> bool:
        return bool(self.corrections)


def standing(deposit: Deposit) -> StandingDeposit:
    """Read anew each time: whoever decides by it holds the lock of its member's wallet."""
    recorded = deposit.lines.select_related("material").order_by("line")
    lines = {line.line: of_record(line) for line in recorded}
    found = deposit.corrections.select_related("member_before", "member_after").order_by("step")
    corrections = list(found.prefetch_related("lines__material", "receivable"))
    for correction in corrections:
        apply_rows(lines, list(correction.lines.all()))
    member = corrections[-1].member_after if corrections else deposit.member
    return StandingDeposit(deposit, member, [lines[n] for n in sorted(lines)], corrections)


def apply_rows(lines: dict[int, CorrectedLine], rows: Sequence[CorrectionLine]) -> None:
    """First what is not there any more, then what is there in its stead."""
    for row in rows:
        if not row.amount_after:
            lines.pop(row.line, None)
    for row in rows:
        if row.amount_after:
            lines[row.line] = of_correction(row)


def of_record(line: DepositLine) -> CorrectedLine:
    return CorrectedLine(
        line.line,
        line.material,
        line.name_id,
        line.name_en,
        line.family,
        line.unit,
        line.amount,
        line.price_idr,
        line.rupiah_idr,
        line.rounding,
    )


def of_correction(row: CorrectionLine) -> CorrectedLine:
    return CorrectedLine(
        row.line,
        row.material,
        row.name_id,
        row.name_en,
        row.family,
        row.unit,
        row.amount_after,
        row.price_idr,
        row.rupiah_after_idr,
        row.rounding,
    )
