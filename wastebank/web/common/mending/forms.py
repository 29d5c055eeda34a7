"""What is typed where a deposit is put right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from wastebank.deposits.correcting.asked import LineRight, Right, Seen
from wastebank.deposits.correcting.standing import StandingDeposit
from wastebank.materials.refusals import MaterialUnknown
from wastebank.models import CorrectionCause, Material
from wastebank.text import checked_choice
from wastebank.values.quantities import typed_amount
from wastebank.web.common.forms import PostedForm, RepeatedField, TypedField
from wastebank.web.common.weights import read_amount, read_price

MOST_SIGNS = 20
LONGEST_MATERIAL = 60
LOOK, RECORD, WHOLE = "look", "record", "whole"


@dataclass(frozen=True, slots=True)
class TypedRight:
    """What stands in the fields of one line."""

    line: str
    amount: str
    material: str
    price: str = ""


class MendForm(PostedForm):
    """Lines as they should have been, or whose deposit it is; why, and whose mistake it was."""

    line = RepeatedField(most=4, trimmed=True)
    amount = RepeatedField(most=MOST_SIGNS, trimmed=True)
    material = RepeatedField(most=LONGEST_MATERIAL, trimmed=True)
    price = RepeatedField(most=MOST_SIGNS, trimmed=True)
    member = TypedField(most=40, trimmed=True)
    cause = TypedField(most=20)
    reason = TypedField(most=300)
    receivable = TypedField(most=20)  # as it was shown
    corrections = TypedField(most=6)
    do = TypedField(most=10)  # which key was pressed

    def rows(self) -> list[TypedRight]:
        columns = [self.texts(name) for name in ("line", "amount", "material", "price")]
        length = len(columns[0])
        cut = (column[:length] for column in columns)
        return [TypedRight(*row) for row in zip_longest(*cut, fillvalue="")]

    @property
    def chosen_cause(self) -> str:
        return self.text("cause") or CorrectionCause.OUR_ERROR.value

    @property
    def seen(self) -> Seen | None:
        """What the page showed; None where it showed nothing yet."""
        texts = [self.text("receivable"), self.text("corrections")]
        if not all(text.isascii() and text.isdigit() for text in texts):
            return None
        return Seen(int(texts[0]), int(texts[1]))

    def right(self, stands: StandingDeposit, language: str) -> Right:
        """As the command takes it: what still reads as it stands was not meant."""
        reason, member = self.text("reason"), self.text("member")
        cause = checked_choice("cause", self.chosen_cause, CorrectionCause.values)
        if self.text("do") == WHOLE:
            return Right(reason, cause, whole=True)
        if member:
            return Right(reason, cause, member=member)
        return Right(reason, cause, self.lines(stands, language))

    def lines(self, stands: StandingDeposit, language: str) -> list[LineRight]:
        codes = {row.material for row in self.rows()}
        known = {m.code: m for m in Material.objects.filter(code__in=codes)}
        before = {str(line.line): line for line in stands.lines}
        found = []
        for row in self.rows():
            was = before.get(row.line)
            if was is None:
                continue  # somebody took it out meanwhile; what was seen is compared all the same
            material = known.get(row.material)
            if material is None:
                raise MaterialUnknown(material=row.material)
            same = material.code == was.material.code
            if same and row.amount == typed_amount(was.amount, was.unit, language):
                continue
            amount = read_amount(row.amount, material)
            price_idr = None if same else read_price(row.price)
            found.append(LineRight(was.line, material.code, amount, price_idr))
        return found
