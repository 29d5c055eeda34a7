"""Forms for everybody: signing in, and the code at the foot of a receipt."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField

LONGEST_CODE = 40


class CheckForm(PostedForm):
    """The check code of a receipt."""

    code = TypedField(most=LONGEST_CODE)


class SignInForm(PostedForm):
    """Who signs in, and where they wanted to go."""

    username = TypedField()
    password = TypedField()
    next = TypedField()
