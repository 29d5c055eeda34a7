"""Refusals about members."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown


class NumberMisspelt(Invalid):
    code = "number_misspelt"
    text = _(
        "This number was mistyped: its figures and its letter do not fit. "
        "Read it from the card again."
    )


class NumberNeedsLetter(NumberMisspelt):
    code = "number_needs_letter"
    text = _(
        "The letter of this number is missing. It stands behind the figures on the card,"
        " such as 1071-R."
    )


class NumberIsPhone(NumberMisspelt):
    code = "number_is_phone"
    text = _("This is a telephone number. Type the number on the card, such as 1071-R.")


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


class MemberDouble(Conflict):
    """Asked before a second record is made; whoever answers may send the same key again."""

    code = "member_double"
    text = _("{same} are those of {members}. Open that record, or say that this is somebody else.")
    sticky = False
    SAME: ClassVar = {
        "national_id": _("The figures of the identity number"),
        "name_and_phone": _("Name and telephone"),
    }

    def words(self) -> dict[str, str]:
        return super().words() | {"same": str(self.SAME[self.facts["same"]])}

    @property
    def noted(self) -> str:
        """What the log keeps where somebody said that it is not the same one."""
        return f"somebody_else: {', '.join(self.facts['members'])}"[:300]


class NotAGroup(Invalid):
    code = "not_a_group"
    text = _("{member} is no group.")


class GroupInUse(Conflict):
    code = "group_in_use"
    sticky = False
    text = _("Members are weighed with {member}. Take them out of the group first.")


class OwnHousehold(NotAllowed):
    code = "own_household"
    text = _("A colleague records your own household. Call one.")
