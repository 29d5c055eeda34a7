"""Refusals about cards and their PINs."""

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown
from wastebank.values.calendar import show_start
from wastebank.values.language import language


class CardMisspelt(Invalid):
    code = "card_misspelt"
    text = _("This code was misread. Scan the card once more.")


class CardNeeded(Invalid):
    """`typed` says what stands in its place: a number, and what is wrong with it."""

    code = "card_needed"
    text = _("{typed} The card is needed here: scan it, or type its code.")
    TYPED: ClassVar = {
        "number": _("This is a member's number."),
        "wrong_letter": _("This is a member's number, and its letter does not fit its figures."),
        "no_letter": _("This is a member's number without its letter."),
        "phone": _("This is a telephone number."),
        "figures": _("This is a number."),
    }

    def words(self) -> dict[str, str]:
        return super().words() | {"typed": str(self.TYPED[self.facts["typed"]])}


class PinMalformed(Invalid):
    code = "pin_malformed"
    text = _("A PIN has four to six digits.")


class PinNotSix(Invalid):
    code = "pin_not_six"
    text = _("A new PIN has six digits.")


class PinDiffers(Invalid):
    code = "pin_differs"
    text = _("The two PINs are not the same. Type the new one twice.")


class PinGuessable(Invalid):
    """It does not say which rule: the screen may be seen by others, and the PIN is typed again."""

    code = "pin_guessable"
    text = _(
        "Others would soon guess this PIN: it is a row, a repetition, a date, or digits that are"
        " known of the member. Choose another one."
    )


class PinUnchanged(Invalid):
    code = "pin_unchanged"
    text = _("This is the old PIN. Choose another one.")


class CardUnknown(Unknown):
    code = "card_unknown"
    text = _("This card is not one of ours.")


class PinWrong(NotAllowed):
    code = "pin_wrong"
    text = _("Wrong PIN. Tries left: {tries_left}.")


class PinLocked(NotAllowed):
    code = "pin_locked"
    text = _(
        "The PIN is locked after five wrong tries. It opens by itself after a day, or with a new"
        " PIN from the counter."
    )


class PinNotSet(NotAllowed):
    code = "pin_not_set"
    text = _("This card has no PIN yet. It is chosen at the counter.")


# Understood and allowed, but the state of things speaks against it.


class CardNotActive(Conflict):
    code = "card_not_active"
    text = _("This card was not handed over yet. Activate it first.")


class CardBlocked(Conflict):
    code = "card_blocked"
    text = _("This card is blocked. Ask the holder who they are.")


class CardReplaced(Conflict):
    code = "card_replaced"
    text = _("This card was replaced. Ask for the new one.")


class CardInUse(Conflict):
    code = "card_in_use"
    text = _("This card was handed over before. Take another one.")


class CardHeldAlready(Conflict):
    code = "card_held_already"
    sticky = False  # the same request with the reason is carried out
    text = _("{holder} has a card in force. Say why there is a new one; the old one is dead then.")


class CardTooNew(Conflict):
    """`opens_at` is an instant for programs, and is said as people tell the time."""

    code = "card_too_new"
    text = _(
        "This card or its PIN is new. Until {opens_at} it pays {max_idr} in all, and {left_idr} of"
        " that is left. Take less, or the rest in cash."
    )

    def words(self) -> dict[str, str]:
        moment = datetime.fromisoformat(str(self.facts["opens_at"]))
        return super().words() | {"opens_at": show_start(moment, language())}


class PinAlreadySet(Conflict):
    code = "pin_already_set"
    text = _("This card has a PIN. To change it, reset it with a reason.")
