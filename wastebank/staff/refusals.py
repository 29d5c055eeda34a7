"""Refusals about members of staff and their accounts."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid, NotAllowed, Unknown


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    text = _("This password is too easy to guess: {problem}")


class PasswordsDiffer(Invalid):
    code = "passwords_differ"
    text = _("These are two different new passwords. Type the same one twice.")


class StaffUnknown(Unknown):
    code = "staff_unknown"
    text = _("No such member of staff: {username}.")


class SignInLocked(NotAllowed):
    code = "sign_in_locked"
    text = _("Too many wrong tries. Wait {minutes} minutes, then try again.")


class OldPasswordWrong(NotAllowed):
    code = "old_password_wrong"
    text = _("This is not your password until now. Nothing was changed.")


class PasswordWrong(NotAllowed):
    code = "password_wrong"
    text = _("This is not your password. Nothing was changed.")


class ClinicAccount(NotAllowed):
    code = "clinic_account"
    text = _("Accounts of a clinic are looked after by its lead.")


class LinkUnknown(Unknown):
    code = "link_unknown"
    text = _("There is no such one-time link. Check it, or ask for a new one.")


class LinkEnded(Conflict):
    code = "link_ended"
    text = _("This one-time link was used, replaced or is too old. Ask for a new one.")


class SignInWrong(NotAllowed):
    code = "sign_in_wrong"
    text = _("Name or password is wrong. Try again.")


class OwnAccount(Conflict):
    code = "own_account"
    text = _("Nobody changes their own role or closes their own account.")
