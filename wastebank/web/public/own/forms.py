"""Forms for the own account."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField


class OwnPasswordForm(PostedForm):
    """The password until now, and the new one twice."""

    old = TypedField()
    new = TypedField()
    again = TypedField()


class ChosenPasswordForm(PostedForm):
    """The password that somebody chooses by a one-time link, twice."""

    new = TypedField()
    again = TypedField()


class TokenForm(PostedForm):
    """What a token is for, how far it goes and how long, and the password of who makes it."""

    label = TypedField(most=100)
    scope = TypedField(most=10)
    days = TypedField(most=5, trimmed=True)
    password = TypedField()
