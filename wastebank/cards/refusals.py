"""Refusals about cards and their PINs."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown


class CardMisspelt(Invalid):
    code = "card_misspelt"
    text = _("This code was misread. Scan the card once more.")


class CardNeeded(Invalid):
    code = "card_needed"
    text = _("This is a member's number. The card is needed here: scan it, or type its code.")


class PinMalformed(Invalid):
    code = "pin_malformed"
    text = _("A PIN has four to six digits.")


class CardUnknown(Unknown):
    code = "card_unknown"
    text = _("This card is not one of ours.")


class PinWrong(NotAllowed):
    code = "pin_wrong"
    text = _("Wrong PIN. Tries left: {tries_left}.")


class PinLocked(NotAllowed):
    code = "pin_locked"
    text = _("The PIN is locked after five wrong tries. A new one is set at the counter.")


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


class PinAlreadySet(Conflict):
    code = "pin_already_set"
    text = _("This card has a PIN. To change it, reset it with a reason.")
