"""What somebody says is right of a deposit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wastebank.deposits.correcting.refusals import LineNotPlain, LineUnknown, WhatMissing
from wastebank.deposits.correcting.standing import CorrectedLine, StandingDeposit
from wastebank.deposits.lines import MAX_LINES
from wastebank.materials.prices import MAX_PRICE_IDR
from wastebank.models import CorrectionCause
from wastebank.refusals import AmountNotPositive, PriceOutOfRange, TooManyLines
from wastebank.text import checked_choice, checked_reason


@dataclass(frozen=True, slots=True)
class LineRight:
    """What a line should have been: its net amount in g, ml or pcs (0: it was not there at all),
    and its material. What is None stays. Without `line`, the material says which one is meant."""

    line: int | None = None
    material: str | None = None
    amount: int | None = None
    price_idr: int | None = None  # where the list of that day says ask


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was shown before they agreed: what would still have to come back, and how
    many corrections there were."""

    receivable_idr: int
    corrections: int


@dataclass(frozen=True, slots=True)
class Right:
    """What is right instead, why, and whose mistake it was: lines, or a member, or nothing at all
    of it (`whole`)."""

    reason: str
    cause: str
    lines: Sequence[LineRight] = ()
    member: str | None = None
    whole: bool = False

    def checked(self) -> "Right":
        """What can be refused without the database."""
        if (bool(self.lines), self.member is not None, self.whole).count(True) != 1:
            raise WhatMissing
        if len(self.lines) > MAX_LINES:
            raise TooManyLines(max_lines=MAX_LINES)
        for line in self.lines:
            if line.amount is not None and line.amount < 0:
                raise AmountNotPositive(material=line.material or str(line.line or ""))
            if line.price_idr is not None and not 0 <= line.price_idr <= MAX_PRICE_IDR:
                raise PriceOutOfRange(max_idr=MAX_PRICE_IDR)
        cause = checked_choice("cause", self.cause, CorrectionCause.values)
        return Right(checked_reason(self.reason), cause, self.lines, self.member, self.whole)

    def fingerprint(self) -> Mapping[str, Any]:
        return {
            "reason": self.reason,
            "cause": self.cause,
            "member": self.member,
            "lines": [[o.line, o.material, o.amount, o.price_idr] for o in self.lines],
            "whole": self.whole,
        }


def line_meant(right: LineRight, standing: StandingDeposit) -> CorrectedLine:
    """The line that somebody speaks of, by its number, or by a material that is there once."""
    if right.line is not None:
        for line in standing.lines:
            if line.line == right.line:
                return line
        raise LineUnknown(deposit=standing.deposit.number, line=right.line)
    found = [line for line in standing.lines if line.material.code == right.material]
    if len(found) != 1:
        name = found[0].name if found else right.material or ""
        raise LineNotPlain(deposit=standing.deposit.number, count=len(found), material=name)
    return found[0]
