"""Forms for everybody: signing in, and the code at the foot of a receipt."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField

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
