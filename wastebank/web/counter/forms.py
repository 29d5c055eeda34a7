"""Forms of the counter: they hold what was typed, the commands say whether it can be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wastebank.codes.card_code import HashedCode
from wastebank.deposits.lines import MAX_LINES
from wastebank.models import Member
from wastebank.refusals import FieldMalformed, TimeMalformed
from wastebank.values.letters import as_typed
from wastebank.web.common.forms import (
    FilledForm,
    PostedForm,
    RepeatedField,
    SentField,
    TypedField,
)
from wastebank.web.common.weights import TypedLine

LONGEST_CODE = 100
LONGEST_MATERIAL = 60
MOST_SIGNS = 20
MOST_CONFIRMED = 2000
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class EnrolForm(FilledForm):
    """A new member. Only the name and the consent are needed to begin."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind of member"),
        choices=Member.Kind.choices,
        initial=Member.Kind.HOUSEHOLD,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    is_minor = forms.BooleanField(label=_("Under 18 years"), required=False)
    guardian_name = forms.CharField(
        label=_("Guardian"),
        max_length=100,
        required=False,
        help_text=_("Who answers for a member under 18."),
    )
    national_id = forms.CharField(
        label=_("Identity number (NIK)"),
        max_length=24,
        required=False,
        help_text=_("Sixteen digits. Kept encrypted; only the last four are shown."),
    )
    consent = forms.BooleanField(label=_("The member heard this and agrees."))
    somebody_else = forms.BooleanField(
        label=_("This is somebody else. Make a second record."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rt", "rw", "phone", "national_id"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"


# --- what stands on the scale


class LinesForm(PostedForm):
    """The lines of a deposit: each of these fields comes once for every line."""

    material = RepeatedField(most=LONGEST_MATERIAL, trimmed=True)
    amount = RepeatedField(most=MOST_SIGNS, trimmed=True)
    price = RepeatedField(most=MOST_SIGNS, trimmed=True)
    tare = RepeatedField(most=MOST_SIGNS, trimmed=True)
    rejected = RepeatedField(most=MOST_SIGNS, trimmed=True)
    reason = RepeatedField(most=10, trimmed=True)
    source = RepeatedField(most=5, trimmed=True)
    weighed_at = TypedField(most=MOST_SIGNS * 2)  # by a device that may have to send it later

    @property
    def moment(self) -> datetime | None:
        """When the device says that it was weighed; where it says nothing, now."""
        text = self.text("weighed_at")
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            raise TimeMalformed from None

    def lines(self) -> list[TypedLine]:
        """The lines of the form; those on which nothing stands are left out."""
        columns = [self.texts(field.name) for field in fields(TypedLine)]
        length = min(len(columns[0]), len(columns[1]))
        rows = zip_longest(*(column[:length] for column in columns), fillvalue="")
        lines = [TypedLine(*row) for row in rows]
        return [line for line in lines if line.material or line.amount][: MAX_LINES + 1]


class WeighForm(LinesForm):
    """The weighing desk: who, the lines, and the key that was pressed."""

    card = TypedField()
    card_hash = TypedField()  # of a draft: a device keeps no codes
    sure = RepeatedField()  # the doubts that somebody confirmed, each as `material:amount`
    pick = TypedField(most=LONGEST_MATERIAL)
    drop = TypedField()
    more = SentField()
    print = TypedField()

    @property
    def shown_card(self) -> str | HashedCode | None:
        """The card that was scanned, if one was: its code, or what a draft kept of it."""
        digest = self.text("card_hash")
        if self.text("card") or not digest:
            return self.text("card") or None
        if not DIGEST.fullmatch(digest):
            raise FieldMalformed(field="card_hash")
        return HashedCode(digest)

    @property
    def confirmed(self) -> str:
        return " ".join(self.texts("sure"))[:MOST_CONFIRMED]

    def changed_lines(self) -> list[TypedLine] | None:
        """The lines after a key that only changes the form, for browsers without modules."""
        lines = self.lines()
        if picked := self.text("pick"):
            return [*lines, TypedLine(picked, "")]
        dropped = self.text("drop")
        if dropped.isascii() and dropped.isdigit():
            return [line for order, line in enumerate(lines) if order != int(dropped)]
        return lines if self.has("more") else None


class ScanForm(PostedForm):
    """The code of a card that was scanned over the table of a group."""

    code = TypedField()


class GroupRowForm(LinesForm):
    """One member of a table, sent alone."""

    member = TypedField()
    sure = TypedField(most=MOST_CONFIRMED)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What was typed in a table for one member."""

    material: str
    amount: str
    key: str
    confirmed: str
    price: str = ""


class GroupTableForm(PostedForm):
    """The table of a group, sent whole. Each row's fields end with the number of its member."""

    common = TypedField()

    def row(self, number: str) -> TypedRow:
        return TypedRow(
            material=as_typed(self.sent(f"material-{number}"), LONGEST_MATERIAL),
            amount=as_typed(self.sent(f"amount-{number}"), MOST_SIGNS),
            price=as_typed(self.sent(f"price-{number}"), MOST_SIGNS),
            key=self.sent(f"key-{number}"),
            confirmed=self.sent(f"sure-{number}")[:MOST_CONFIRMED],
        )

    def sent(self, name: str) -> str:
        return str(self.data.get(name, ""))


# --- cards, receipts, the day


class IssueForm(PostedForm):
    """A card for a member, and whose name stands on it."""

    holder_name = TypedField()


class WhyForm(PostedForm):
    """Why there is a new card: a reason from the keys, or in words."""

    quick = TypedField()
    reason = TypedField()

    @property
    def why(self) -> str:
        return self.text("quick") or self.text("reason")


class HandOverForm(IssueForm, WhyForm):
    """A card in the hand, with the PIN that its holder chose, typed twice."""

    code = TypedField(most=LONGEST_CODE)
    pin = TypedField()
    pin_again = TypedField()


class PinForm(PostedForm):
    """A first PIN, typed twice; or another one, and why."""

    pin = TypedField()
    pin_again = TypedField()
    reason = TypedField()


class CardPaperForm(PostedForm):
    """The code of a card that is wanted on paper."""

    code = TypedField(most=LONGEST_CODE)


class BlanksForm(PostedForm):
    """How many cards are printed ahead."""

    count = TypedField()


class VoidForm(PostedForm):
    """Why a deposit is void: a reason from the keys, or in words."""

    quick = TypedField()
    reason = TypedField()


class CloseDayForm(PostedForm):
    """The day of a place that is closed, and whether those before it close along."""

    place = TypedField()
    day = TypedField()
    earlier = SentField()
