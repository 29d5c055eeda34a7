"""What is on record of one thing, to be put right. Only what somebody changed in the form is sent
on: what another person corrected meanwhile stays."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wastebank.models import Material, Member
from wastebank.web.common.forms import FilledForm


class CorrectionForm(FilledForm):
    """The facts of a thing, as they stand, and why they are changed."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in ASKED_ANEW
        self.order_fields([name for name in self.fields if name != "reason"])

    @classmethod
    def about(cls, thing: Model, request: HttpRequest) -> Self:
        """With what stands on record of a thing, or with what was sent."""
        stands = {name: getattr(thing, name, "") for name in cls.base_fields}
        return cls(request.POST or None, initial=stands)

    @property
    def right(self) -> dict[str, Any]:
        """The facts that somebody changed."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        return {name: value for name, value in changed.items() if name not in ASKED_ANEW}

    @property
    def asked_anew(self) -> dict[str, Any]:
        """What is no fact on record, or is not shown as it stands."""
        return {"reason": self.cleaned_data["reason"]}


# They say something of this one sending.
ASKED_ANEW = {"reason", "national_id", "forget_national_id", "somebody_else"}


class MemberCorrection(CorrectionForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind of member"), choices=Member.Kind.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    guardian_name = forms.CharField(label=_("Guardian"), max_length=100, required=False)
    national_id = forms.CharField(
        label=_("Identity number (NIK)"),
        max_length=24,
        required=False,
        help_text=_("Sixteen digits. Empty: as it stands."),
    )
    forget_national_id = forms.BooleanField(
        label=_("Take the identity number off the record"), required=False
    )
    somebody_else = forms.BooleanField(
        label=_("This is somebody else, who is on record rightly."), required=False
    )

    @property
    def asked_anew(self) -> dict[str, Any]:
        typed = self.cleaned_data
        identity = typed["national_id"].strip() or ("" if typed["forget_national_id"] else None)
        return {
            **super().asked_anew,
            "national_id": identity,
            "somebody_else": typed["somebody_else"],
        }


class PlaceCorrection(CorrectionForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)


class MaterialCorrection(CorrectionForm):
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    family = forms.ChoiceField(label=_("Family"), choices=Material.Family.choices)
    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        max_length=300,
        required=False,
        help_text=_("Local names to search by, with spaces between."),
    )
    own_code = forms.CharField(
        label=_("The bank's own code"),
        max_length=30,
        required=False,
        help_text=_("As your own lists call it, such as K01. Files are matched by it."),
    )


class StaffCorrection(CorrectionForm):
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
