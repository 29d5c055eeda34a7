"""Forms of the counter: they hold what was typed, the verbs say whether it can be used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Refusal
from wastebank.models import Member


class EnrolForm(forms.Form):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rt", "rw", "phone", "national_id"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def accept(self, refusal: Refusal) -> bool:
        """Set a refusal beside the field it speaks of; False if it speaks of none."""
        field = str(refusal.facts.get("field", ""))
        if field not in self.fields:
            return False
        self.add_error(field, str(refusal))
        return True
