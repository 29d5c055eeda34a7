"""Refusals about members."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, Unknown


class NumberMisspelt(Invalid):
    code = "number_misspelt"
    text = _("This number was mistyped. Read it from the card again.")


class WhoMissing(Invalid):
    code = "who_missing"
    text = _("Scan a card or give a member number, one of the two.")


class MemberUnknown(Unknown):
    code = "member_unknown"
    text = _("No member with this number here.")


class MemberElsewhere(Unknown):
    code = "member_elsewhere"
    text = _("This member belongs to another place. Ask them to go there.")


class MemberClosed(Conflict):
    code = "member_closed"
    text = _("This membership has ended.")


class NotAGroup(Invalid):
    code = "not_a_group"
    text = _("{member} is no group.")
