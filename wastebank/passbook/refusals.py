"""The refusals of the passbook, and of its sign-in: the same for numbers that exist and others."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Invalid, NotAllowed


class PassbookSignInWrong(NotAllowed):
    """The answer to any pair that does not open, so that nobody learns which numbers exist."""

    code = "opening_wrong"
    text = _(
        "Number or PIN is wrong. After five wrong tries the passbook stays shut for a day, or until"
        " there is a new PIN from the counter."
    )


class PassbookSignInWaits(NotAllowed):
    """Too many tries at one number, wherever they come from."""

    code = "opening_waits"
    text = _("Too many tries with this number. Wait {minutes} minutes, then try again.")


class PictureUnread(Invalid):
    code = "picture_unread"
    text = _("No card code in this picture. Hold the card straight, in light, or type the number.")


class ReceiptNotOfCard(NotAllowed):
    code = "receipt_not_of_card"
    text = _(
        "This is no receipt of a visit that was paid with this card since its PIN was set at the"
        " counter. The PIN stays as it was."
    )


class CursorUnknown(Invalid):
    code = "cursor_unknown"
    text = _("This passbook has {newest} steps, so nothing begins at {before}. Ask from the start.")
