"""What the office types about a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.settlements.reasons import CUTS
from wastebank.funds.cash.accounts import CashBalance
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah
from wastebank.web.common.forms import DayField, FilledForm
from wastebank.web.office.forms import RupiahField


class DrawForm(FilledForm):
    """The month whose statements are drawn up: one of those that are over."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"] = forms.ChoiceField(label=_("Month"), choices=months)


class CutForm(FilledForm):
    """What is not paid of a visit, and why."""

    line = forms.TypedChoiceField(label=_("Visit"), coerce=int)
    amount = RupiahField(label=_("Cut by"))
    reason = forms.ChoiceField(label=_("Reason"))
    twin = forms.CharField(
        label=_("The visit that it repeats"),
        max_length=40,
        required=False,
        help_text=_("Its receipt, where something was recorded twice."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("The clinic reads it. No name, no illness."),
    )

    def __init__(self, *args: Any, visits: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(reason.code, reason.words) for reason in CUTS]
        self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=reasons)
        self.fields["line"] = forms.TypedChoiceField(label=_("Visit"), choices=visits, coerce=int)
        self.order_fields(["line", "amount", "reason", "twin", "note"])


class DisputeForm(FilledForm):
    """The bank's one word on a dispute."""

    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)
    verdict = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    note = forms.CharField(label=_("Answer to the clinic"), max_length=300)


class ProposeForm(FilledForm):
    """A word to the second person."""

    note = forms.CharField(label=_("Note to the second person"), max_length=300, required=False)


class PayForm(FilledForm):
    """A payment that was sent: how much, when, out of which account, by which reference."""

    amount = RupiahField(label=_("Amount"))
    sent_on = DayField(label=_("Day sent"))
    account = forms.ChoiceField(label=_("Paid from"))
    reference = forms.CharField(label=_("Reference of the bank"), max_length=60)
    over_ok = forms.BooleanField(
        label=_("More than is open: the rest becomes a credit of the next statement"),
        required=False,
    )

    def __init__(
        self, *args: Any, accounts: Sequence[CashBalance], open_idr: int, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.account.code, f"{one.account.name}, {show_rupiah(one.balance_idr, language())}")
            for one in accounts
        ]
        self.fields["account"] = forms.ChoiceField(label=_("Paid from"), choices=choices)
        self.fields["amount"].initial = str(open_idr)
        self.fields["sent_on"].initial = today
        self.order_fields(["amount", "sent_on", "account", "reference", "over_ok"])


class ResultForm(FilledForm):
    """What became of a payment."""

    reference = forms.CharField(max_length=60, widget=forms.HiddenInput)
    result = forms.ChoiceField(choices=[("arrived", ""), ("failed", ""), ("unknown", "")])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
