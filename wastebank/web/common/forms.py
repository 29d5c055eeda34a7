"""What every form that is sent here has: its key, and its fields as somebody typed them.

Such a form refuses nothing. A field that is missing is empty, of a field that came twice the last
counts, what is too long is cut; whether it can be used, the commands say.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ledger.refusals import Refusal
from wastebank.refusals import KeyMissing
from wastebank.values.calendar import day_or_none
from wastebank.values.letters import as_typed

LONGEST_QUESTION = 100


def new_key() -> str:
    """A key for a form, made before the form is sent."""
    return str(uuid4())


class TypedField(forms.Field):
    """One text: as it was sent, or without what stands around it if `trimmed`."""

    def __init__(self, *, most: int | None = None, trimmed: bool = False) -> None:
        super().__init__(required=False)
        self.most = most
        self.trimmed = trimmed

    def clean(self, value: Any) -> str:
        text = "" if value is None else str(value)
        return as_typed(text, self.most) if self.trimmed else text[: self.most]


class RepeatedField(TypedField):
    """Every text that was sent under one name, in its order."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Any:
        return [super(RepeatedField, self).clean(one) for one in value or ()]


class SentField(forms.Field):
    """Whether the field was sent at all, as a ticked box or a pressed key is."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> bool:
        return value is not None


class PostedForm(forms.Form):
    """The fields that a handler reads of a posted form."""

    @classmethod
    def of(cls, request: HttpRequest, **more: Any) -> Self:
        """What came with a request; of a page that was only asked for, nothing."""
        form = cls(request.POST, **more)
        form.full_clean()
        return form

    def text(self, name: str) -> str:
        return str(self.cleaned_data[name])

    def texts(self, name: str) -> list[str]:
        return list(self.cleaned_data[name])

    def has(self, name: str) -> bool:
        return bool(self.cleaned_data[name])

    def number(self, name: str, most_digits: int) -> int:
        """A whole number in plain digits; 0 for everything else."""
        text = self.text(name)
        return int(text[:most_digits]) if text.isascii() and text.isdigit() else 0


class FilledForm(forms.Form):
    """A form that a person fills in: a refusal stands beside the field it speaks of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def accept(self, refusal: Refusal) -> bool:
        """Set a refusal beside its field; False if it speaks of none here."""
        field = str(refusal.facts.get("field", ""))
        if field not in self.fields:
            return False
        self.add_error(field, str(refusal))
        return True


class DayField(forms.DateField):
    """A day as the calendar of a browser sends it, and nothing else: what the languages make of
    `01/12/2026` is one day in one of them and another in the other."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return super().to_python(value)
        day = day_or_none(str(value).strip())
        if day is None:
            raise forms.ValidationError(_("Write the day as in 2026-11-28."))
        return day


class KeyForm(PostedForm):
    """The key of a form, made before it was sent."""

    key = TypedField()


class FindForm(PostedForm):
    """A card's code, a member's number or part of a name."""

    code = TypedField(most=LONGEST_QUESTION, trimmed=True)


class GroupForm(PostedForm):
    """With which group a member is weighed from now on; empty: with none."""

    group = TypedField()


class PaperForm(PostedForm):
    """The paper that a receipt is wanted on."""

    paper = TypedField()


class ReasonForm(PostedForm):
    """Why something is taken back or blocked."""

    reason = TypedField()


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, whatever it is, in its order."""
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]


def sent_key(request: HttpRequest) -> str:
    """The key that came with a form, whatever stands in it."""
    return KeyForm.of(request).text("key")


def form_key(request: HttpRequest) -> UUID:
    """The key that came with a form."""
    return read_key(sent_key(request))


def read_key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise KeyMissing from None
