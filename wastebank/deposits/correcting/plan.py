"""What a correction would change, line by line, at the prices of the day it was weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from wastebank.deposits.correcting.asked import LineRight, Right, line_meant
from wastebank.deposits.correcting.standing import CorrectedLine, StandingDeposit
from wastebank.deposits.lines import LineAsked, agreed_price
from wastebank.deposits.refusals import DepositTooLarge
from wastebank.materials.offers import offers
from wastebank.materials.refusals import MaterialUnknown, PriceMissing
from wastebank.members.find import member_by_number, require_open
from wastebank.members.refusals import MemberUnknown
from wastebank.models import CorrectionLine, Deposit, DepositCorrection, Material, Member
from wastebank.refusals import AmountTooLarge, FieldMalformed, NothingCorrected
from wastebank.values.quantities import line_rupiah
from wastebank.values.units import TAKEN_UNPAID, UNITS


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line before and after; None where it was not there, or is not any more."""

    before: CorrectedLine
    after: CorrectedLine | None

    @property
    def same_material(self) -> bool:
        return self.after is not None and self.after.material.pk == self.before.material.pk

    @property
    def change_idr(self) -> int:
        return (self.after.rupiah_idr if self.after else 0) - self.before.rupiah_idr

    def moves(self) -> list[tuple[CorrectedLine, int, int]]:
        """What moves of each material: which line says so, amount and rupiah, with their signs."""
        if self.after is None:
            return [(self.before, -self.before.amount, -self.before.rupiah_idr)]
        if self.same_material:
            return [(self.after, self.after.amount - self.before.amount, self.change_idr)]
        return [
            (self.before, -self.before.amount, -self.before.rupiah_idr),
            (self.after, self.after.amount, self.after.rupiah_idr),
        ]

    def rows(self, correction: DepositCorrection) -> list[CorrectionLine]:
        if self.same_material:
            return [row(correction, self.before, self.after)]
        gone = [row(correction, self.before, None)]
        return [*gone, row(correction, None, self.after)] if self.after else gone


def row(
    correction: DepositCorrection, before: CorrectedLine | None, after: CorrectedLine | None
) -> CorrectionLine:
    said = after or before
    assert said is not None
    return CorrectionLine(
        correction=correction,
        line=said.line,
        material=said.material,
        name_id=said.name_id,
        name_en=said.name_en,
        family=said.family,
        unit=said.unit,
        price_idr=said.price_idr,
        rounding=said.rounding,
        amount_before=before.amount if before else 0,
        amount_after=after.amount if after else 0,
        rupiah_before_idr=before.rupiah_idr if before else 0,
        rupiah_after_idr=after.rupiah_idr if after else 0,
    )


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """What stands, what would stand instead, and whose it would be."""

    standing: StandingDeposit
    member: Member
    changes: Sequence[LineChange]

    @property
    def deposit(self) -> Deposit:
        return self.standing.deposit

    @property
    def change_idr(self) -> int:
        return sum(change.change_idr for change in self.changes)

    @property
    def total_after_idr(self) -> int:
        return self.standing.total_idr + self.change_idr

    @property
    def moves_member(self) -> bool:
        return self.member.pk != self.standing.member.pk

    @property
    def taken_idr(self) -> int:
        """What has to come back from whoever has it now."""
        return self.total_after_idr if self.moves_member else max(-self.change_idr, 0)

    @property
    def given_idr(self) -> int:
        """What is put to whoever has it from now on."""
        return self.total_after_idr if self.moves_member else max(self.change_idr, 0)

    @property
    def amount_idr(self) -> int:
        """What it is about, with its sign: the difference, or all that changes its member."""
        return -self.taken_idr if self.moves_member else self.change_idr

    def lines_after(self) -> list[CorrectedLine]:
        changed = {change.before.line: change.after for change in self.changes}
        every = [changed.get(line.line, line) for line in self.standing.lines]
        return [line for line in every if line is not None]


def plan(standing: StandingDeposit, right: Right) -> CorrectionPlan:
    """What `right` asks of a deposit as it stands; refuses what changes nothing."""
    if right.member is not None:
        return CorrectionPlan(standing, other_member(standing, right.member), ())
    asked = right.lines
    if right.whole:
        asked = [LineRight(line=line.line, amount=0) for line in standing.lines]
    changes = changed_lines(standing, asked)
    if not changes:
        raise NothingCorrected
    found = CorrectionPlan(standing, standing.member, changes)
    if found.total_after_idr > settings.WASTEBANK_MAX_DEPOSIT_IDR:
        most_idr = settings.WASTEBANK_MAX_DEPOSIT_IDR
        raise DepositTooLarge(total_idr=found.total_after_idr, max_idr=most_idr)
    return found


def other_member(standing: StandingDeposit, number: str) -> Member:
    member = member_by_number(number)
    if not standing.deposit.place.covers(member.place):
        raise MemberUnknown
    require_open(member)
    if member.pk == standing.member.pk or not standing.lines:
        raise NothingCorrected
    return member


def changed_lines(standing: StandingDeposit, asked: Sequence[LineRight]) -> list[LineChange]:
    changes: dict[int, LineChange] = {}
    for right in asked:
        before = line_meant(right, standing)
        if before.line in changes:
            raise FieldMalformed(field="lines")  # one line, said twice
        after = line_after(standing.deposit, before, right)
        if after != before:
            changes[before.line] = LineChange(before, after)
    return list(changes.values())


def line_after(deposit: Deposit, before: CorrectedLine, right: LineRight) -> CorrectedLine | None:
    amount = before.amount if right.amount is None else right.amount
    if amount == 0:
        return None
    if right.material in (None, before.material.code):
        if right.price_idr not in (None, before.price_idr):
            raise FieldMalformed(field="price")  # the price of that day stays
        return weighed(before, amount)
    material = Material.objects.filter(code=right.material).first()
    if material is None:
        raise MaterialUnknown(material=right.material)
    if right.amount is None and material.unit != before.unit:
        raise FieldMalformed(field="amount")  # grams are not pieces
    return weighed(other_line(deposit, before.line, material, right), amount)


def other_line(
    deposit: Deposit, number: int, material: Material, right: LineRight
) -> CorrectedLine:
    """A line of another material, with what it cost when and where this was weighed."""
    offer = offers([material], deposit.place, deposit.weighed_at).get(material.pk)
    if offer is None:
        raise PriceMissing(material=material.name)
    asked = LineAsked(material.code, right.amount or 1, right.price_idr)
    price_idr = agreed_price(asked, material, offer)
    return CorrectedLine(
        number,
        material,
        material.name_id,
        material.name_en,
        material.family,
        material.unit,
        0,
        price_idr,
        0,
        UNITS[material.unit].rounding if price_idr else TAKEN_UNPAID,
    )


def weighed(line: CorrectedLine, amount: int) -> CorrectedLine:
    """The same line with another amount."""
    if amount > UNITS[line.unit].max_amount:
        raise AmountTooLarge(amount=amount)
    rupiah_idr = line_rupiah(amount, line.unit, line.price_idr)
    return replace(line, amount=amount, rupiah_idr=rupiah_idr)
