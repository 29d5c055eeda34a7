"""What is typed about money in boxes and at banks. Sums are text: see the forms of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wastebank.funds.cash.accounts import CashBalance
from wastebank.models import CashAccount, Place
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah
from wastebank.web.common.forms import DayField, FilledForm, PostedForm, RepeatedField, TypedField
from wastebank.web.office.correcting.forms import CorrectionForm
from wastebank.web.office.forms import RupiahField

BANK_HINT = _("Only for a bank account.")


class CashForm(FilledForm):
    """A new box or bank account."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=CashAccount.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Capital letters, such as KAS-MLT or BRI.")
    )
    place = forms.ChoiceField(label=_("Place"))
    bank_name = forms.CharField(label=_("Bank"), max_length=60, required=False, help_text=BANK_HINT)
    bank_number = forms.CharField(
        label=_("Account number"), max_length=40, required=False, help_text=BANK_HINT
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.code, place.name) for place in places]
        self.fields["place"] = forms.ChoiceField(label=_("Place"), choices=choices)


class BoxCorrection(CorrectionForm):
    name = forms.CharField(label=_("Name"), max_length=100)


class BankAccountCorrection(BoxCorrection):
    bank_name = forms.CharField(label=_("Bank"), max_length=60)
    bank_number = forms.CharField(label=_("Account number"), max_length=40)


class CashOpeningForm(FilledForm):
    """What lay there at the beginning."""

    amount_idr = RupiahField(label=_("What lay there"))
    day = DayField(label=_("As the day began"))
    note = forms.CharField(
        label=_("By which paper"), max_length=300, help_text=_("Such as: cash book, page 41.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today


class CashMoveForm(FilledForm):
    """Money that is carried to another account."""

    to_account = forms.ChoiceField(label=_("Carry it to"))
    amount_idr = RupiahField(label=_("Amount"))
    day = DayField(label=_("Day"))
    reference = forms.CharField(label=_("Slip or reference"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self, *args: Any, targets: Sequence[CashBalance], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.account.code, said(row)) for row in targets]
        self.fields["to_account"] = forms.ChoiceField(label=_("Carry it to"), choices=choices)
        self.fields["day"].initial = today
        self.order_fields(["amount_idr", "to_account", "day", "reference", "note"])


def said(row: CashBalance) -> str:
    """`Kas Utama, Rp500.000`."""
    return f"{row.account.name}, {show_rupiah(row.balance_idr, language())}"


class CountForm(FilledForm):
    """What lay in a box, and after which movement, where there was one meanwhile."""

    counted_idr = RupiahField(label=_("Counted"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CountedAfterForm(PostedForm):
    """After which step of the account somebody counted; empty: nothing moved."""

    after = TypedField(most=20)

    @property
    def step(self) -> int | None:
        return self.number("after", 18) if self.text("after") else None


class BankStatementForm(FilledForm):
    """What the bank's statement says."""

    closing_idr = RupiahField(label=_("Closing balance"))
    day = DayField(label=_("Day of the statement"))
    reference = forms.CharField(label=_("Number of the statement"), max_length=60)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today


class StepsForm(PostedForm):
    """The movements that stand on a statement, as they were ticked."""

    step = RepeatedField(most=18)

    @property
    def steps(self) -> list[int]:
        typed = [text for text in self.texts("step") if text.isascii() and text.isdigit()]
        return [int(text) for text in typed]
