"""Forms for everybody: signing in, the code of a receipt, the code that opens a new bank."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wastebank.web.common.forms import FilledForm, PostedForm, TypedField

LONGEST_CODE = 40


class CheckForm(PostedForm):
    """The check code of a receipt."""

    code = TypedField(most=LONGEST_CODE)


class SignInForm(PostedForm):
    """Who signs in, where they wanted to go, and the form that they had sent before."""

    username = TypedField()
    password = TypedField()
    next = TypedField()
    kept = TypedField()


class LanguageForm(PostedForm):
    """The language that was chosen, the page it was chosen on, and what was sent for that page."""

    language = TypedField()
    next = TypedField()
    kept = TypedField()


class OpeningForm(PostedForm):
    """The code that the program's window shows."""

    code = TypedField(most=LONGEST_CODE)


class FirstPersonForm(FilledForm):
    """Who opens the bank."""

    first_name = forms.CharField(label=_("Your name"), max_length=100)
    username = forms.CharField(
        label=_("User name"), max_length=30, help_text=_("Small letters, such as rina.")
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("Eight letters or more, and none that somebody guesses."),
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
