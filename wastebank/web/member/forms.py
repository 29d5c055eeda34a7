"""What is typed to open a passbook."""

from __future__ import annotations

from wastebank.web.common.forms import PostedForm, TypedField

LONGEST_NUMBER = 60


class PassbookSignInForm(PostedForm):
    """A card's code, or a number, and the PIN."""

    card = TypedField()
    who = TypedField()
    pin = TypedField()

    @property
    def holder(self) -> str:
        """The card if there is one, else what was typed for it."""
        return (self.text("card") or self.text("who")).strip()[:LONGEST_NUMBER]


class OwnPinForm(PostedForm):
    """The PIN of today, and the one that shall be it, typed twice; a code on a clinic's receipt."""

    old = TypedField()
    pin = TypedField()
    pin_again = TypedField()
    receipt = TypedField()
