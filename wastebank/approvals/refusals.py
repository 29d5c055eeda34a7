"""Refusals about what two people do: each says why, and who could."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown
from wastebank.values.calendar import show_start
from wastebank.values.language import language


def spoken_time(written: str) -> str:
    return show_start(datetime.fromisoformat(written), language())


class ApprovalUnknown(Unknown):
    code = "approval_unknown"
    text = _("No such proposal: {approval}.")


class LimitUnknown(Unknown):
    code = "limit_unknown"
    text = _("No such limit: {limit}.")


class LimitMalformed(Invalid):
    code = "limit_malformed"
    text = _("A limit lies between Rp0 and {max_idr}, or there is none.")


# Somebody else than who proposed, by all that can be known.


class OwnProposal(NotAllowed):
    code = "own_proposal"
    text = _("Your own proposal is agreed by someone else.")


class NotYourProposal(Conflict):
    sticky = False
    code = "not_your_proposal"
    text = _("Only {name} can withdraw this. You can decline it, and say why.")


class SameMember(NotAllowed):
    """Both accounts are linked to one member."""

    code = "same_member"
    text = _("Your account and that of {name} belong to the same member. Somebody else agrees.")


class SameTelephone(NotAllowed):
    code = "same_telephone"
    text = _("You and {name} have the same telephone. Somebody else agrees.")


class SameName(NotAllowed):
    code = "same_name"
    text = _(
        "Your account has the same name as that of {name}. Somebody else agrees; if you are two"
        " people, a colleague corrects one name first."
    )


class SameHand(NotAllowed):
    """One account let the other in, or gave it its role, a short time ago; or a third one both."""

    code = "same_hand"
    text = _(
        "{name} has opened or changed an account here within {days} days: yours or the one that"
        " proposed this. From {until} on you can agree; until then somebody else does."
    )

    def words(self) -> dict[str, str]:
        words = super().words()
        return words | {"until": spoken_time(words["until"])}


# What happened to it meanwhile.


class ApprovalChanged(Conflict):
    """Not kept for the key: whoever looks again agrees to the new facts under the same one."""

    sticky = False
    code = "approval_changed"
    text = _("This changed since you saw it: {changes}. Look again.")


class ApprovalWaits(Conflict):
    sticky = False  # it ends, and the same goes through
    code = "approval_waits"
    text = _("This waits for a second person already, as proposal {approval}.")


class EndedBefore(Conflict):
    def words(self) -> dict[str, str]:
        words = super().words()
        return words | {"at": spoken_time(words["at"])}


class ApprovalAgreed(EndedBefore):
    code = "approval_agreed"
    text = _("{name} agreed to this already, {at}.")


class ApprovalDeclined(EndedBefore):
    code = "approval_declined"
    text = _("{name} declined this already, {at}.")


class ApprovalWithdrawn(EndedBefore):
    code = "approval_withdrawn"
    text = _("{name} withdrew this, {at}.")
