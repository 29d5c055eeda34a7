"""What is typed in the steps of setting up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wastebank.bank.zone import zone_choices
from wastebank.web.common.forms import FilledForm, PostedForm, TypedField
from wastebank.web.common.ways.sent import WORD
from wastebank.web.office.forms import PostForm


class BankForm(FilledForm):
    """The bank's own facts, and while it has no place, the first one's code."""

    name = forms.CharField(label=_("Name of the bank"), max_length=100)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        help_text=_("On every card: whoever finds one calls it."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    code = forms.CharField(
        label=_("Letters before receipt numbers"),
        max_length=10,
        help_text=_("Two to ten capital letters or figures, such as MS: MS-000001."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, has_place: bool, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
        self.fields["code"].widget.attrs["autocapitalize"] = "characters"
        del self.fields["code" if has_place else "reason"]
        if fixed:
            self.fields["time_zone"].disabled = True
            self.fields["time_zone"].help_text = _("It stays: days have been counted in it.")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class InviteForm(PostForm):
    """Somebody who is to come in: the person alone chooses the password."""

    field_order = ("name",)

    name = forms.CharField(label=_("Name"), max_length=100)


class ProofForm(PostedForm):
    """What came with the words of a key for paper, signed."""

    proof = TypedField(most=2_000)


class PaperWordsForm(forms.Form):
    """Some of the words that stand on the paper of the backup key."""

    def __init__(self, *args: Any, places: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in places:
            field = forms.CharField(label=_("Word %(n)s") % {"n": place}, max_length=20)
            field.widget.attrs |= {
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
            self.fields[f"{WORD}{place}"] = field

    def typed(self) -> list[str]:
        return [str(self.cleaned_data[name]) for name in self.fields]
