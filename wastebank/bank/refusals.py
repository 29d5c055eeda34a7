"""Refusals about the bank's own facts, and about how a new one begins."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wastebank.refusals import Conflict, Invalid, NotAllowed


class BankUnnamed(Conflict):
    """Also for a program: a card without a telephone helps nobody who lost it."""

    sticky = False  # the facts are given, and the same key goes through
    code = "bank_unnamed"
    text = _("Cards cannot be printed yet. Give the bank's name and telephone first.")


class PhoneUnreadable(Invalid):
    code = "phone_unreadable"
    text = _("Nobody could call this: {phone}. Write a telephone number, such as 0812-3456-7890.")


class ZoneUnknown(Invalid):
    code = "zone_unknown"
    text = _("There is no such time zone: {zone}.")


class ZoneStands(Conflict):
    code = "zone_stands"
    text = _("The time zone stays {zone}: days have been counted in it already.")


class ZoneMoved(Conflict):
    sticky = False  # the same again counts its day in the new zone
    code = "zone_moved"
    text = _("The time zone was set just now, so nothing was recorded. Send it again.")


class SetupCodeWrong(NotAllowed):
    code = "setup_code_wrong"
    text = _("This code is wrong. Look at the program's window again. {left}.")

    def words(self) -> dict[str, str]:
        left = int(self.facts["left"])
        return super().words() | {
            "left": ngettext("%(n)d try left", "%(n)d tries left", left) % {"n": left}
        }


class SetupCodeDead(NotAllowed):
    code = "setup_code_dead"
    text = _("This code is dead. Start the program again for a new one.")


class BankOpenAlready(Conflict):
    code = "bank_open_already"
    text = _("This bank is open already. Sign in.")


class ConnectionOpen(NotAllowed):
    """What is typed on the way could be read: the code, and then the first password."""

    code = "connection_open"
    text = _("Others can read this connection. Open it on the bank's own laptop.")


class RoleNotShared(Conflict):
    code = "role_not_shared"
    text = _("Nobody else in office has this role yet. Whoever takes it over comes in first.")


class FirstPlaceThere(Conflict):
    code = "first_place_there"
    text = _("This bank has a place already. Open more under Staff, Places.")
